import Clubs
import EventSourcing
import TestSupport
import HashTreeCollections
import Testing
import Vocabulary

@Suite("Seats and the waitlist") struct SeatTests {
    /// One seat is free, Ada and Grace wait for it.
    private func free(seatOfferHours: Int = 48) throws -> Scenario<Club> {
        try Scenario.chess(capacity: 1) { $0.seatOfferHours = seatOfferHours }
            .waiting(.ada, .grace)
    }

    private func offered() throws -> Scenario<Club> {
        try free().given(.offered(.ada, .number(1)))
    }

    @Test func `a free seat is offered to whoever waits next`() throws {
        let club = try free().when(.offerNextSeat(.number(1), at: .tuesday))
            .then(.offered(.ada, .number(1)))
        #expect(club.offer(.number(1))?.person == .ada && club.freeSeats == 0)
    }

    @Test func `with several free seats each offer goes to the next without one`() throws {
        try Scenario.chess(capacity: 2).waiting(.ada, .grace, .alan)
            .given(.offered(.ada, .number(1)))
            .when(.offerNextSeat(.number(2), at: .tuesday)).then(.offered(.grace, .number(2)))
    }

    @Test func `where nothing is kept, the next in line has the seat at once`() throws {
        let club = try free(seatOfferHours: 0).when(.offerNextSeat(.number(1), at: .tuesday))
            .then(
                .seatOffered(offer: .number(1), person: .ada, expiresAt: .tuesday),
                .seatAccepted(offer: .number(1), person: .ada), .joined(.ada, number: 1))
        #expect(club.waitlist.map(\.person) == [.grace] && club.offers.isEmpty)
    }

    @Test func `no free seat, nobody waiting, or the same offer again: nothing to do`() throws {
        try offered().when(.offerNextSeat(.number(2), at: .tuesday)).thenNothing()
        try offered().when(.offerNextSeat(.number(1), at: .tuesday)).thenNothing()
        try Scenario.chess().when(.offerNextSeat(.number(1), at: .tuesday)).thenNothing()
    }

    @Test(arguments: [0, 48])
    func `who is away is passed over and keeps the place`(hours: Int) throws {
        let club = try free(seatOfferHours: hours)
            .given(commands: .offerNextSeat(.number(1), inactive: [.ada], at: .tuesday))
        let after = try club.when(.offerNextSeat(.number(1), inactive: [.ada], at: .tuesday)).then()
        #expect(after.waitlist.first?.person == .ada && !after.isMember(.ada))
        #expect(after.member(.grace)?.offer == .number(1) || after.offers.first?.person == .grace)
        try free(seatOfferHours: hours)
            .when(.offerNextSeat(.number(1), inactive: [.ada, .grace], at: .tuesday)).thenNothing()
    }

    @Test func `a seat is offered by name to whoever is still somebody for the club`() throws {
        let chess = try free()
        chess.when(.offerSeat(.number(1), to: .student(.ada, isActive: false), at: .tuesday))
            .thenRejected(.notEligible(.inactive))
        try chess.when(
            .offerSeat(.number(1), to: .student(.grace), inactive: [.ada], at: .tuesday)
        )
        .then(.offered(.grace, .number(1)))
    }

    @Test func `an offer needs an id of its own`() throws {
        let chess = try free()
        chess.when(.offerSeat(.number(1), to: .student(.ada), idIsTaken: true, at: .tuesday))
            .thenRejected(.offerIDTaken(.number(1)))
        chess.when(.offerNextSeat(.number(1), idIsTaken: true, at: .tuesday))
            .thenRejected(.offerIDTaken(.number(1)))
        // The very same offer again has its id from the first time.
        try offered().when(.offerNextSeat(.number(1), idIsTaken: true, at: .tuesday)).thenNothing()
        try offered()
            .when(.offerSeat(.number(1), to: .student(.ada), idIsTaken: true, at: .tuesday))
            .thenNothing()
    }

    @Test func `one offer gives one seat, however often it is made`() throws {
        try Scenario.chess(capacity: 2) { $0.seatOfferHours = 0 }.waiting(.ada, .grace)
            .given(commands: .offerNextSeat(.number(1), at: .tuesday))
            .when(.offerNextSeat(.number(1), at: .tuesday)).thenNothing()
        try Scenario.chess(capacity: 2) { $0.seatOfferHours = 0 }.waiting(.ada, .grace)
            .given(commands: .offerNextSeat(.number(1), at: .tuesday))
            .when(.offerSeat(.number(1), to: .grace, at: .tuesday))
            .thenRejected(.offerIDTaken(.number(1)))
    }

    @Test func `a lead may offer the seat to the next in line and to nobody behind`() throws {
        try free().when(.offerSeat(.number(1), to: .ada, at: .tuesday))
            .then(.offered(.ada, .number(1)))
        try free().when(.offerSeat(.number(1), to: .grace, at: .tuesday))
            .thenRejected(.notNext(next: .ada))
    }

    @Test func `who has a seat on offer needs no second one`() throws {
        try offered().when(.offerSeat(.number(1), to: .ada, at: .tuesday)).thenNothing()
        try offered().when(.offerSeat(.number(2), to: .ada, at: .tuesday)).thenNothing()
        try free().given(
            .offered(.ada, .number(1)), .seatAccepted(offer: .number(1), person: .ada),
            .joined(.ada, number: 1)
        )
        .when(.offerSeat(.number(1), to: .ada, at: .tuesday)).thenNothing()
    }

    @Test func `only those who wait are offered a seat, only while one is free`() throws {
        try free().when(.offerSeat(.number(1), to: .alan, at: .tuesday))
            .thenRejected(.notWaiting(.alan))
        try offered().when(.offerSeat(.number(2), to: .grace, at: .tuesday))
            .thenRejected(.clubFull(capacity: 1))
        try offered().when(.offerSeat(.number(1), to: .grace, at: .tuesday))
            .thenRejected(.offerIDTaken(.number(1)))
    }

    @Test func `an offered seat is taken until its time is over`() throws {
        let club = try offered()
            .when(.acceptSeat(.number(1), by: .ada, at: .tuesday.hours(47)))
            .then(.seatAccepted(offer: .number(1), person: .ada), .joined(.ada, number: 1))
        #expect(club.isMember(.ada) && club.member(.ada)?.offer == .number(1))
        try offered().when(.acceptSeat(.number(1), by: .ada, at: .tuesday.hours(48)))
            .thenRejected(.offerExpired(at: .tuesday.hours(48)))
    }

    @Test func `accepting twice is no news`() throws {
        try offered()
            .given(.seatAccepted(offer: .number(1), person: .ada), .joined(.ada, number: 1))
            .when(.acceptSeat(.number(1), by: .ada, at: .tuesday)).thenNothing()
    }

    @Test func `an offer is answered by the person to whom it was made`() throws {
        let club = try offered()
        club.when(.acceptSeat(.number(1), by: .grace, at: .tuesday))
            .thenRejected(.offerUnknown(.number(1)))
        club.when(.acceptSeat(.number(9), by: .ada, at: .tuesday))
            .thenRejected(.offerUnknown(.number(9)))
        club.when(.declineSeat(.number(1), by: .grace)).thenRejected(.offerUnknown(.number(1)))
        club.when(.declineSeat(.number(9), by: .ada)).thenRejected(.offerUnknown(.number(9)))
    }

    @Test func `who declines a seat goes off the list and frees it`() throws {
        let club = try offered().when(.declineSeat(.number(1), by: .ada))
            .then(.seatDeclined(offer: .number(1), person: .ada, request: .of(.ada)))
        #expect(club.waitlist.map(\.person) == [.grace] && club.freeSeats == 1)
    }

    @Test func `who lets an offer lapse goes off the list and may ask again at once`() throws {
        let lapse = Club.Event.seatOfferLapsed(
            offer: .number(1), person: .ada, request: .of(.ada))
        let club = try offered().when(.lapseOffer(.number(1), at: .tuesday.hours(48))).then(lapse)
        #expect(club.waitlist.map(\.person) == [.grace] && club.freeSeats == 1)
        try offered().given(lapse).when(.join(.ada, at: .tuesday.hours(48)))
            .then(.asked(.ada), .waitlisted(.ada, place: 2))
    }

    @Test func `an offer does not lapse before its time, nor after an answer`() throws {
        try offered().when(.lapseOffer(.number(1), at: .tuesday.hours(47)))
            .thenRejected(.offerStillOpen(until: .tuesday.hours(48)))
        try offered().given(.seatDeclined(offer: .number(1), person: .ada, request: .of(.ada)))
            .when(.lapseOffer(.number(1), at: .tuesday.hours(48))).thenNothing()
    }

    @Test func `a lead reorders those who wait, and says why`() throws {
        let club = try free()
            .when(.reorderWaitlist([.grace, .ada], reasonCode: "sibling", reason: nil))
            .then(
                .waitlistReordered(
                    before: [.ada, .grace], after: [.grace, .ada], reasonCode: "sibling",
                    reason: nil))
        #expect(club.waitlist.map(\.person) == [.grace, .ada])
    }

    @Test func `an offer stays with its holder when the order changes`() throws {
        let club = try offered()
            .when(.reorderWaitlist([.grace, .ada], reasonCode: "sibling", reason: nil))
            .then(
                .waitlistReordered(
                    before: [.ada, .grace], after: [.grace, .ada], reasonCode: "sibling",
                    reason: nil))
        #expect(club.offer(.number(1))?.person == .ada && club.freeSeats == 0)
    }

    @Test func `the order that is there already is no news`() throws {
        try free().when(.reorderWaitlist([.ada, .grace], reasonCode: "sibling", reason: nil))
            .thenNothing()
    }

    @Test func `a new order names everybody who waits, once`() throws {
        let chess = try free()
        chess.when(.reorderWaitlist([.grace], reasonCode: "sibling", reason: nil))
            .thenRejected(.waitlistChanged(missing: [.ada], unknown: []))
        chess.when(.reorderWaitlist([.grace, .alan, .ada], reasonCode: "sibling", reason: nil))
            .thenRejected(.waitlistChanged(missing: [], unknown: [.alan]))
        chess.when(.reorderWaitlist([.ada, .ada], reasonCode: "sibling", reason: nil))
            .thenRejected(.waitlistChanged(missing: [.grace], unknown: []))
    }
}
