import Clubs
import EventSourcing
import Vocabulary

/// A club as the directory shows it.
package struct ClubView: Encodable, Equatable, Sendable {
    package let club: ClubID
    package let slug: Slug
    package let name: String
    package let summary: String
    package let kind: Club.Kind
    package let interests: [Interest]
    package let languages: [LanguageTag]
    /// Who may join; none named means everybody.
    package let ageBands: [AgeBand]
    package let timeZone: TimeZoneID
    package let visibility: Visibility
    package let joinPolicy: Club.JoinPolicy
    package let hostSchool: SchoolID
    /// The other schools whose people may join.
    package let openTo: [SchoolID]
    package let groups: [GroupName]
    package let reapplyAfterDays: Int
    package let seatOfferHours: Int
    package let enrolment: Enrolment
    package let isArchived: Bool
    package let foundedAt: Timestamp
    package let seats: Seats
    package let waiting: Int
    package let leads: [NamedPerson]
    /// Of the club's stream, for `ETag`.
    package let version: Int

    package struct Enrolment: Encodable, Equatable, Sendable {
        /// Whether people may ask between `from` and `to`; nothing there means without an end.
        package let isOpen: Bool
        package let from: Timestamp?
        package let to: Timestamp?
    }
}

/// How many seats a club has, and who holds them.
package struct Seats: Encodable, Equatable, Sendable {
    /// Nothing where everybody finds a seat.
    package let capacity: Int?
    package let members: Int
    /// Held for those to whom they are offered.
    package let offered: Int

    /// Nothing where everybody finds a seat.
    package var free: Int? { capacity.map { max(0, $0 - members - offered) } }

    private enum CodingKeys: CodingKey {
        case capacity, members, offered, free
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(capacity, forKey: .capacity)
        try container.encode(members, forKey: .members)
        try container.encode(offered, forKey: .offered)
        try container.encodeIfPresent(free, forKey: .free)
    }
}

/// Which clubs are wanted.
package struct ClubFilter: Equatable, Sendable {
    /// Clubs whose people may be of this school, as host or as guest.
    package var school: SchoolID?
    package var kind: Club.Kind?
    package var interest: Interest?
    package var includesArchived = false

    package init(
        school: SchoolID? = nil, kind: Club.Kind? = nil, interest: Interest? = nil,
        includesArchived: Bool = false
    ) {
        self.school = school
        self.kind = kind
        self.interest = interest
        self.includesArchived = includesArchived
    }
}
