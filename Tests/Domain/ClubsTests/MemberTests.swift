import Clubs
import EventSourcing
import TestSupport
import HashTreeCollections
import Testing
import Vocabulary

@Suite("Leaving, removal, suspension, groups and buddies") struct MemberTests {
    private let leave = Club.Command.leave(.ada, reasonCode: "moved")
    private let remove = Club.Command.remove(
        .ada, reasonCode: "conduct", reason: nil, noReturnUntil: .tuesday.days(9), at: .tuesday)
    private func suspend(until: Timestamp = .tuesday.days(2)) -> Club.Command {
        .suspend(.ada, until: until, reasonCode: "conduct", at: .tuesday)
    }

    @Test func `a member leaves, and the seat is free`() throws {
        let club = try Scenario.chess(capacity: 1).members(.ada).when(leave)
            .then(.memberLeft(person: .ada, reasonCode: "moved"))
        #expect(!club.isMember(.ada) && club.freeSeats == 1)
    }

    @Test func `a member is removed, for a time or not`() throws {
        let chess = try Scenario.chess().members(.ada)
        try chess.when(remove).then(
            .memberRemoved(
                person: .ada, reasonCode: "conduct", noReturnUntil: .tuesday.days(9), reason: nil))
        let reason = VaultReference(subject: .ada, ref: .number(1))
        let removal = Club.Event.memberRemoved(
            person: .ada, reasonCode: "inactive", noReturnUntil: nil, reason: reason)
        try chess
            .when(
                .remove(
                    .ada, reasonCode: "inactive", reason: reason, noReturnUntil: nil, at: .tuesday)
            )
            .then(removal)
        try chess.given(removal).when(.join(.ada)).then(.asked(.ada), .joined(.ada, number: 2))
    }

    @Test func `roles end with the membership, each by its own event`() throws {
        let club = try Scenario.chess().members(.ada).given(
            .roleAssigned(person: .ada, role: .captain, counterSignedBy: nil),
            .roleAssigned(person: .ada, role: .lead, counterSignedBy: .barbara)
        )
        .when(leave)
        .then(
            .roleRevoked(person: .ada, role: .lead), .roleRevoked(person: .ada, role: .captain),
            .memberLeft(person: .ada, reasonCode: "moved"))
        #expect(club.roles(of: .ada).isEmpty)
    }

    @Test func `only members leave, are removed or suspended`() throws {
        let chess = try Scenario.chess()
        for command in [leave, remove, suspend()] {
            chess.when(command).thenRejected(.notAMember(.ada))
        }
    }

    @Test func `the last adult lead cannot go`() throws {
        let chess = try Scenario.chess(leads: [.ada]).members(.ada)
        for command in [leave, remove, suspend()] {
            chess.when(command).thenRejected(.lastAdultLead(.ada))
        }
    }

    @Test func `who goes does not leave the club to leads who are away`() throws {
        let chess = try Scenario.chess(leads: [.ada, .grace]).members(.ada)
        let going: [Club.Command] = [
            .leave(.ada, reasonCode: "moved", inactive: [.grace]),
            .remove(
                .ada, reasonCode: "conduct", reason: nil, noReturnUntil: nil, inactive: [.grace],
                at: .tuesday),
            .suspend(
                .ada, until: .tuesday.days(2), reasonCode: "conduct", inactive: [.grace],
                at: .tuesday),
        ]
        for command in going { chess.when(command).thenRejected(.lastAdultLead(.ada)) }
        try chess.when(leave).then(
            .roleRevoked(person: .ada, role: .lead),
            .memberLeft(person: .ada, reasonCode: "moved"))
    }

    @Test func `nobody is kept out until a moment that has passed`() throws {
        try Scenario.chess().members(.ada)
            .when(
                .remove(
                    .ada, reasonCode: "conduct", reason: nil, noReturnUntil: .tuesday, at: .tuesday)
            )
            .thenRejected(.alreadyPast(.tuesday))
    }

    @Test func `a suspended member keeps the seat and loses every role`() throws {
        let club = try Scenario.chess().members(.ada)
            .given(.roleAssigned(person: .ada, role: .officer, counterSignedBy: nil))
            .when(suspend())
            .then(
                .roleRevoked(person: .ada, role: .officer),
                .memberSuspended(
                    person: .ada, until: .tuesday.days(2), reasonCode: "conduct"))
        #expect(club.isMember(.ada))
        #expect(club.suspension(of: .ada, at: .tuesday) == .tuesday.days(2))
        #expect(club.suspension(of: .ada, at: .tuesday.days(2)) == nil)
    }

    private func suspended() throws -> Scenario<Club> {
        try Scenario.chess().members(.ada).given(
            .memberSuspended(person: .ada, until: .tuesday.days(2), reasonCode: "conduct"))
    }

    @Test func `who is suspended is not suspended again before it is over`() throws {
        try suspended().when(suspend()).thenNothing()
        try suspended().when(suspend(until: .tuesday.days(5)))
            .thenRejected(.alreadySuspended(until: .tuesday.days(2)))
        try suspended()
            .when(
                .suspend(
                    .ada, until: .tuesday.days(5), reasonCode: "again", at: .tuesday.days(2))
            )
            .then(
                .memberSuspended(person: .ada, until: .tuesday.days(5), reasonCode: "again"))
    }

    @Test func `a suspension ends after it begins`() throws {
        try Scenario.chess().members(.ada).when(suspend(until: .tuesday))
            .thenRejected(.alreadyPast(.tuesday))
    }

    @Test func `a suspension is lifted, and where there is none it is no news`() throws {
        let club = try suspended().when(.liftSuspension(.ada, at: .tuesday))
            .then(.suspensionLifted(person: .ada))
        #expect(club.suspension(of: .ada, at: .tuesday) == nil)
        try suspended().when(.liftSuspension(.ada, at: .tuesday.days(2))).thenNothing()
        try Scenario.chess().when(.liftSuspension(.ada, at: .tuesday)).thenNothing()
    }

    private func grouped() throws -> Scenario<Club> {
        try Scenario.chess { $0.groups = ["blue", "red"] }.members(.ada)
            .given(.groupAssigned(person: .ada, from: nil, to: "blue", reasonCode: "balance"))
    }

    @Test func `a member moves between groups and out of them`() throws {
        let club = try grouped().when(.assignToGroup(.ada, "red", reasonCode: "pace"))
            .then(.groupAssigned(person: .ada, from: "blue", to: "red", reasonCode: "pace"))
        #expect(club.member(.ada)?.group == "red")
        try grouped().when(.assignToGroup(.ada, nil, reasonCode: "pace"))
            .then(.groupAssigned(person: .ada, from: "blue", to: nil, reasonCode: "pace"))
        try grouped().when(.assignToGroup(.ada, "blue", reasonCode: "pace")).thenNothing()
    }

    @Test func `groups are the club's, and their people are members`() throws {
        try grouped().when(.assignToGroup(.ada, "green", reasonCode: "pace"))
            .thenRejected(.unknownGroup("green"))
        try grouped().when(.assignToGroup(.grace, "red", reasonCode: "pace"))
            .thenRejected(.notAMember(.grace))
    }

    private func assignBuddy(
        _ newcomer: PersonID = .grace, to buddy: PersonID = .ada, isBlockedPair: Bool = false
    ) -> Club.Command {
        .assignBuddy(newcomer, to: buddy, isBlockedPair: isBlockedPair)
    }

    @Test func `a newcomer gets a buddy, until the buddy goes`() throws {
        let chess = try Scenario.chess().members(.ada, .grace)
        let club = try chess.when(assignBuddy()).then(.buddyAssigned(newcomer: .grace, buddy: .ada))
        #expect(club.member(.grace)?.buddy == .ada)
        let paired = try chess.given(.buddyAssigned(newcomer: .grace, buddy: .ada))
        try paired.when(assignBuddy()).thenNothing()
        let alone = try paired.when(leave).then(.memberLeft(person: .ada, reasonCode: "moved"))
        #expect(alone.member(.grace)?.buddy == nil)
    }

    @Test func `buddies are two members who have not blocked each other`() throws {
        let chess = try Scenario.chess().members(.ada, .grace)
        chess.when(assignBuddy(.alan)).thenRejected(.notAMember(.alan))
        chess.when(assignBuddy(to: .alan)).thenRejected(.notAMember(.alan))
        chess.when(assignBuddy(.ada, to: .ada)).thenRejected(.ownBuddy(.ada))
        chess.when(assignBuddy(isBlockedPair: true)).thenRejected(.blockedPair)
    }
}
