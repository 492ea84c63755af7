import Clubs
import EventSourcing
import Foundation
import TestSupport
import Testing

@testable import CommandHandling

/// One batch is on its way while the next is decided.
@Suite struct LanePipelineTests {
    private let log = FaultyLog()

    @Test func `the next batch is decided on what the one on its way will leave`() async throws {
        try await World.with(log) { world in
            try await world.foundClub(capacity: 1)
            let people = [try await world.student(), try await world.student()]
            let before = await log.appended.count
            let (first, second) = try await behindEachOther(
                in: world, { try await world.join(people[0]) }, { try await world.join(people[1]) })
            #expect(try first.get().events.map(\.event.type).last == "club.member-joined")
            #expect(try second.get().events.map(\.event.type).last == "club.member-waitlisted")
            #expect(await log.appended.count == before + 2)
        }
    }

    @Test func `what rests on a batch that fails is decided again`() async throws {
        try await World.with(log) { world in
            let person = try await world.student()
            await log.refuse(type: "club.founded")
            let (founding, joining) = try await behindEachOther(
                in: world, { try await world.foundClub() }, { try await world.join(person) })
            #expect(throws: LogFailure.self) { try founding.get() }
            #expect(throws: Club.Rejection.notFounded) { try joining.get() }
            #expect(try await world.foldedClub().memberCount == 0)
        }
    }

    @Test func `a refusal waits for the batch that it rests on`() async throws {
        try await World.with(log) { world in
            await log.failNext(.beforeCommit)
            await log.losesLockedCommits()
            let (founding, again) = try await behindEachOther(
                in: world, { try await world.foundClub() }, { try await world.foundClub() })
            // Nobody is told that the club is there already, for it never was.
            #expect(throws: CommandFailure.unavailable) { try founding.get() }
            #expect(throws: CommandFailure.unavailable) { try again.get() }
        }
    }

    @Test func `a twin of a command on its way shares its verdict`() async throws {
        try await World.with(log) { world in
            try await world.foundClub()
            let (person, id) = (try await world.student(), CommandID(UUID()))
            let (first, second) = try await behindEachOther(
                in: world, { try await world.join(person, id: id) },
                { try await world.join(person, id: id) })
            #expect(try first.get().events == second.get().events)
            #expect(try !first.get().isRepeat && second.get().isRepeat)
            #expect(try await world.foldedClub().memberCount == 1)
        }
    }

    @Test func `the id of a command on its way is taken`() async throws {
        try await World.with(log) { world in
            try await world.foundClub()
            let (person, id) = (try await world.student(), CommandID(UUID()))
            let (_, other) = try await behindEachOther(
                in: world, { try await world.join(person, id: id) },
                { try await world.wish(world.joining, as: person, id: id, body: "another") })
            #expect(throws: CommandFailure.idempotencyMismatch(id)) { try other.get() }
        }
    }

    @Test func `a lost race takes the next batch along, in order`() async throws {
        try await World.with(log) { world in
            try await world.foundClub(capacity: 2)
            var people: [PersonID] = []
            for _ in 0..<3 { people.append(try await world.student()) }
            await log.failNext(.raced(try await world.foreignJoin(of: people[0])))
            let (second, third) = try await behindEachOther(
                in: world, { [people] in try await world.join(people[1]) },
                { [people] in try await world.join(people[2]) })
            #expect(try second.get().events.map(\.event.type).last == "club.member-joined")
            #expect(try third.get().events.map(\.event.type).last == "club.member-waitlisted")
            let club = try await world.foldedClub()
            #expect(club.members.map(\.person) == Array(people.prefix(2)))
        }
    }

    @Test func `an unknown outcome is unknown to those who were sent, and to no other`()
        async throws
    {
        try await World.with(log) { world in
            try await world.foundClub()
            let people = [try await world.student(), try await world.student()]
            await log.failNext(.duringCommit)
            await log.losesLockedCommits()
            let (sent, waiting) = try await behindEachOther(
                in: world, { try await world.join(people[0]) }, { try await world.join(people[1]) })
            #expect(throws: CommandFailure.outcomeUnknown) { try sent.get() }
            #expect(throws: CommandFailure.unavailable) { try waiting.get() }
        }
    }

    @Test func `a hot stream costs its append and nothing else`() async throws {
        try await World.with(log) { world in
            try await world.foundClub()
            let person = try await world.student()
            _ = try await world.join(person)
            let (openings, appends) = await (log.openings, log.appended.count)
            _ = try await world.leave(person)
            _ = try await world.join(person)
            #expect(await log.openings == openings)
            #expect(await log.appended.count == appends + 2)
        }
    }

    /// Runs `first`, and `second` when the append of the first is on its way, which is held until
    /// the second is decided.
    private func behindEachOther<First: Sendable, Second: Sendable>(
        in world: World, _ first: @escaping @Sendable () async throws -> First,
        _ second: @escaping @Sendable () async throws -> Second
    ) async throws -> (Result<First, any Error>, Result<Second, any Error>) {
        await log.appends.close()
        let one = Task { try await first() }
        await log.appends.waitFor(1)
        let other = Task { try await second() }
        let lane = world.lanes.lane(of: world.tenant)
        try await waitWhile { await lane.verdictsInNextBatch == 0 }
        await log.appends.open()
        return (await one.result, await other.result)
    }
}

extension Lane {
    var verdictsInNextBatch: Int { next.verdicts.count }
}
