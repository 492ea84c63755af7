import Clubs
import EventSourcing
import TestSupport
import Testing
import Vocabulary

extension CodeHash {
    static let sample = CodeHash(accepted: String(repeating: "5e", count: 32))
    static let other = CodeHash(accepted: String(repeating: "0b", count: 32))
}

@Suite("Invitations") struct InviteTests {
    private let invite = InviteID.number(1)

    private func issue(
        _ invite: InviteID = .number(1), codeHash: CodeHash = .sample, maxUses: Int = 2,
        role: Club.Role? = nil, expiresAt: Timestamp = .tuesday.days(1)
    ) -> Club.Command {
        .issueInvite(
            invite, codeHash: codeHash, expiresAt: expiresAt, maxUses: maxUses, role: role,
            at: .tuesday)
    }

    private func issued(
        maxUses: Int = 2, role: Club.Role? = nil, capacity: Int = 5
    ) throws -> Scenario<Club> {
        try Scenario.chess(capacity: capacity) { $0.joinPolicy = .invite }.given(
            .inviteIssued(
                invite: invite, codeHash: .sample, expiresAt: .tuesday.days(1), maxUses: maxUses,
                role: role))
    }

    @Test func `an invitation keeps the code's hash, its end and its uses`() throws {
        let club = try Scenario.chess().when(issue(role: .mentor)).then(
            .inviteIssued(
                invite: invite, codeHash: .sample, expiresAt: .tuesday.days(1), maxUses: 2,
                role: .mentor))
        #expect(club.invite(invite)?.uses == 0)
    }

    @Test func `the same invitation twice is no news, and another needs its own id`() throws {
        try issued().when(issue()).thenNothing()
        try issued().when(issue(codeHash: .other)).thenRejected(.inviteIDTaken(invite))
    }

    @Test func `an invitation's id has never been another's`() throws {
        let again = Club.Command.issueInvite(
            invite, codeHash: .sample, expiresAt: .tuesday.days(1), maxUses: 2, role: nil,
            idIsTaken: true, at: .tuesday)
        try Scenario.chess().when(again).thenRejected(.inviteIDTaken(invite))
        try issued().when(again).thenNothing()
        try issued().given(.inviteRevoked(invite: invite)).when(again)
            .thenRejected(.inviteIDTaken(invite))
    }

    @Test func `nobody becomes a lead by a link`() throws {
        try Scenario.chess().when(issue(role: .lead)).thenRejected(.roleNotByInvite(.lead))
    }

    @Test func `an invitation ends later and is used a limited number of times`() throws {
        let chess = try Scenario.chess()
        chess.when(issue(expiresAt: .tuesday)).thenRejected(.alreadyPast(.tuesday))
        for maxUses in [0, 1_001] {
            chess.when(issue(maxUses: maxUses))
                .thenRejected(.outOfBounds(.maxUses, allowed: 1...1_000))
        }
    }

    @Test func `a club keeps two hundred invitations`() throws {
        let many = (1...UInt16(Club.Limits.invites)).map {
            Club.Event.inviteIssued(
                invite: .number($0), codeHash: .other, expiresAt: .tuesday, maxUses: 1, role: nil)
        }
        try Scenario.chess().given(many).when(issue(.number(999)))
            .thenRejected(.listFull(.invites, limit: 200))
    }

    @Test func `who shows the code comes in`() throws {
        let club = try issued().when(.join(.ada, by: .invite(.sample))).then(
            .asked(.ada, via: .invite, invite: invite),
            .inviteRedeemed(invite: invite, person: .ada), .joined(.ada, number: 1, via: .invite))
        #expect(club.invite(invite)?.uses == 1)
    }

    @Test func `an invitation is the leads' approval`() throws {
        try Scenario.chess { $0.joinPolicy = .approval }.given(
            .inviteIssued(
                invite: invite, codeHash: .sample, expiresAt: .tuesday.days(1), maxUses: 2,
                role: nil)
        )
        .when(.join(.ada, by: .invite(.sample))).then(
            .asked(.ada, via: .invite, invite: invite),
            .inviteRedeemed(invite: invite, person: .ada), .joined(.ada, number: 1, via: .invite))
    }

    @Test func `an invitation's role comes with the seat, at once or later`() throws {
        try issued(role: .officer).when(.join(.ada, by: .invite(.sample))).then(
            .asked(.ada, via: .invite, invite: invite),
            .inviteRedeemed(invite: invite, person: .ada), .joined(.ada, number: 1, via: .invite),
            .roleAssigned(person: .ada, role: .officer, counterSignedBy: nil))
        try issued(role: .officer).given(
            .asked(.ada, via: .invite, invite: invite),
            .inviteRedeemed(invite: invite, person: .ada), .waitlisted(.ada, place: 1),
            .inviteRevoked(invite: invite), .offered(.ada, .number(1))
        )
        .when(.acceptSeat(.number(1), by: .ada, at: .tuesday)).then(
            .seatAccepted(offer: .number(1), person: .ada),
            .joined(.ada, number: 1, via: .invite),
            .roleAssigned(person: .ada, role: .officer, counterSignedBy: nil))
    }

    @Test func `a role that a mentor holds already comes once`() throws {
        try issued(role: .mentor)
            .given(.roleAssigned(person: .grace, role: .mentor, counterSignedBy: nil))
            .when(.join(.adult(.grace), by: .invite(.sample)))
            .then(
                .asked(.grace, via: .invite, invite: invite),
                .inviteRedeemed(invite: invite, person: .grace),
                .joined(.grace, number: 1, via: .invite))
    }

    @Test func `an invitation does not pass the queue`() throws {
        try issued(capacity: 1).members(.grace).when(.join(.ada, by: .invite(.sample))).then(
            .asked(.ada, via: .invite, invite: invite), .waitlisted(.ada, place: 1))
    }

    /// Grace has the one seat, and Ada holds the one use of the invitation.
    private func held() throws -> Scenario<Club> {
        try issued(maxUses: 1, capacity: 1).members(.grace)
            .given(.asked(.ada, via: .invite, invite: invite), .waitlisted(.ada, place: 1))
    }

    @Test func `an invitation is held by who waits, used by the seat, and free once they give up`()
        throws
    {
        let alan = Club.Command.join(.alan, by: .invite(.sample))
        try held().when(alan).thenRejected(.inviteInvalid(.spent))
        try held().given(.joinWithdrawn(request: .of(.ada), person: .ada)).when(alan)
            .then(.asked(.alan, via: .invite, invite: invite), .waitlisted(.alan, place: 1))
        let club = try held()
            .given(
                .memberLeft(person: .grace, reasonCode: "moved"), .offered(.ada, .number(1))
            )
            .when(.acceptSeat(.number(1), by: .ada, at: .tuesday))
            .then(
                .seatAccepted(offer: .number(1), person: .ada),
                .inviteRedeemed(invite: invite, person: .ada),
                .joined(.ada, number: 2, via: .invite))
        #expect(club.invite(invite)?.uses == 1)
    }

    @Test func `a club by invitation takes nobody else but whom the school enters`() throws {
        try issued().when(.join(.ada)).thenRejected(.notEligible(.invitation))
        try issued().when(.join(.ada, by: .teacher))
            .then(.asked(.ada, via: .teacher), .joined(.ada, number: 1, via: .teacher))
    }

    @Test func `an unknown, revoked, expired or spent code lets nobody in`() throws {
        try issued().when(.join(.ada, by: .invite(.other)))
            .thenRejected(.inviteInvalid(.unknown))
        try issued().given(.inviteRevoked(invite: invite))
            .when(.join(.ada, by: .invite(.sample))).thenRejected(.inviteInvalid(.unknown))
        try issued().when(.join(.ada, by: .invite(.sample), at: .tuesday.days(1)))
            .thenRejected(.inviteInvalid(.expired))
        try issued(maxUses: 1).given(
            .asked(.grace, via: .invite, invite: invite),
            .inviteRedeemed(invite: invite, person: .grace),
            .joined(.grace, number: 1, via: .invite)
        )
        .when(.join(.ada, by: .invite(.sample))).thenRejected(.inviteInvalid(.spent))
    }

    @Test func `an invitation is revoked, and where there is none it is no news`() throws {
        let club = try issued().when(.revokeInvite(invite)).then(.inviteRevoked(invite: invite))
        #expect(club.invites.isEmpty)
        try Scenario.chess().when(.revokeInvite(invite)).thenNothing()
    }
}
