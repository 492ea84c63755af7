import Directory
import EventSourcing
import TestSupport
import Testing
import Vocabulary

@Suite("A school") struct SchoolTests {
    private static let registered = School.Event.registered(
        school: .number(1), name: "Hill School", timeZone: "Europe/London", locale: "en-GB",
        country: "GB")

    private func registration(
        _ adjust: (inout School.Registration) -> Void = { _ in }
    ) -> School.Command {
        var registration = School.Registration(
            school: .number(1), name: "Hill School", timeZone: "Europe/London", locale: "en-GB",
            country: "GB")
        adjust(&registration)
        return .register(registration)
    }

    private func hill() throws -> Scenario<School> {
        try Scenario().given(Self.registered, .policySet(policy: .standard))
    }

    private func policy(_ adjust: (inout School.Policy) -> Void) -> School.Policy {
        var policy = School.Policy.standard
        adjust(&policy)
        return policy
    }

    @Test func `a school is registered with a policy`() throws {
        let school = try Scenario<School>().when(registration())
            .then(Self.registered, .policySet(policy: .standard))
        #expect(school.isRegistered && school.name == "Hill School")
        #expect(school.timeZone == "Europe/London" && school.policy == .standard)
    }

    @Test func `a school is registered once`() throws {
        try hill().when(registration()).thenRejected(.alreadyRegistered)
    }

    @Test func `a school has a name, a real time zone and a lawful policy`() {
        let scenario = Scenario<School>()
        scenario.when(registration { $0.name = " " })
            .thenRejected(.outOfBounds(.name, allowed: 1...120))
        scenario.when(registration { $0.name = String(repeating: "a", count: 121) })
            .thenRejected(.outOfBounds(.name, allowed: 1...120))
        scenario.when(registration { $0.timeZone = "Moon/Tranquility" })
            .thenRejected(.unknownTimeZone("Moon/Tranquility"))
        scenario.when(registration { $0.policy.minCell = 4 })
            .thenRejected(.policyBelowFloor(.minCell(4, allowed: 5...100)))
        scenario.when(registration { $0.policy.termsVersion = "" })
            .thenRejected(.outOfBounds(.termsVersion, allowed: 1...40))
    }

    @Test func `nothing can be wished of a school that is not registered`() {
        Scenario<School>().when(.setPolicy(.standard)).thenRejected(.notRegistered)
        Scenario<School>().when(.openTerm(term(1, "2027-01-01", "2027-02-01")))
            .thenRejected(.notRegistered)
    }

    @Test func `the standard policy is lawful`() {
        #expect(School.Policy.standard.breachOfFloor == nil)
    }

    @Test func `a school sets its policy as a whole`() throws {
        let stricter = policy { $0.friendship = .off }
        let school = try hill().when(.setPolicy(stricter)).then(.policySet(policy: stricter))
        #expect(school.policy == stricter)
    }

    @Test func `the policy that is in force already is no news`() throws {
        try hill().when(.setPolicy(.standard)).thenNothing()
    }

    @Test func `no policy goes below its floor`() throws {
        let broken: [(School.Policy.Breach, (inout School.Policy) -> Void)] = [
            (.consentAge(12, allowed: 13...18), { $0.consentAge = 12 }),
            (.consentAge(19, allowed: 13...18), { $0.consentAge = 19 }),
            (.minCell(4, allowed: 5...100), { $0.minCell = 4 }),
            (.retentionMonths(0, allowed: 1...120), { $0.retentionMonths = 0 }),
            (.joinsWithoutGuardian([.under10]), { $0.guardianApproval.join = [.from10, .from13] }),
            (.joinsWithoutGuardian([.from16]), { $0.consentAge = 17 }),
            (
                .friendsWithoutGuardian([.from10, .from13]),
                { $0.guardianApproval.friend = [.under10] }
            ),
        ]
        for (breach, change) in broken {
            try hill().when(.setPolicy(policy(change))).thenRejected(.policyBelowFloor(breach))
        }
    }

    @Test func `a policy names its terms`() throws {
        try hill().when(.setPolicy(policy { $0.termsVersion = "" }))
            .thenRejected(.outOfBounds(.termsVersion, allowed: 1...40))
    }

    @Test func `a policy names each band once`() throws {
        let bands = AgeBand.allCases + [.adult]
        for list in [\School.Policy.GuardianApproval.join, \.friend] {
            try hill().when(.setPolicy(policy { $0.guardianApproval[keyPath: list] = bands }))
                .thenRejected(.outOfBounds(.guardianApproval, allowed: 0...5))
        }
    }

    @Test func `at thirteen, a band that begins with thirteen decides for itself`() throws {
        let younger = policy {
            $0.consentAge = 13
            $0.guardianApproval = .init(join: [.under10, .from10], friend: [.under10, .from10])
        }
        try hill().when(.setPolicy(younger)).then(.policySet(policy: younger))
    }

    @Test func `where there are no friendships, no guardian is asked about them`() throws {
        let alone = policy {
            $0.friendship = .off
            $0.guardianApproval.friend = []
        }
        try hill().when(.setPolicy(alone)).then(.policySet(policy: alone))
    }

    private func term(_ number: UInt16, _ from: String, _ to: String) -> School.Term {
        School.Term(
            term: .number(number), name: "Term \(number)",
            startsOn: CivilDate(from) ?? .init(daysSinceEpoch: 0),
            endsOn: CivilDate(to) ?? .init(daysSinceEpoch: 0))
    }

    private func opened(_ term: School.Term) -> School.Event {
        .termOpened(
            term: term.term, name: term.name, startsOn: term.startsOn, endsOn: term.endsOn)
    }

    @Test func `terms follow each other, in whatever order they are opened`() throws {
        let spring = term(2, "2027-01-05", "2027-04-01")
        let autumn = term(1, "2026-09-01", "2026-12-18")
        let school = try hill().given(opened(spring)).when(.openTerm(autumn)).then(opened(autumn))
        #expect(school.terms == [autumn, spring])
    }

    @Test func `a term that is open already is no news`() throws {
        let spring = term(1, "2027-01-05", "2027-04-01")
        try hill().given(opened(spring)).when(.openTerm(spring)).thenNothing()
    }

    @Test(arguments: [
        ("2027-04-01", "2027-07-01"), ("2026-12-01", "2027-01-05"), ("2027-02-01", "2027-02-02"),
        ("2026-01-01", "2028-01-01"),
    ])
    func `two terms share no day`(from: String, to: String) throws {
        try hill().given(opened(term(1, "2027-01-05", "2027-04-01")))
            .when(.openTerm(term(2, from, to))).thenRejected(.termOverlaps(.number(1)))
    }

    @Test func `a term's id is used once`() throws {
        try hill().given(opened(term(1, "2027-01-05", "2027-04-01")))
            .when(.openTerm(term(1, "2028-01-05", "2028-04-01")))
            .thenRejected(.termOverlaps(.number(1)))
    }

    @Test func `a term ends after it starts and has a name`() throws {
        try hill().when(.openTerm(term(1, "2027-02-02", "2027-02-01")))
            .thenRejected(.termEndsBeforeItStarts)
        let day = CivilDate(daysSinceEpoch: 0)
        try hill()
            .when(.openTerm(School.Term(term: .number(1), name: "", startsOn: day, endsOn: day)))
            .thenRejected(.outOfBounds(.termName, allowed: 1...120))
    }

    @Test func `a school keeps three hundred terms`() throws {
        let days = (0..<300 as Range<Int64>).map { CivilDate(daysSinceEpoch: $0) }
        let terms = days.enumerated().map { index, day in
            School.Event.termOpened(
                term: .number(UInt16(index)), name: "Day", startsOn: day, endsOn: day)
        }
        try hill().given(terms).when(.openTerm(term(999, "2027-01-05", "2027-04-01")))
            .thenRejected(.tooManyTerms(limit: 300))
    }
}
