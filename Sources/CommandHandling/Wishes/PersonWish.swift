import Directory
import EventSourcing
import Vocabulary

/// What can be asked of or for a person; names are clear text here, and nowhere behind.
package enum PersonWish: WishFamily {
    case register(
        school: SchoolID, kind: PersonKind, ageBand: AgeBand, displayName: String,
        timeZone: TimeZoneID?, locale: LanguageTag?, sourcedId: SourcedID?,
        consentAgeOn: CivilDate?, adultOn: CivilDate?)
    case updateProfile(
        displayName: String?, pronouns: String?, timeZone: TimeZoneID?, locale: LanguageTag?,
        languages: [LanguageTag]?, visibility: Visibility?)
    case declareInterests(interests: [Interest], strengths: [Interest]?, pace: Person.Pace?)
    case assignRole(role: Person.Role)
    case revokeRole(role: Person.Role)
    case deactivate(reasonCode: ReasonCode)
    case reactivate(reasonCode: ReasonCode)

    package static let wireNames = CodingKeys.allCases.map(\.rawValue)

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case register = "person.register"
        case updateProfile = "person.update-profile"
        case declareInterests = "person.declare-interests"
        case assignRole = "person.assign-role"
        case revokeRole = "person.revoke-role"
        case deactivate = "person.deactivate"
        case reactivate = "person.reactivate"
    }
}
