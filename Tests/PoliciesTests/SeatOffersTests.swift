import Catalog
import Clubs
import Directory
import EventSourcing
import Foundation
import Policies
import TestSupport
import Testing
import Vocabulary

@Suite("The policy seat-offers") struct SeatOffersTests {
    private let club = ClubID.number(1)
    private let offer = SeatOfferID.number(7)
    private let end = Timestamp.tuesday.hours(48)

    private func reactions(to event: DomainEvent) -> [Reaction] {
        SeatOffers().react(to: .of(event, club: club))
    }

    private func reactions(to event: Club.Event) -> [Reaction] { reactions(to: .club(event)) }

    private var offerNext: Reaction { .command(.offerNextSeat(club: club)) }

    /// Read from what the policy schedules, for the key is the policy's own.
    private var key: DeadlineKey? {
        let offered = Club.Event.seatOffered(offer: offer, person: .ada, expiresAt: end)
        return reactions(to: offered).lazy.compactMap {
            if case .schedule(let key, _, _) = $0 { key } else { nil }
        }.first
    }

    @Test func `a seat that becomes free is offered on`() {
        #expect(reactions(to: .memberLeft(person: .ada, reasonCode: "moved")) == [offerNext])
        #expect(
            reactions(
                to: .memberRemoved(
                    person: .ada, reasonCode: "conduct", noReturnUntil: nil, reason: nil))
                == [offerNext])
        #expect(reactions(to: .restored(reasonCode: "autumn")) == [offerNext])
    }

    @Test func `more seats are offered, fewer are not`() {
        #expect(reactions(to: .capacitySet(from: 1, to: 2)) == [offerNext])
        #expect(reactions(to: .capacitySet(from: 1, to: nil)) == [offerNext])
        #expect(reactions(to: .capacitySet(from: 2, to: 1)).isEmpty)
        #expect(reactions(to: .capacitySet(from: nil, to: 1)).isEmpty)
    }

    @Test func `an offer lapses by the clock, and asks whether there is another to make`() throws {
        let lapse = PolicyCommand.lapseOffer(club: club, offer: offer, expiredAt: end)
        #expect(
            reactions(to: .seatOffered(offer: offer, person: .ada, expiresAt: end))
                == [.schedule(try #require(key), at: end, command: lapse), offerNext])
    }

    @Test func `an answer stops the clock, and a refusal frees the seat`() throws {
        let cancel = Reaction.cancel(try #require(key))
        #expect(reactions(to: .seatAccepted(offer: offer, person: .ada)) == [cancel])
        let request = JoinRequestID.number(1)
        #expect(
            reactions(to: .seatDeclined(offer: offer, person: .ada, request: request))
                == [cancel, offerNext])
        #expect(
            reactions(to: .seatOfferLapsed(offer: offer, person: .ada, request: request))
                == [cancel, offerNext])
    }

    @Test func `nothing else moves it`() {
        let quiet: [Club.Event] = [
            .founded(
                .init(
                    hostSchool: .number(1), openTo: [], slug: "chess",
                    profile: .init(name: "Chess", timeZone: "UTC"), capacity: 1)),
            .profileUpdated(changes: .init()), .enrolmentOpened(from: nil, to: nil),
            .enrolmentClosed, .archived(reasonCode: "summer"),
            .joinRequested(
                request: .number(1), person: .ada, via: .directory, invite: nil, answers: nil),
            .joinApproved(request: .number(1), person: .ada),
            .joinDeclined(
                request: .number(1), person: .ada, reasonCode: "full", reapplyFrom: nil,
                reason: nil),
            .joinWithdrawn(request: .number(1), person: .ada),
            .memberJoined(person: .ada, request: .number(1), via: .directory, memberNo: 1),
            .memberWaitlisted(person: .ada, request: .number(1), place: 1),
            .waitlistReordered(before: [], after: [], reasonCode: "fair", reason: nil),
            .memberSuspended(person: .ada, until: .tuesday, reasonCode: "conduct"),
            .suspensionLifted(person: .ada),
            .roleAssigned(person: .ada, role: .lead, counterSignedBy: nil),
            .roleRevoked(person: .ada, role: .lead),
            .groupAssigned(person: .ada, from: nil, to: nil, reasonCode: "fair"),
            .buddyAssigned(newcomer: .ada, buddy: .grace),
            .inviteIssued(
                invite: .number(1),
                codeHash: CodeHash(accepted: String(repeating: "5e", count: 32)),
                expiresAt: .tuesday, maxUses: 1, role: nil),
            .inviteRedeemed(invite: .number(1), person: .ada),
            .inviteRevoked(invite: .number(1)),
        ]
        for event in quiet { #expect(reactions(to: event).isEmpty, "\(event)") }
        #expect(reactions(to: .school(.policySet(policy: .standard))).isEmpty)
        #expect(reactions(to: .person(.deactivated(reasonCode: "left"))).isEmpty)
    }

    @Test func `a reaction can be kept as JSON`() throws {
        let all =
            reactions(to: .seatOffered(offer: offer, person: .ada, expiresAt: end))
            + reactions(to: .seatAccepted(offer: offer, person: .ada))
        let json = try JSONEncoder.canonical.encode(all)
        #expect(try JSONDecoder().decode([Reaction].self, from: json) == all)
    }

    @Test func `what a deadline keeps in its row stays readable`() throws {
        let row = """
            {"lapseOffer":{"club":"00000000-0000-4000-8000-000000000001",\
            "expiredAt":"2027-03-11T16:00:00Z","offer":"00000000-0000-4000-8000-000000000007"}}
            """
        let lapse = PolicyCommand.lapseOffer(club: club, offer: offer, expiredAt: end)
        #expect(try JSONDecoder().decode(PolicyCommand.self, from: Data(row.utf8)) == lapse)
        #expect(String(decoding: try JSONEncoder.canonical.encode(lapse), as: UTF8.self) == row)
    }

    @Test func `every policy has its own name`() {
        let names = PolicyCatalog.all.map { type(of: $0).name }
        #expect(names == ["seat-offers", "result-clock"])
    }
}

extension Recorded<DomainEvent> {
    static func of(_ event: DomainEvent, club: ClubID) -> Recorded {
        Recorded(
            tenant: .number(1), position: 1, stream: StreamID<Club>(club.uuid).name, version: 1,
            event: event, occurredAt: .tuesday, recordedAt: .tuesday, commandID: .number(1),
            commandIndex: 0, actor: Actor(capacity: .policy, via: .policy),
            correlation: .number(1))
    }
}
