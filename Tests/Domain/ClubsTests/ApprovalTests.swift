import Clubs
import EventSourcing
import TestSupport
import HashTreeCollections
import Testing
import Vocabulary

@Suite("Approving, declining and withdrawing") struct ApprovalTests {
    private func asked(
        capacity: Int? = 2, reapplyAfterDays: Int = 30
    ) throws -> Scenario<Club> {
        try Scenario.chess(capacity: capacity) {
            $0.joinPolicy = .approval
            $0.reapplyAfterDays = reapplyAfterDays
        }
        .given(.asked(.ada))
    }

    @Test(arguments: [Club.JoinPolicy.approval, .audition])
    func `a lead decides who comes in, having heard them or not`(policy: Club.JoinPolicy) throws {
        let club = try Scenario.chess { $0.joinPolicy = policy }.when(.join(.ada))
            .then(.asked(.ada))
        #expect(club.openRequests.map(\.person) == [.ada] && !club.isMember(.ada))
    }

    @Test func `who is approved gets a free seat`() throws {
        let club = try asked().when(.approve(.of(.ada)))
            .then(.joinApproved(request: .of(.ada), person: .ada), .joined(.ada, number: 1))
        #expect(club.openRequests.isEmpty)
    }

    @Test func `who is approved for a full club waits`() throws {
        let club = try asked(capacity: 1).given(.asked(.grace), .joined(.grace, number: 1))
            .when(.approve(.of(.ada)))
            .then(
                .joinApproved(request: .of(.ada), person: .ada), .waitlisted(.ada, place: 1))
        #expect(club.waitlist.map(\.person) == [.ada])
    }

    @Test func `approving does not pass the queue`() throws {
        try asked().waiting(.grace).when(.approve(.of(.ada)))
            .then(
                .joinApproved(request: .of(.ada), person: .ada), .waitlisted(.ada, place: 2))
    }

    @Test func `who is approved must still be somebody for the club`() throws {
        let chess = try asked()
        chess.when(.approve(.of(.ada), .student(.ada, isActive: false)))
            .thenRejected(.notEligible(.inactive))
        chess.when(.approve(.of(.ada), .student(.ada, school: .stranger)))
            .thenRejected(.notEligible(.school))
        try chess.given(.profileUpdated(changes: .only { $0.ageBands = [.from16] }))
            .when(.approve(.of(.ada))).thenRejected(.notEligible(.ageBand))
        chess.when(.approve(.of(.ada), nil)).thenRejected(.requestNotOpen(.of(.ada)))
        chess.when(.approve(.of(.ada), .student(.grace))).thenRejected(.requestNotOpen(.of(.ada)))
    }

    @Test func `who is approved passes those who are away`() throws {
        try asked(capacity: 1).waiting(.grace).when(.approve(.of(.ada), inactive: [.grace]))
            .then(.joinApproved(request: .of(.ada), person: .ada), .joined(.ada, number: 1))
    }

    @Test func `approving what is approved is no news`() throws {
        try asked().given(.joinApproved(request: .of(.ada), person: .ada), .joined(.ada, number: 1))
            .when(.approve(.of(.ada))).thenNothing()
        try Scenario.chess().waiting(.ada).when(.approve(.of(.ada))).thenNothing()
    }

    @Test func `a request that is not open can be neither approved, declined nor withdrawn`()
        throws
    {
        let chess = try Scenario.chess()
        chess.when(.approve(.number(9))).thenRejected(.requestNotOpen(.number(9)))
        chess.when(.decline(.number(9), reasonCode: "full", reason: nil, at: .tuesday))
            .thenRejected(.requestNotOpen(.number(9)))
        chess.when(.withdraw(.number(9))).thenRejected(.requestNotOpen(.number(9)))
        try chess.members(.ada).when(.withdraw(.of(.ada)))
            .thenRejected(.requestNotOpen(.of(.ada)))
    }

    @Test func `approval waits where the waitlist is full`() throws {
        let waiting: [Club.Event] = (1...UInt16(Club.Limits.waitlist)).flatMap {
            [Club.Event.asked(.number($0)), .waitlisted(.number($0), place: Int($0))]
        }
        try asked().given(waiting).when(.approve(.of(.ada)))
            .thenRejected(.listFull(.waitlist, limit: 500))
    }

    @Test func `a club hears a thousand at a time`() throws {
        let requests = (1...UInt16(Club.Limits.requests)).map { Club.Event.asked(.number($0)) }
        try Scenario.chess { $0.joinPolicy = .approval }.given(requests).when(.join(.ada))
            .thenRejected(.listFull(.requests, limit: 1_000))
    }

    @Test func `who is declined learns when to ask again`() throws {
        let reason = VaultReference(subject: .ada, ref: .number(1))
        let club = try asked()
            .when(.decline(.of(.ada), reasonCode: "not-yet", reason: reason, at: .tuesday))
            .then(
                .joinDeclined(
                    request: .of(.ada), person: .ada, reasonCode: "not-yet",
                    reapplyFrom: .tuesday.days(30), reason: reason))
        #expect(club.request(of: .ada) == nil)
    }

    @Test func `a club may let people ask again at once`() throws {
        try asked(reapplyAfterDays: 0)
            .when(.decline(.of(.ada), reasonCode: "not-yet", reason: nil, at: .tuesday))
            .then(
                .joinDeclined(
                    request: .of(.ada), person: .ada, reasonCode: "not-yet", reapplyFrom: nil,
                    reason: nil))
    }

    @Test func `a lead may decline somebody who waits, but not take back an offer`() throws {
        let waiting = try Scenario.chess().waiting(.ada)
        let decline = Club.Command.decline(
            .of(.ada), reasonCode: "closing", reason: nil, at: .tuesday)
        let club = try waiting.when(decline).then(
            .joinDeclined(
                request: .of(.ada), person: .ada, reasonCode: "closing",
                reapplyFrom: .tuesday.days(30), reason: nil))
        #expect(club.waitlist.isEmpty)
        try waiting.given(.offered(.ada, .number(1))).when(decline)
            .thenRejected(.offerStillOpen(until: .tuesday.hours(48)))
    }

    @Test func `who has asked or waits may withdraw`() throws {
        try asked().when(.withdraw(.of(.ada)))
            .then(.joinWithdrawn(request: .of(.ada), person: .ada))
        let club = try Scenario.chess().waiting(.ada, .grace).when(.withdraw(.of(.ada)))
            .then(.joinWithdrawn(request: .of(.ada), person: .ada))
        #expect(club.waitlist.map(\.person) == [.grace])
    }

    @Test func `who withdraws with a seat on offer declines it`() throws {
        let club = try Scenario.chess().waiting(.ada).given(.offered(.ada, .number(1)))
            .when(.withdraw(.of(.ada)))
            .then(
                .seatDeclined(offer: .number(1), person: .ada, request: .of(.ada)),
                .joinWithdrawn(request: .of(.ada), person: .ada))
        #expect(club.waitlist.isEmpty && club.heldSeats == 0)
    }
}
