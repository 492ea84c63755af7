import Directory
import EventSourcing
import Vocabulary

/// A school: `read.school`.
struct SchoolRow: Row {
    static let table = Table("school", key: [Column.school])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case school, name, locale, country, policy, version
        case timeZone = "time_zone"
    }

    let school: SchoolID
    let name: String
    let locale: LanguageTag
    let country: CountryCode
    let policy: School.Policy
    let version: Int
    let timeZone: TimeZoneID
}

/// A part of a school's year, both days included: `read.term`.
struct TermRow: Row {
    static let table = Table("term", key: [Column.school, .term])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case school, term, name
        case startsOn = "starts_on"
        case endsOn = "ends_on"
    }

    let school: SchoolID
    let term: TermID
    let name: String
    let startsOn: CivilDate
    let endsOn: CivilDate
}

/// A person as the tenant knows them: `read.person`. Names are references into the vault.
struct PersonRow: Row {
    static let table = Table("person", key: [Column.person])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case person, school, kind, locale, languages, visibility, interests, strengths, pace
        case pronouns, version
        case ageBand = "age_band"
        case timeZone = "time_zone"
        case sourcedID = "sourced_id"
        case displayName = "display_name"
        case consentAgeOn = "consent_age_on"
        case adultOn = "adult_on"
        case isActive = "is_active"
    }

    let person: PersonID
    let school: SchoolID
    let kind: PersonKind
    let locale: LanguageTag
    var languages: [LanguageTag] = []
    var visibility = Visibility.members
    var interests: [Interest] = []
    var strengths: [Interest] = []
    var pace: Person.Pace?
    var pronouns: VaultTextID?
    let version: Int
    let ageBand: AgeBand
    let timeZone: TimeZoneID
    let sourcedID: SourcedID?
    let displayName: VaultTextID
    let consentAgeOn: VaultTextID?
    let adultOn: VaultTextID?
    var isActive = true
}

/// What a person may do in the whole tenant: `read.person_role`.
struct PersonRoleRow: Row {
    static let table = Table("person_role", key: [Column.person, .role])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case person, role, since
    }

    let person: PersonID
    let role: Person.Role
    let since: Timestamp
}
