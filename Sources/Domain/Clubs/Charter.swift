import EventSourcing
import Vocabulary

extension Club {
    /// What a club is founded with. On the wire the profile's fields stand among the others.
    package struct Charter: Equatable, Sendable {
        package let hostSchool: SchoolID
        /// The other schools whose people may join.
        package let openTo: [SchoolID]
        package let slug: Slug
        package internal(set) var profile: Profile
        /// Nothing where everybody finds a seat.
        package internal(set) var capacity: Int?

        package init(
            hostSchool: SchoolID, openTo: [SchoolID], slug: Slug, profile: Profile, capacity: Int?
        ) {
            self.hostSchool = hostSchool
            self.openTo = openTo
            self.slug = slug
            self.profile = profile
            self.capacity = capacity
        }
    }

    /// When people may ask to join; a new club is open without an end.
    package enum Enrolment: Equatable, Sendable {
        /// From the first moment up to the second, which lies outside.
        case open(from: Timestamp?, to: Timestamp?)
        case closed

        package func isOpen(at moment: Timestamp) -> Bool {
            guard case .open(let from, let to) = self else { return false }
            return (from ?? moment) <= moment && to.map { moment < $0 } ?? true
        }

        /// When it will open, as far as that is planned.
        func opening(after moment: Timestamp) -> Timestamp? {
            guard case .open(let from?, _) = self, moment < from else { return nil }
            return from
        }
    }
}

extension Club.Charter: Codable {
    private enum CodingKeys: CodingKey {
        case hostSchool, openTo, slug, capacity
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        hostSchool = try fields.decode(SchoolID.self, forKey: .hostSchool)
        openTo = try fields.decode([SchoolID].self, forKey: .openTo)
        slug = try fields.decode(Slug.self, forKey: .slug)
        capacity = try fields.decodeIfPresent(Int.self, forKey: .capacity)
        profile = try Club.Profile(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(hostSchool, forKey: .hostSchool)
        try fields.encode(openTo, forKey: .openTo)
        try fields.encode(slug, forKey: .slug)
        try fields.encodeIfPresent(capacity, forKey: .capacity)
        try profile.encode(to: encoder)
    }
}
