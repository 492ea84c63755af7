import Clubs
import EventSourcing
import TestSupport
import Testing
import Vocabulary

@Suite("Capacity, enrolment and the archive") struct CapacityTests {
    @Test func `a club can get more seats, fewer, or as many as it likes`() throws {
        let chess = try Scenario.chess(capacity: 5)
        try chess.when(.setCapacity(9, overfill: false)).then(.capacitySet(from: 5, to: 9))
        try chess.when(.setCapacity(1, overfill: false)).then(.capacitySet(from: 5, to: 1))
        let club = try chess.when(.setCapacity(nil, overfill: false))
            .then(.capacitySet(from: 5, to: nil))
        #expect(club.freeSeats == Club.Limits.capacity)
    }

    @Test func `the same capacity is no news`() throws {
        try Scenario.chess(capacity: 5).when(.setCapacity(5, overfill: false)).thenNothing()
    }

    @Test func `more seats are handed out by nobody but the policy`() throws {
        let club = try Scenario.chess(capacity: 1).members(.ada).waiting(.grace)
            .when(.setCapacity(2, overfill: false)).then(.capacitySet(from: 1, to: 2))
        #expect(club.freeSeats == 1 && club.waitlist.map(\.person) == [.grace])
    }

    @Test func `members and offered seats are not pushed out`() throws {
        let chess = try Scenario.chess(capacity: 3).members(.ada, .alan).waiting(.grace)
            .given(.offered(.grace, .number(1)))
        chess.when(.setCapacity(2, overfill: false))
            .thenRejected(.capacityBelowMembers(capacity: 2, held: 3))
        let club = try chess.when(.setCapacity(2, overfill: true))
            .then(.capacitySet(from: 3, to: 2))
        #expect(club.freeSeats == 0)
    }

    @Test func `a capacity has limits`() throws {
        try Scenario.chess().when(.setCapacity(0, overfill: true))
            .thenRejected(.outOfBounds(.capacity, allowed: 1...10_000))
    }

    @Test func `enrolment opens for a time and closes`() throws {
        let chess = try Scenario.chess()
        let open = try chess.when(.openEnrolment(from: .tuesday, to: .tuesday.days(7)))
            .then(.enrolmentOpened(from: .tuesday, to: .tuesday.days(7)))
        #expect(!open.enrolment.isOpen(at: .tuesday.hours(-1)))
        #expect(open.enrolment.isOpen(at: .tuesday))
        #expect(!open.enrolment.isOpen(at: .tuesday.days(7)))
        let closed = try chess.when(.closeEnrolment).then(.enrolmentClosed)
        #expect(closed.enrolment == .closed)
    }

    @Test func `enrolment that is as wished already is no news`() throws {
        let chess = try Scenario.chess()
        try chess.when(.openEnrolment(from: nil, to: nil)).thenNothing()
        try chess.given(.enrolmentClosed).when(.closeEnrolment).thenNothing()
    }

    @Test func `enrolment ends after it starts`() throws {
        try Scenario.chess().when(.openEnrolment(from: .tuesday, to: .tuesday))
            .thenRejected(.enrolmentEndsBeforeItStarts)
    }

    @Test func `a club is archived and restored`() throws {
        let chess = try Scenario.chess()
        let archived = try chess.when(.archive(reasonCode: "summer"))
            .then(.archived(reasonCode: "summer"))
        #expect(archived.isArchived)
        let restored = try chess.given(.archived(reasonCode: "summer"))
            .when(.restore(reasonCode: "autumn")).then(.restored(reasonCode: "autumn"))
        #expect(!restored.isArchived)
    }

    @Test func `archiving twice and restoring what is not archived is no news`() throws {
        let chess = try Scenario.chess()
        try chess.when(.restore(reasonCode: "autumn")).thenNothing()
        try chess.given(.archived(reasonCode: "summer")).when(.archive(reasonCode: "again"))
            .thenNothing()
    }

    private static let refusedInArchive: [Club.Command] = [
        .updateProfile(.init()), .setCapacity(3, overfill: false),
        .openEnrolment(from: nil, to: nil), .closeEnrolment, .join(.ada), .approve(.of(.ada)),
        .decline(.of(.ada), reasonCode: "full", reason: nil, at: .tuesday),
        .offerSeat(.number(1), to: .ada, at: .tuesday),
        .acceptSeat(.number(1), by: .ada, at: .tuesday),
        .reorderWaitlist([], reasonCode: "fair", reason: nil),
        .suspend(.ada, until: .tuesday, reasonCode: "calm", at: .tuesday),
        .assignRole(.officer, to: .student(.ada), counterSignedBy: nil, at: .tuesday),
        .assignToGroup(.ada, nil, reasonCode: "balance"),
        .assignBuddy(.ada, to: .grace, isBlockedPair: false),
        .issueInvite(
            .number(1), codeHash: .sample, expiresAt: .tuesday, maxUses: 1, role: nil,
            at: .tuesday),
    ]

    @Test(arguments: refusedInArchive.indices)
    func `an archived club takes nobody in and changes nothing`(index: Int) throws {
        try Scenario.chess().given(.archived(reasonCode: "summer"))
            .when(Self.refusedInArchive[index]).thenRejected(.archived)
    }

    @Test func `an archived club lets everybody go`() throws {
        let archived = try Scenario.chess().members(.ada).waiting(.grace, .alan)
            .given(.offered(.grace, .number(1)), .archived(reasonCode: "summer"))
        try archived.when(.leave(.ada, reasonCode: "moved"))
            .then(.memberLeft(person: .ada, reasonCode: "moved"))
        try archived.when(.withdraw(.of(.alan)))
            .then(.joinWithdrawn(request: .of(.alan), person: .alan))
        try archived.when(.declineSeat(.number(1), by: .grace))
            .then(.seatDeclined(offer: .number(1), person: .grace, request: .of(.grace)))
        try archived.when(.lapseOffer(.number(1), at: .tuesday.days(3)))
            .then(.seatOfferLapsed(offer: .number(1), person: .grace, request: .of(.grace)))
        try archived.when(.offerNextSeat(.number(2), at: .tuesday)).thenNothing()
    }
}
