import Directory
import EventSourcing
import TestSupport
import Testing
import Vocabulary

@Suite("A person") struct PersonTests {
    private static let name = VaultReference(subject: .ada, ref: .number(1))

    private func registration(
        kind: PersonKind = .adult, ageBand: AgeBand = .adult, sourcedId: SourcedID? = "st-1",
        timeZone: TimeZoneID = "Europe/London", isTaken: Bool = false
    ) -> Person.Command {
        .register(
            Person.Registration(
                person: .ada, school: .number(1), kind: kind, ageBand: ageBand,
                timeZone: timeZone, locale: "en-GB", sourcedId: sourcedId, displayName: Self.name),
            sourcedIdIsTaken: isTaken)
    }

    private func registered(
        kind: PersonKind = .adult, ageBand: AgeBand = .adult
    ) -> Person.Event {
        .registered(
            person: .ada, school: .number(1), kind: kind, ageBand: ageBand,
            timeZone: "Europe/London", locale: "en-GB", sourcedId: "st-1",
            displayName: Self.name, consentAgeOn: nil, adultOn: nil)
    }

    private func ada(
        kind: PersonKind = .adult, ageBand: AgeBand = .adult, roles: Person.Role...
    ) throws -> Scenario<Person> {
        try Scenario().given(registered(kind: kind, ageBand: ageBand))
            .given(roles.map { .roleAssigned(person: .ada, role: $0) })
    }

    @Test func `a person is registered, the name as a reference`() throws {
        let person = try Scenario<Person>().when(registration()).then(registered())
        #expect(person.person == .ada && person.school == .number(1) && person.isActive)
        #expect(person.profile?.displayName == Self.name)
        #expect(person.profile?.visibility == .members, "the fewest, to begin with")
    }

    @Test func `a person is registered once`() throws {
        try ada().when(registration()).thenRejected(.alreadyRegistered)
    }

    @Test func `the school's own id belongs to one person`() throws {
        let scenario = Scenario<Person>()
        scenario.when(registration(isTaken: true)).thenRejected(.sourcedIdTaken("st-1"))
        let student = Person.Registration(
            person: .ada, school: .number(1), kind: .student, ageBand: .from13,
            timeZone: "Europe/London", locale: "en", displayName: Self.name)
        _ = try scenario.given(commands: .register(student, sourcedIdIsTaken: true))
    }

    @Test func `a person lives in a real time zone`() throws {
        Scenario<Person>().when(registration(timeZone: "Moon/Tranquility"))
            .thenRejected(.unknownTimeZone("Moon/Tranquility"))
        try ada().when(.updateProfile(.init(timeZone: "Moon/Tranquility")))
            .thenRejected(.unknownTimeZone("Moon/Tranquility"))
    }

    @Test func `an adult is of age, and a student may be`() throws {
        let scenario = Scenario<Person>()
        scenario.when(registration(kind: .adult, ageBand: .from16))
            .thenRejected(.adultInMinorsAgeBand(.from16))
        try scenario.when(registration(kind: .student, ageBand: .adult))
            .then(registered(kind: .student, ageBand: .adult))
    }

    private static let wishes: [Person.Command] = [
        .updateProfile(.init()), .declareInterests(.init()), .assignRole(.teacher),
        .revokeRole(.teacher, isLastAdmin: false),
        .deactivate(reasonCode: "left", isLastAdmin: false), .reactivate(reasonCode: "back"),
    ]

    @Test(arguments: wishes.indices)
    func `nothing can be wished of a person who is not registered`(index: Int) {
        Scenario<Person>().when(Self.wishes[index]).thenRejected(.notRegistered)
    }

    @Test func `a new profile says only what has changed`() throws {
        let person = try ada()
            .when(.updateProfile(.init(timeZone: "Asia/Karachi", locale: "en-GB")))
            .then(
                .profileUpdated(
                    displayName: nil, pronouns: nil, timeZone: "Asia/Karachi", locale: nil,
                    languages: nil, visibility: nil))
        #expect(person.profile?.timeZone == "Asia/Karachi" && person.profile?.locale == "en-GB")
    }

    @Test func `every field of a profile can be changed`() throws {
        let name = VaultReference(subject: .ada, ref: .number(2))
        let pronouns = VaultReference(subject: .ada, ref: .number(3))
        let person = try ada().when(
            .updateProfile(
                .init(
                    displayName: name, pronouns: pronouns, timeZone: "Asia/Karachi",
                    locale: "ur", languages: ["ur", "en"], visibility: .network))
        ).then(
            .profileUpdated(
                displayName: name, pronouns: pronouns, timeZone: "Asia/Karachi", locale: "ur",
                languages: ["ur", "en"], visibility: .network))
        #expect(person.profile?.displayName == name && person.profile?.pronouns == pronouns)
        #expect(person.profile?.languages == ["ur", "en"])
        #expect(person.profile?.visibility == .network && person.profile?.locale == "ur")
    }

    @Test func `a profile that stays the same is no news`() throws {
        try ada().when(.updateProfile(.init(displayName: Self.name, languages: []))).thenNothing()
    }

    @Test func `a person speaks at most ten languages here`() throws {
        try ada().when(.updateProfile(.init(languages: Array(repeating: "en", count: 11))))
            .thenRejected(.tooMany(.languages, limit: 10))
    }

    @Test func `a person says what they like and are good at`() throws {
        let leanings = Person.Leanings(
            interests: ["chess", "music"], strengths: ["mathematics"], pace: .steady)
        let declared = Person.Event.interestsDeclared(
            interests: ["chess", "music"], strengths: ["mathematics"], pace: .steady)
        let person = try ada().when(.declareInterests(leanings)).then(declared)
        #expect(person.leanings == leanings)
        try ada().given(declared).when(.declareInterests(leanings)).thenNothing()
    }

    @Test func `interests come from the list, and not too many`() throws {
        let chess = try ada()
        chess.when(.declareInterests(.init(interests: ["idling"])))
            .thenRejected(.unknownInterest("idling"))
        chess.when(.declareInterests(.init(strengths: ["idling"])))
            .thenRejected(.unknownInterest("idling"))
        let many = [Interest](repeating: "chess", count: 21)
        chess.when(.declareInterests(.init(interests: many)))
            .thenRejected(.tooMany(.interests, limit: 20))
        chess.when(.declareInterests(.init(strengths: many)))
            .thenRejected(.tooMany(.strengths, limit: 20))
    }

    @Test(arguments: Person.Role.allCases)
    func `roles are an adult's`(role: Person.Role) throws {
        let person = try ada().when(.assignRole(role)).then(.roleAssigned(person: .ada, role: role))
        #expect(person.roles == [role])
        try ada(roles: role).when(.assignRole(role)).thenNothing()
        try ada(kind: .student, ageBand: .from16).when(.assignRole(role))
            .thenRejected(.minorCannotHoldRole(role))
    }

    @Test func `a role is revoked, and where there is none it is no news`() throws {
        let person = try ada(roles: .teacher).when(.revokeRole(.teacher, isLastAdmin: false))
            .then(.roleRevoked(person: .ada, role: .teacher))
        #expect(person.roles.isEmpty)
        try ada().when(.revokeRole(.admin, isLastAdmin: true)).thenNothing()
    }

    @Test func `the last admin stays`() throws {
        try ada(roles: .admin).when(.revokeRole(.admin, isLastAdmin: true))
            .thenRejected(.lastAdmin)
        try ada(roles: .admin).when(.deactivate(reasonCode: "left", isLastAdmin: true))
            .thenRejected(.lastAdmin)
        try ada(roles: .admin, .teacher).when(.revokeRole(.teacher, isLastAdmin: true))
            .then(.roleRevoked(person: .ada, role: .teacher))
    }

    @Test func `who is inactive may do nothing, and returns with their roles`() throws {
        let away = try ada(roles: .teacher)
            .when(.deactivate(reasonCode: "left", isLastAdmin: false))
            .then(.deactivated(reasonCode: "left"))
        #expect(!away.isActive && away.roles.isEmpty && away.holds(.teacher))
        let back = try ada(roles: .teacher).given(.deactivated(reasonCode: "left"))
            .when(.reactivate(reasonCode: "back")).then(.reactivated(reasonCode: "back"))
        #expect(back.isActive && back.roles == [.teacher])
    }

    @Test func `an inactive person gets no role and cannot be deactivated again`() throws {
        let away = try ada(roles: .teacher).given(.deactivated(reasonCode: "left"))
        away.when(.assignRole(.organizer)).thenRejected(.inactive)
        away.when(.deactivate(reasonCode: "left", isLastAdmin: false))
            .thenRejected(.alreadyInactive)
        try away.when(.revokeRole(.teacher, isLastAdmin: false))
            .then(.roleRevoked(person: .ada, role: .teacher))
    }

    @Test func `reactivating who is active is no news`() throws {
        try ada().when(.reactivate(reasonCode: "back")).thenNothing()
    }
}
