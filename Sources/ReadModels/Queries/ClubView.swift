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
    /// From when and until when people may ask; without an end where nothing is said.
    package let enrolmentFrom: Timestamp?
    package let enrolmentTo: Timestamp?
    package let archived: Bool
    package let foundedAt: Timestamp
    /// Nothing where everybody finds a seat.
    package let capacity: Int?
    package let members: Int
    /// Seats held for those to whom they are offered.
    package let offered: Int
    /// Nothing where everybody finds a seat.
    package let freeSeats: Int?
    package let waitlisted: Int
    package let leads: [NamedPerson]
    /// Of the club's stream, for `ETag`.
    package let version: Int

    package enum Enrolment: String, Codable, Sendable {
        /// Between `enrolmentFrom` and `enrolmentTo`.
        case open
        case closed
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
