import Clubs
import EventSourcing
import TestSupport
import HashTreeCollections
import Testing
import Vocabulary

@Suite("Joining a club") struct JoiningTests {
    @Test func `who asks an open club gets a free seat`() throws {
        let club = try Scenario.chess().when(.join(.ada))
            .then(.asked(.ada), .joined(.ada, number: 1))
        #expect(club.isMember(.ada) && club.member(.ada)?.via == .directory)
    }

    @Test func `answers stay in the vault`() throws {
        let answers = VaultReference(subject: .ada, ref: .number(7))
        try Scenario.chess()
            .when(.join(.number(1), .student(.ada), by: .directory, answers: answers, at: .tuesday))
            .then(
                .joinRequested(
                    request: .number(1), person: .ada, via: .directory, invite: nil,
                    answers: answers),
                .memberJoined(person: .ada, request: .number(1), via: .directory, memberNo: 1))
    }

    @Test func `a full club puts the next person on the waitlist`() throws {
        try Scenario.chess(capacity: 1).members(.ada).when(.join(.grace))
            .then(.asked(.grace), .waitlisted(.grace, place: 1))
    }

    @Test func `a newcomer does not take the free seat of those who wait`() throws {
        try Scenario.chess(capacity: 1).members(.ada).waiting(.grace)
            .given(.memberLeft(person: .ada, reasonCode: "moved"))
            .when(.join(.alan))
            .then(.asked(.alan), .waitlisted(.alan, place: 2))
    }

    @Test func `a seat on offer is held, and a second free seat is anybody's`() throws {
        let offered = try Scenario.chess(capacity: 2).waiting(.grace)
            .given(.offered(.grace, .number(1)))
        let joined = try offered.when(.join(.alan)).then(.asked(.alan), .joined(.alan, number: 1))
        #expect(joined.freeSeats == 0)
        try offered.given(.asked(.alan), .joined(.alan, number: 1)).when(.join(.mary))
            .then(.asked(.mary), .waitlisted(.mary, place: 2))
    }

    @Test func `who returns gets a new number`() throws {
        try Scenario.chess().members(.ada).given(.memberLeft(person: .ada, reasonCode: "moved"))
            .when(.join(.ada)).then(.asked(.ada), .joined(.ada, number: 2))
    }

    @Test func `the same wish twice is no news`() throws {
        try Scenario.chess().members(.ada).when(.join(.ada)).thenNothing()
        try Scenario.chess().waiting(.ada).when(.join(.ada)).thenNothing()
        try Scenario.chess { $0.joinPolicy = .approval }.given(.asked(.ada)).when(.join(.ada))
            .thenNothing()
    }

    private func again(_ person: PersonID, request: JoinRequestID) -> Club.Command {
        .join(request, .student(person), by: .directory, answers: nil, at: .tuesday)
    }

    @Test func `a member does not join again`() throws {
        try Scenario.chess().members(.ada).when(again(.ada, request: .number(9)))
            .thenRejected(.alreadyMember(.ada))
    }

    @Test func `a person has one open request`() throws {
        try Scenario.chess().waiting(.ada).when(again(.ada, request: .number(9)))
            .thenRejected(.requestOpen(.of(.ada)))
        try Scenario.chess { $0.joinPolicy = .approval }.given(.asked(.ada))
            .when(again(.ada, request: .number(9))).thenRejected(.requestOpen(.of(.ada)))
    }

    @Test func `a request's id is one person's`() throws {
        try Scenario.chess().waiting(.ada).when(again(.grace, request: .of(.ada)))
            .thenRejected(.requestIDTaken(.of(.ada)))
        try Scenario.chess().members(.ada).when(again(.grace, request: .of(.ada)))
            .thenRejected(.requestIDTaken(.of(.ada)))
    }

    @Test func `an id that something else has had is nobody's`() throws {
        func join(_ request: JoinRequestID) -> Club.Command {
            .join(
                request, .student(.ada), by: .directory, answers: nil, idIsTaken: true, at: .tuesday
            )
        }
        let chess = try Scenario.chess()
        chess.when(join(.number(9))).thenRejected(.requestIDTaken(.number(9)))
        // The very same wish again has its id from the first time.
        try chess.members(.ada).when(join(.of(.ada))).thenNothing()
        try chess.waiting(.ada).when(join(.of(.ada))).thenNothing()
    }

    @Test func `a free seat is not kept for somebody who is away`() throws {
        let chess = try Scenario.chess(capacity: 1).waiting(.grace)
        try chess.when(
            .join(
                .of(.ada), .student(.ada), by: .directory, answers: nil, inactive: [.grace],
                at: .tuesday)
        )
        .then(.asked(.ada), .joined(.ada, number: 1))
    }

    @Test func `people of the host and of schools that the club is open to may join`() throws {
        let chess = try Scenario.chess()
        try chess.when(.join(.student(.ada, school: .partner)))
            .then(.asked(.ada), .joined(.ada, number: 1))
        chess.when(.join(.student(.ada, school: .stranger)))
            .thenRejected(.notEligible(.school))
    }

    @Test func `a club may be for some ages only`() throws {
        let chess = try Scenario.chess { $0.ageBands = [.from13, .from16] }
        try chess.when(.join(.student(.ada, ageBand: .from16)))
            .then(.asked(.ada), .joined(.ada, number: 1))
        chess.when(.join(.student(.ada, ageBand: .from10))).thenRejected(.notEligible(.ageBand))
    }

    @Test func `an inactive person cannot join, whoever enters them`() throws {
        try Scenario.chess().when(.join(.student(.ada, isActive: false), by: .import))
            .thenRejected(.notEligible(.inactive))
    }

    @Test func `where a guardian decides, the school can enter a student and nobody else`() throws {
        let chess = try Scenario.chess()
        let child = Club.Applicant.student(.ada, ageBand: .from10, guardianDecides: true)
        chess.when(.join(child)).thenRejected(.consentMissing(.from10))
        try chess.when(.join(child, by: .teacher))
            .then(.asked(.ada, via: .teacher), .joined(.ada, number: 1, via: .teacher))
        try chess.when(.join(child, by: .import))
            .then(.asked(.ada, via: .import), .joined(.ada, number: 1, via: .import))
    }

    @Test func `outside the window nobody joins, and the answer says when it opens`() throws {
        let chess = try Scenario.chess()
            .given(.enrolmentOpened(from: .tuesday.days(1), to: .tuesday.days(2)))
        chess.when(.join(.ada)).thenRejected(.enrolmentClosed(opensAt: .tuesday.days(1)))
        chess.when(.join(.ada, at: .tuesday.days(2))).thenRejected(.enrolmentClosed(opensAt: nil))
        try chess.when(.join(.ada, at: .tuesday.days(1)))
            .then(.asked(.ada), .joined(.ada, number: 1))
        try Scenario.chess().given(.enrolmentClosed).when(.join(.ada))
            .thenRejected(.enrolmentClosed(opensAt: nil))
    }

    @Test func `the school enters people outside the window and without approval`() throws {
        try Scenario.chess { $0.joinPolicy = .approval }.given(.enrolmentClosed)
            .when(.join(.ada, by: .teacher))
            .then(.asked(.ada, via: .teacher), .joined(.ada, number: 1, via: .teacher))
    }

    @Test func `who was declined asks again when the time has come`() throws {
        let chess = try Scenario.chess().given(
            .asked(.ada),
            .joinDeclined(
                request: .of(.ada), person: .ada, reasonCode: "not-yet",
                reapplyFrom: .tuesday.days(30), reason: nil))
        chess.when(.join(.ada)).thenRejected(.reapplyLater(from: .tuesday.days(30)))
        try chess.when(.join(.ada, at: .tuesday.days(30)))
            .then(.asked(.ada), .joined(.ada, number: 1))
    }

    @Test func `who was removed for a time cannot come back in it, by any door`() throws {
        let chess = try Scenario.chess().members(.ada).given(
            .memberRemoved(
                person: .ada, reasonCode: "conduct", noReturnUntil: .tuesday.days(9), reason: nil))
        chess.when(.join(.ada)).thenRejected(.personBlockedFromClub(until: .tuesday.days(9)))
        chess.when(.join(.ada, by: .teacher))
            .thenRejected(.personBlockedFromClub(until: .tuesday.days(9)))
        try chess.when(.join(.ada, at: .tuesday.days(9)))
            .then(.asked(.ada), .joined(.ada, number: 2))
    }

    @Test func `leaving does not end a suspension`() throws {
        try Scenario.chess().members(.ada).given(
            .memberSuspended(person: .ada, until: .tuesday.days(5), reasonCode: "conduct"),
            .memberLeft(person: .ada, reasonCode: "moved")
        )
        .when(.join(.ada)).thenRejected(.personBlockedFromClub(until: .tuesday.days(5)))
    }

    @Test func `a waitlist has an end`() throws {
        let waiting: [Club.Event] = (1...UInt16(Club.Limits.waitlist)).flatMap {
            [Club.Event.asked(.number($0)), .waitlisted(.number($0), place: Int($0))]
        }
        try Scenario.chess(capacity: 1).given(waiting).when(.join(.ada))
            .thenRejected(.listFull(.waitlist, limit: 500))
    }

    @Test func `of fifty who ask for the last of twenty seats one is in and 49 wait in order`()
        throws
    {
        var scenario = try Scenario.chess(capacity: 20)
        for number in 1...19 as ClosedRange<UInt16> {
            scenario = try scenario.given(commands: .join(.number(number)))
        }
        for number in 101...150 as ClosedRange<UInt16> {
            scenario = try scenario.given(commands: .join(.number(number)))
        }
        let club = try scenario.when(.archive(reasonCode: "done"))
            .then(.archived(reasonCode: "done"))
        #expect(club.memberCount == 20 && club.members.last?.person == .number(101))
        #expect(club.waitlist.map(\.person) == (102...150).map { PersonID.number($0) })
    }
}
