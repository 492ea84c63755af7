import Directory
import EventSourcing
import Vocabulary

/// What can be asked of a school.
package enum SchoolWish: WishFamily {
    case register(
        name: String, timeZone: TimeZoneID, locale: LanguageTag, country: CountryCode,
        policy: School.Policy?)
    case setPolicy(policy: School.Policy)
    case openTerm(term: TermID, name: String, startsOn: CivilDate, endsOn: CivilDate)

    package static let wireNames = CodingKeys.allCases.map(\.rawValue)

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case register = "school.register"
        case setPolicy = "school.set-policy"
        case openTerm = "school.open-term"
    }
}
