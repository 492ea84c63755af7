import EventSourcing
import Vocabulary

/// A school: where it is, what it allows, and its terms.
///
/// This target is the directory: which schools there are and who belongs to them. `Person` is its
/// other half; what a school may not allow is in `Policy.floor`.
package struct School: Decider {
    package static let category = "school"

    package private(set) var isRegistered = false
    package private(set) var name = ""
    package private(set) var timeZone: TimeZoneID = "UTC"
    package private(set) var locale: LanguageTag = "en"
    package private(set) var policy = Policy.standard
    /// In the order of their days.
    package private(set) var terms: [Term] = []

    package init() {}

    package func decide(_ command: Command) throws(Rejection) -> [Event] {
        if case .register(let registration) = command { return try register(registration) }
        guard isRegistered else { throw .notRegistered }
        switch command {
        case .register: return []
        case .setPolicy(let policy): return try set(policy)
        case .openTerm(let term): return try open(term)
        }
    }

    package mutating func evolve(_ event: Event) {
        switch event {
        case .registered(_, let name, let timeZone, let locale, _):
            isRegistered = true
            self.name = name
            self.timeZone = timeZone
            self.locale = locale
        case .policySet(let policy):
            self.policy = policy
        case .termOpened(let term, let name, let startsOn, let endsOn):
            let opened = Term(term: term, name: name, startsOn: startsOn, endsOn: endsOn)
            let place = terms.firstIndex { $0.startsOn > startsOn } ?? terms.endIndex
            terms.insert(opened, at: place)
        }
    }
}

extension School {
    private func register(_ registration: Registration) throws(Rejection) -> [Event] {
        guard !isRegistered else { throw .alreadyRegistered }
        try Self.check(registration.name, as: .name, in: Limits.name)
        guard registration.timeZone.isKnown else {
            throw .unknownTimeZone(registration.timeZone)
        }
        try Self.check(registration.policy)
        return [
            .registered(
                school: registration.school, name: registration.name,
                timeZone: registration.timeZone, locale: registration.locale,
                country: registration.country),
            .policySet(policy: registration.policy),
        ]
    }

    private func set(_ policy: Policy) throws(Rejection) -> [Event] {
        try Self.check(policy)
        return policy == self.policy ? [] : [.policySet(policy: policy)]
    }

    private func open(_ term: Term) throws(Rejection) -> [Event] {
        if terms.contains(term) { return [] }
        try Self.check(term.name, as: .termName, in: Limits.name)
        guard term.startsOn <= term.endsOn else { throw .termEndsBeforeItStarts }
        if let other = terms.first(where: { $0.overlaps(term) || $0.term == term.term }) {
            throw .termOverlaps(other.term)
        }
        guard terms.count < Limits.terms else { throw .tooManyTerms(limit: Limits.terms) }
        return [
            .termOpened(
                term: term.term, name: term.name, startsOn: term.startsOn, endsOn: term.endsOn)
        ]
    }

    private static func check(_ policy: Policy) throws(Rejection) {
        if let breach = policy.breachOfFloor { throw .policyBelowFloor(breach) }
        try check(policy.termsVersion, as: .termsVersion, in: Limits.termsVersion)
        let approval = policy.guardianApproval
        guard Limits.ageBands.contains(max(approval.join.count, approval.friend.count))
        else { throw .outOfBounds(.guardianApproval, allowed: Limits.ageBands) }
    }

    /// Texts are measured in Unicode scalars: a single character can be of any length.
    private static func check(
        _ text: String, as field: Field, in bounds: ClosedRange<Int>
    ) throws(Rejection) {
        let length = text.allSatisfy(\.isWhitespace) ? 0 : text.unicodeScalars.count
        guard bounds.contains(length) else { throw .outOfBounds(field, allowed: bounds) }
    }

    private enum Limits {
        static let name = 1...120
        static let termsVersion = 1...40
        static let ageBands = 0...AgeBand.allCases.count
        /// Fifty years of six terms each.
        static let terms = 300
    }
}
