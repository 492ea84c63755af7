import Catalog
import Clubs
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import Logging
import PostgreSQL
import TestSupport
import Testing
import Vocabulary

/// The policy and the clock, against a real database.
@Suite struct SeatOfferTests {
    @Test func `a seat that becomes free is offered, lapses by the clock, and goes on`()
        async throws
    {
        try await withPolicies { world in
            try await world.foundClub(capacity: 1, offerHours: 24)
            let people = [
                try await world.student(), try await world.student(), try await world.student(),
            ]
            for person in people { _ = try await world.join(person) }
            try await world.wish(
                .club(world.club, .leave(person: nil, reasonCode: nil)), as: people[0])

            let first = try await world.offer()
            #expect(first.person == people[1])
            #expect(first.expiresAt == World.start.advanced(by: .seconds(24 * 3600)))

            await world.time.advance(by: .seconds(24 * 3600))
            let second = try await world.offer(after: first)
            #expect(second.person == people[2])

            try await world.wish(.club(world.club, .acceptSeat(offer: second.id)), as: people[2])
            let club = try await world.foldedClub()
            #expect(club.members.map(\.person) == [people[2]])
            #expect(club.heldSeats == 1)
        }
    }

    @Test func `a lapse is the clock's, and names the event that asked for it`() async throws {
        try await withPolicies { world in
            try await world.foundClub(capacity: 1, offerHours: 1)
            let people = [try await world.student(), try await world.student()]
            for person in people { _ = try await world.join(person) }
            try await world.wish(
                .club(world.club, .leave(person: nil, reasonCode: nil)), as: people[0])
            _ = try await world.offer()
            await world.time.advance(by: .seconds(3600))
            let lapse = try await world.event("club.seat-offer-lapsed")
            let offered = try await world.event("club.seat-offered")
            let left = try await world.event("club.member-left")
            #expect(lapse.actor == Actor(capacity: .clock, via: .clock))
            #expect(lapse.causation == offered.id)
            #expect(offered.actor == Actor(capacity: .policy, via: .policy))
            #expect(offered.causation == left.id)
            #expect(offered.correlation == left.commandID)
        }
    }

    @Test func `policies that run twice act once`() async throws {
        try await withPolicies(runners: 3) { world in
            try await world.foundClub(capacity: 2, offerHours: 24)
            var people: [PersonID] = []
            for _ in 0..<6 { people.append(try await world.student()) }
            for person in people { _ = try await world.join(person) }
            for person in people.prefix(2) {
                try await world.wish(
                    .club(world.club, .leave(person: nil, reasonCode: nil)), as: person)
            }
            let first = try await world.offer()
            let second = try await world.offer(after: first)
            #expect([first.person, second.person] == [people[2], people[3]])
            #expect(try await world.foldedClub().heldSeats == 2)
        }
    }

    private func withPolicies(
        runners: Int = 1, _ body: @Sendable @escaping (World) async throws -> Void
    ) async throws {
        try await withPostgresLog { log, configuration in
            let pool = Pool(configuration.inServiceRole)
            let logger = Logger(label: "test")
            try await World.with(log) { world in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<runners {
                        let state = PolicyState(pool: pool)
                        group.addTask {
                            try await PolicyRunner(
                                log: log, lanes: world.lanes, state: state, codec: .catalog,
                                logger: logger
                            ).run()
                        }
                        group.addTask {
                            try await DeadlineClock(
                                lanes: world.lanes, state: state, time: world.time,
                                logger: logger
                            ).run()
                        }
                    }
                    try await body(world)
                    group.cancelAll()
                }
            }
            await pool.close()
        }
    }
}

/// An offer as its event tells it.
private struct SeenOffer {
    let id: SeatOfferID
    let person: PersonID
    let expiresAt: Timestamp
}

extension World {
    /// Waits for an event of the type; the first where there are several.
    fileprivate func event(_ type: String) async throws -> Recorded<EncodedEvent> {
        for try await page in log.follow(tenant, after: 0, types: [type]) {
            if let event = page.first { return event }
        }
        throw CancellationError()
    }

    /// Waits for the seat that is offered next.
    fileprivate func offer(after earlier: SeenOffer? = nil) async throws -> SeenOffer {
        var isNext = earlier == nil
        for try await page in log.follow(tenant, after: 0, types: ["club.seat-offered"]) {
            for event in page {
                guard
                    case .club(.seatOffered(let offer, let person, let expiresAt)) =
                        try EventCodec.catalog.decode(event.event)
                else { continue }
                if isNext { return SeenOffer(id: offer, person: person, expiresAt: expiresAt) }
                isNext = offer == earlier?.id
            }
        }
        throw CancellationError()
    }
}
