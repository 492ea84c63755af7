import Clubs
import EventSourcing
import TestSupport
import Testing
import Vocabulary

@testable import ReadModels

struct ExplanationTests {
    private let tenant = World.tenant

    @Test func `why third on the list, and what would give a seat`() async throws {
        try await World.with { world in
            var story = Story()
            story.register(.mary, as: "Mary")
            story.found(.chess, capacity: 1)
            story.join(.ada, .chess, request: 1, number: 1)
            for (index, person) in [PersonID.grace, .edsger, .alan, .mary].enumerated() {
                story.wait(person, .chess, request: UInt16(2 + index), place: index + 1)
            }
            story.wait(hours: 5)
            story.add(.joinWithdrawn(request: .number(2), person: .grace), to: .chess)
            story.wait(hours: 1)
            story.add(
                .waitlistReordered(
                    before: [.edsger, .alan, .mary], after: [.mary, .edsger, .alan],
                    reasonCode: "sibling", reason: nil),
                .waitlistReordered(
                    before: [.mary, .edsger, .alan], after: [.edsger, .alan, .mary],
                    reasonCode: "error", reason: nil), to: .chess)
            try await world.tell(story)
            try await world.runner().catchUp()

            let answer = try await world.queries.explanation(
                of: .mary, onWaitlistOf: .chess, in: tenant)
            let why = answer.value
            #expect(answer.position == Position(story.events.count))
            #expect(why.displayName == "Mary")
            #expect(why.place == 3 && why.waiting == 3 && why.ahead == 2)
            #expect(why.since == .tuesday)
            #expect(why.steps.map(\.place) == [4, 3, 1, 3])
            #expect(
                why.steps.map(\.what) == [.waitlisted, .withdrawn, .placeChanged, .placeChanged])
            #expect(why.steps.map(\.reasonCode) == [nil, nil, "sibling", "error"])
            #expect(
                why.steps.map(\.at) == [.tuesday, .tuesday.hours(5)]
                    + [2, 2].map { _ in
                        .tuesday.hours(6)
                    })
            #expect(why.seatsNeeded == 3)
            #expect(
                why.inWords == [
                    "Number 3 of 3 who wait for Chess Club, since \(Timestamp.tuesday).",
                    "2 people are ahead; none of them with a seat on offer.",
                    "Of 1 seats 1 are taken and 0 on offer.",
                    "3 seats have to become free: when members leave, when a lead raises the "
                        + "capacity, or when those ahead withdraw, decline their offers or let "
                        + "them lapse.",
                ])
        }
    }

    @Test func `who waits a second time starts anew`() async throws {
        try await World.with { world in
            var story = Story()
            story.register(.mary, as: "Mary")
            story.found(.chess, capacity: 1)
            story.join(.ada, .chess, request: 1, number: 1)
            story.wait(.mary, .chess, request: 2, place: 1)
            story.wait(.alan, .chess, request: 3, place: 2)
            story.wait(hours: 1)
            story.add(.joinWithdrawn(request: .number(2), person: .mary), to: .chess)
            story.wait(hours: 1)
            story.wait(.mary, .chess, request: 4, place: 2)
            try await world.tell(story)
            try await world.runner().catchUp()
            let why = try await world.queries.explanation(
                of: .mary, onWaitlistOf: .chess, in: tenant
            ).value
            #expect(why.place == 2 && why.since == .tuesday.hours(2))
            #expect(why.steps.map(\.place) == [2])
        }
    }

    @Test func `an offer of one's own is what there is to wait for`() async throws {
        try await World.with { world in
            let story = Story.everything()
            try await world.tell(story)
            try await world.runner().catchUp()
            let offered = try #require(
                story.events.firstIndex { $0.event.event.type == "club.seat-offered" })
            let moment = Moment.position(Position(offered + 1))
            let own = try await world.queries.explanation(
                of: .alan, onWaitlistOf: .chess, in: tenant, at: moment
            ).value
            #expect(own.ownOfferExpiresAt != nil && own.seatsNeeded == 0)
            #expect(own.offersOutstanding == 1)
            let next = try await world.queries.explanation(
                of: .edsger, onWaitlistOf: .chess, in: tenant, at: moment
            ).value
            #expect(next.offersAhead == 1 && next.seatsNeeded == 1)
            await #expect(throws: QueryFailure.notFound(.waitlistPlace)) {
                try await world.queries.explanation(
                    of: .grace, onWaitlistOf: .chess, in: tenant, at: moment)
            }
        }
    }
}
