import Clubs
import EventSourcing
import TestSupport
import Testing
import Vocabulary

@Suite("Why am I third on the list?") struct WaitlistExplanationTests {
    private func club(after events: [Club.Event]) -> Club {
        events.reduce(into: Club()) { $0.evolve($1) }
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

    @Test func `it says the place and how many seats it takes`() throws {
        let explanation = try #require(WaitlistExplanation(of: .alan, in: club(after: chess())))
        #expect(explanation.place == 3 && explanation.waiting == 3)
        #expect(explanation.capacity == 1 && explanation.members == 1)
        #expect(explanation.seatsNeeded == 3 && explanation.offersAhead == 0)
        #expect(explanation.ownOfferExpiresAt == nil)
    }

    @Test func `it counts the offers ahead and tells of one's own`() throws {
        let events = chess(capacity: 2) + [.offered(.ada, .number(1))]
        let grace = try #require(WaitlistExplanation(of: .grace, in: club(after: events)))
        #expect(grace.offersAhead == 1 && grace.seatsNeeded == 1)
        let ada = try #require(WaitlistExplanation(of: .ada, in: club(after: events)))
        #expect(ada.ownOfferExpiresAt == .tuesday.hours(48) && ada.seatsNeeded == 0)
    }

    @Test func `there is nothing to explain to those who do not wait`() {
        #expect(WaitlistExplanation(of: .mary, in: club(after: chess())) == nil)
        #expect(WaitlistExplanation(of: .edsger, in: club(after: chess())) == nil)
    }
}
