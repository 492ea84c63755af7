import Clubs
import EventSourcing
import Foundation
import TestSupport
import Testing

@testable import CommandHandling

/// A large batch goes out right behind the one that is on its way.
@Suite struct LaneFlightTests {
    /// Half of them, and half of one, are worth a transaction.
    private let crowd = 2 * Flight.worth

    @Test func `half of those who wait are sent behind the batch on its way`() async throws {
        try await inCrowdedWorld { log, world, people in
            let before = await log.appended.count
            let joined = try await joinBehindEachOther(people, in: world, log)
            #expect(joined.allSatisfy { $0.isJoined })
            let batches = Array(await log.appended[before...])
            #expect(batches.map(\.commandCount) == [1, Flight.worth + 1, Flight.worth - 1])
            #expect(zip(batches, batches.dropFirst()).allSatisfy { $0.end == $1.after })
            let members = try await world.foldedClub().members.map(\.person)
            #expect(members == people)
        }
    }

    @Test func `a few wait for the end of the batch on its way`() async throws {
        try await inCrowdedWorld { log, world, people in
            let few = Array(people.prefix(Flight.worth))
            await log.appends.close()
            let first = Task { try await world.join(few[0]) }
            await log.appends.waitFor(1)
            let others = Task {
                try await world.lanes.execute(batch: joins(few.dropFirst(), world))
            }
            let lane = world.lanes.lane(of: world.tenant)
            try await waitWhile { await lane.verdictsInNextBatch < few.count - 1 }
            #expect(await log.appends.count == 1)
            await log.appends.open()
            _ = try await first.value
            #expect(try await others.value.allSatisfy { $0.isJoined })
        }
    }

    @Test(arguments: [FaultyLog.Fault.beforeCommit, .duringCommit, .afterCommit])
    func `what is behind a batch that fails is decided again, in order`(
        _ fault: FaultyLog.Fault
    ) async throws {
        try await inCrowdedWorld { log, world, people in
            await log.failNext(fault)
            let joined = try await joinBehindEachOther(people, in: world, log)
            #expect(joined.allSatisfy { $0.isJoined })
            let members = try await world.foldedClub().members.map(\.person)
            #expect(members == people)
        }
    }

    /// The foreign batch brings the log to the length and time at which the second one begins.
    @Test func `what is behind a batch that has lost a race is not stored behind the winner`()
        async throws
    {
        try await inCrowdedWorld { log, world, people in
            let stranger = try await world.student()
            let foreign = try await world.foreignJoin(of: stranger)
            let head = try await log.open(world.tenant, commands: [])
            #expect(foreign.after == head.head && foreign.recordedAt == head.recordedAt)
            await log.failNext(.raced(foreign))
            let joined = try await joinBehindEachOther(people, in: world, log)
            #expect(joined.allSatisfy { $0.isJoined })
            let members = try await world.foldedClub().members.map(\.person)
            #expect(members == [stranger] + people)
        }
    }

    @Test func `a batch that fails behind another harms it not`() async throws {
        try await inCrowdedWorld { log, world, people in
            await log.failNext(.none, .beforeCommit)
            let joined = try await joinBehindEachOther(people, in: world, log)
            #expect(joined.allSatisfy { $0.isJoined })
            #expect(try await world.foldedClub().members.map(\.person) == people)
        }
    }

    @Test func `one that is stored behind one without an answer is found, and not stored twice`()
        async throws
    {
        try await inCrowdedWorld { log, world, people in
            // The first is stored and says nothing, so the second, behind it, is stored too.
            await log.failNext(.afterCommit)
            let before = await log.appended.count
            let joined = try await joinBehindEachOther(people, in: world, log)
            #expect(joined.allSatisfy { $0.isJoined })
            let commands = await log.appended[before...].flatMap { $0.events.map(\.commandID) }
            #expect(Set(commands).count == people.count)
            #expect(try await world.foldedClub().memberCount == people.count)
        }
    }

    @Test func `what only asks waits until everything is stored`() async throws {
        try await inCrowdedWorld { log, world, people in
            await log.appends.close()
            let first = Task { try await world.join(people[0]) }
            await log.appends.waitFor(1)
            // All of them refused: they are in the club already, once the first is stored.
            let again = (0..<crowd).map { _ in
                world.request(world.joining, by: .person(people[0], via: .http))
            }
            let others = Task { try await world.lanes.execute(batch: again) }
            let lane = world.lanes.lane(of: world.tenant)
            try await waitWhile { await lane.verdictsInNextBatch < Flight.worth }
            #expect(await log.appends.count == 1)
            await log.appends.open()
            _ = try await first.value
            for result in try await others.value {
                #expect(throws: Club.Rejection.self) { try result.get() }
            }
        }
    }

    /// Also where no state fits into memory: what is on its way cannot be read again.
    private func inCrowdedWorld(
        _ body: @Sendable (FaultyLog, World, [PersonID]) async throws -> Void
    ) async throws {
        for memoryLimit in [LaneMemory.defaultByteLimit, 1] {
            let log = FaultyLog()
            try await World.with(log, limits: LaneLimits(memoryLimit: memoryLimit)) { world in
                try await world.foundClub()
                var people: [PersonID] = []
                for _ in 0...crowd { people.append(try await world.student()) }
                await log.giveEarlyPlaces()
                try await body(log, world, people)
            }
        }
    }

    /// One person joins, and the others when that is on its way; it is held until half of those are
    /// on their way too.
    private func joinBehindEachOther(
        _ people: [PersonID], in world: World, _ log: FaultyLog
    ) async throws -> [Result<CommandHandling.Outcome, any Error>] {
        await log.appends.close()
        let first = Task { try await world.join(people[0]) }
        await log.appends.waitFor(1)
        let others = Task {
            try await world.lanes.execute(batch: joins(people.dropFirst(), world))
        }
        await log.appends.waitFor(2)
        await log.appends.open()
        return [await first.result] + (try await others.value)
    }

    private func joins(_ people: some Sequence<PersonID>, _ world: World) -> [CommandRequest] {
        people.map { world.request(world.joining, by: .person($0, via: .http)) }
    }
}

extension AppendBatch {
    fileprivate var commandCount: Int { Set(events.map(\.commandID)).count }
}

extension Result<CommandHandling.Outcome, any Error> {
    fileprivate var isJoined: Bool {
        if case .success(let outcome) = self {
            outcome.events.last?.event.type == "club.member-joined"
        } else {
            false
        }
    }
}
