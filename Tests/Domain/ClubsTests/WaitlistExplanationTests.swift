import Clubs
import EventSourcing
import TestSupport
import Testing
import Vocabulary

@Suite("Why am I third on the list?") struct WaitlistExplanationTests {
    /// One event an hour from Tuesday.
    private func recorded(_ events: [Club.Event]) -> [Recorded<Club.Event>] {
        let stream = StreamID<Club>(ClubID.number(1).uuid).name
        return events.enumerated().map { index, event in
            Recorded(
                tenant: .number(1), position: Position(index + 1), stream: stream,
                version: index + 1, event: event, occurredAt: .tuesday.hours(index),
                recordedAt: .tuesday.hours(index), commandID: .number(UInt16(index)),
                commandIndex: 0, actor: Actor(capacity: .operator, via: .terminal),
                correlation: .number(UInt16(index)))
        }
    }

    private func chess(capacity: Int = 1) -> [Club.Event] {
        [
            .founded(
                .init(
                    hostSchool: .home, openTo: [], slug: "chess", profile: .chess,
                    capacity: capacity)),
            .asked(.mary), .joined(.mary, number: 1),
            .asked(.ada), .waitlisted(.ada, place: 1),
            .asked(.grace), .waitlisted(.grace, place: 2),
            .asked(.alan), .waitlisted(.alan, place: 3),
        ]
    }

    @Test func `it says the place, since when, and how many seats it takes`() throws {
        let explanation = try #require(WaitlistExplanation(of: .alan, in: recorded(chess())))
        #expect(explanation.place == 3 && explanation.waiting == 3)
        #expect(explanation.since == .tuesday.hours(8))
        #expect(explanation.capacity == 1 && explanation.members == 1)
        #expect(explanation.seatsNeeded == 3 && explanation.offersAhead == 0)
        #expect(explanation.ownOfferExpiresAt == nil && explanation.moves.isEmpty)
    }

    @Test func `it counts the offers ahead and tells of one's own`() throws {
        let events = chess(capacity: 2) + [.offered(.ada, .number(1))]
        let grace = try #require(WaitlistExplanation(of: .grace, in: recorded(events)))
        #expect(grace.offersAhead == 1 && grace.seatsNeeded == 1)
        let ada = try #require(WaitlistExplanation(of: .ada, in: recorded(events)))
        #expect(ada.ownOfferExpiresAt == .tuesday.hours(48) && ada.seatsNeeded == 0)
    }

    @Test func `it tells of every reordering that moved one, with its reason`() throws {
        let events =
            chess() + [
                .waitlistReordered(
                    before: [.ada, .grace, .alan], after: [.ada, .alan, .grace],
                    reasonCode: "sibling", reason: nil)
            ]
        let grace = try #require(WaitlistExplanation(of: .grace, in: recorded(events)))
        #expect(
            grace.moves == [.init(at: .tuesday.hours(9), from: 2, to: 3, reasonCode: "sibling")])
        let ada = try #require(WaitlistExplanation(of: .ada, in: recorded(events)))
        #expect(ada.moves.isEmpty)
    }

    @Test func `who waits a second time starts anew`() throws {
        let events =
            chess() + [
                .waitlistReordered(
                    before: [.ada, .grace, .alan], after: [.grace, .ada, .alan],
                    reasonCode: "sibling", reason: nil),
                .joinWithdrawn(request: .of(.ada), person: .ada),
                .asked(.ada), .waitlisted(.ada, place: 3),
            ]
        let ada = try #require(WaitlistExplanation(of: .ada, in: recorded(events)))
        #expect(ada.place == 3 && ada.since == .tuesday.hours(12) && ada.moves.isEmpty)
    }

    @Test func `there is nothing to explain to those who do not wait`() {
        #expect(WaitlistExplanation(of: .mary, in: recorded(chess())) == nil)
        #expect(WaitlistExplanation(of: .edsger, in: recorded(chess())) == nil)
    }
}
