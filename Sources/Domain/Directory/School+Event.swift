import EventSourcing
import Vocabulary

extension School {
    package enum Event: EventFamily {
        case registered(
            school: SchoolID, name: String, timeZone: TimeZoneID, locale: LanguageTag,
            country: CountryCode)
        /// The whole policy, and not what has changed in it.
        case policySet(policy: Policy)
        case termOpened(term: TermID, name: String, startsOn: CivilDate, endsOn: CivilDate)

        package static let wireNames = CodingKeys.allCases.map(\.rawValue)

        private enum CodingKeys: String, CodingKey, CaseIterable {
            case registered = "directory.school-registered"
            case policySet = "directory.school-policy-set"
            case termOpened = "directory.term-opened"
        }
    }

    package enum Command: Sendable {
        case register(Registration)
        case setPolicy(Policy)
        case openTerm(Term)
    }

    package struct Registration: Sendable {
        package var school: SchoolID
        package var name: String
        package var timeZone: TimeZoneID
        package var locale: LanguageTag
        package var country: CountryCode
        package var policy: Policy

        package init(
            school: SchoolID, name: String, timeZone: TimeZoneID, locale: LanguageTag,
            country: CountryCode, policy: Policy = .standard
        ) {
            self.school = school
            self.name = name
            self.timeZone = timeZone
            self.locale = locale
            self.country = country
            self.policy = policy
        }
    }

    package enum Rejection: Error, Equatable, Sendable {
        case alreadyRegistered, notRegistered
        case unknownTimeZone(TimeZoneID)
        case policyBelowFloor(Policy.Breach)
        /// The term that is already there on some of the days, or under the same id.
        case termOverlaps(TermID)
        case termEndsBeforeItStarts
        case tooManyTerms(limit: Int)
        /// The length of a text or list lies outside what is allowed.
        case outOfBounds(Field, allowed: ClosedRange<Int>)
    }

    package enum Field: String, Sendable {
        case name, termName, termsVersion, guardianApproval
    }

    /// A part of the school year, both days included.
    package struct Term: Equatable, Sendable {
        package let term: TermID
        package let name: String
        package let startsOn: CivilDate
        package let endsOn: CivilDate

        package init(term: TermID, name: String, startsOn: CivilDate, endsOn: CivilDate) {
            self.term = term
            self.name = name
            self.startsOn = startsOn
            self.endsOn = endsOn
        }

        package func overlaps(_ other: Term) -> Bool {
            startsOn <= other.endsOn && other.startsOn <= endsOn
        }
    }
}
