import Clubs
import EventSourcing
import Foundation
import TestSupport
import Testing

@testable import CommandHandling

/// A lane that has met another writer takes turns with it.
@Suite(.timeLimit(.minutes(5))) struct LaneTurnTests {
    private let log = FaultyLog()

    @Test func `who has lost a race writes in turns, and without the head's lock`() async throws {
        try await withRace { world in
            let (locks, turns) = await (log.locks, log.turns.begun)
            _ = try await world.join(try await world.student())
            #expect(await log.locks == locks)
            #expect(await log.turns.begun > turns)
            try await untilNoTurnIsLeft()
        }
    }

    @Test func `a turn begins with what the others have appended meanwhile`() async throws {
        try await withRace(capacity: 3) { world in
            let people = [try await world.student(), try await world.student()]
            let foreign = try await world.foreignJoin(of: people[0])
            try await untilNoTurnIsLeft()
            await log.line.close()
            async let joined = world.join(people[1])
            await log.line.waitFor(1)
            _ = try await log.append(foreign)
            let locks = await log.locks
            await log.line.open()
            #expect(try await joined.events.last?.event.type == "club.member-waitlisted")
            // It was decided once: no race was lost.
            #expect(await log.locks == locks)
        }
    }

    @Test func `a turn ends although its lane always has work`() async throws {
        try await withRace { world in
            let before = await log.turns.over
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        while await log.turns.over < before + 3 {
                            _ = try await world.student()
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `a race that is lost in a turn is made good within it`() async throws {
        try await withRace { world in
            let people = [try await world.student(), try await world.student()]
            let foreign = try await world.foreignJoin(of: people[0])
            try await untilNoTurnIsLeft()
            let locks = await log.locksInTurns
            await log.failNext(.raced(foreign))
            _ = try await world.join(people[1])
            #expect(await log.locksInTurns == locks + 1)
        }
    }

    @Test func `nobody waits for a turn while its holder has nothing to do`() async throws {
        try await withRace { world in
            _ = try await world.join(try await world.student())
            try await untilNoTurnIsLeft()
        }
    }

    @Test func `who gets no turn goes by the lock, and stands in line again`() async throws {
        try await withRace { world in
            let person = try await world.student()
            try await untilNoTurnIsLeft()
            let (locks, turns) = await (log.locks, log.turns.begun)
            await log.spoilTurns(.missed)
            _ = try await world.join(person)
            #expect(await log.locks == locks + 1)
            #expect(await log.turns.begun == turns)
            await log.spoilTurns(nil)
            _ = try await world.leave(person)
            #expect(await log.locks == locks + 1)
            #expect(await log.turns.begun > turns)
        }
    }

    @Test func `who has lost its turn without knowing meets the head's check`() async throws {
        try await withRace(capacity: 3) { world in
            let people = [try await world.student(), try await world.student()]
            let foreign = try await world.foreignJoin(of: people[0])
            try await untilNoTurnIsLeft()
            let turns = await log.turns.begun
            await log.spoilTurns(.lost)
            await log.failNext(.raced(foreign))
            let outcome = try await world.join(people[1])
            #expect(outcome.events.last?.event.type == "club.member-waitlisted")
            #expect(await log.turns.begun > turns)
            try await untilNoTurnIsLeft()
        }
    }

    @Test func `one command that cannot be stored harms no other, in a turn as ever`()
        async throws
    {
        try await withRace { world in
            var people: [PersonID] = []
            for _ in 0..<10 { people.append(try await world.student()) }
            await log.refuse(type: "club.enrolment-closed")
            try await untilNoTurnIsLeft()
            // All of them wait in line, and then are decided together.
            await log.line.close()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for person in people { group.addTask { _ = try await world.join(person) } }
                group.addTask {
                    await #expect(throws: LogFailure.self) {
                        try await world.wish(
                            .club(world.club, .closeEnrolment), as: world.teacher)
                    }
                }
                let lane = world.lanes.lane(of: world.tenant)
                try await waitWhile { await lane.queue.count < 11 }
                await log.line.open()
                try await group.waitForAll()
            }
            #expect(try await world.foldedClub().memberCount == 12)
        }
    }

    /// Lends `body` a world whose lane has just lost a race: two have joined its club.
    private func withRace(
        capacity: Int? = nil, _ body: @Sendable (World) async throws -> Void
    ) async throws {
        // However slow the machine is, no contention ends in the middle of a test.
        try await World.with(log, limits: LaneLimits(contention: .seconds(3600))) { world in
            try await world.foundClub(capacity: capacity)
            let people = [try await world.student(), try await world.student()]
            await log.failNext(.raced(try await world.foreignJoin(of: people[0])))
            _ = try await world.join(people[1])
            try await body(world)
        }
    }

    private func untilNoTurnIsLeft() async throws {
        try await waitWhile { await log.turns.begun > log.turns.over }
    }
}
