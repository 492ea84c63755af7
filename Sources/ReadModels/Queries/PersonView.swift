import Clubs
import Directory
import EventSourcing
import Vocabulary

/// A person as the tenant knows them.
package struct PersonView: Encodable, Equatable, Sendable {
    package let person: PersonID
    package let displayName: String
    package let pronouns: String?
    package let school: SchoolID
    package let kind: PersonKind
    package let ageBand: AgeBand
    package let timeZone: TimeZoneID
    package let locale: LanguageTag
    package let languages: [LanguageTag]
    package let visibility: Visibility
    package let interests: [Interest]
    package let strengths: [Interest]
    package let pace: Person.Pace?
    package let sourcedId: SourcedID?
    package let active: Bool
    package let roles: [Person.Role]
    /// Of the person's stream, for `ETag`.
    package let version: Int
}

/// A school with what it allows and its terms.
package struct SchoolView: Encodable, Equatable, Sendable {
    package let school: SchoolID
    package let name: String
    package let timeZone: TimeZoneID
    package let locale: LanguageTag
    package let country: CountryCode
    package let policy: School.Policy
    /// In the order of their days.
    package let terms: [Term]
    /// Of the school's stream, for `ETag`.
    package let version: Int

    /// Both days included.
    package struct Term: Encodable, Equatable, Sendable {
        package let term: TermID
        package let name: String
        package let startsOn: CivilDate
        package let endsOn: CivilDate
    }
}

/// What a person is and may do today: all that the authorization of a read asks.
package struct Standing: Equatable, Sendable {
    package let person: PersonID
    package let school: SchoolID
    package let kind: PersonKind
    package let ageBand: AgeBand
    package let isActive: Bool
    /// In the whole tenant; none for whoever is inactive.
    package let roles: Set<Person.Role>
    /// In each club; none for whoever is inactive.
    package let clubRoles: [ClubID: Set<Club.Role>]
    /// The clubs in which they have a seat.
    package let memberOf: Set<ClubID>

    package func leads(_ club: ClubID) -> Bool { clubRoles[club]?.contains(.lead) ?? false }
}
