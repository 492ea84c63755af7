import Clubs
import EventSourcing
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import CommandHandling

/// What is sent together is decided in its order, or from some point on not at all.
@Suite(.timeLimit(.minutes(5))) struct LaneSubmissionTests {
    private let log = FaultyLog()

    @Test func `behind a command that meets no store, nobody waits for it once more`()
        async throws
    {
        try await World.with(log) { world in
            await log.failNext(.unreachable)
            let before = await log.appended.count
            let (results, other) = try await foundingBeforeSomebodyElse(
                try foundings(world), in: world)
            #expect(results.allSatisfy { $0.failure == .unavailable })
            #expect(other.failure == .unavailable)
            #expect(await log.appended.count == before)
            // It is not held against those who come later.
            _ = try await world.student()
        }
    }

    @Test func `a lock that is not let go is waited for once, and by those who come meanwhile`()
        async throws
    {
        try await World.with(log) { world in
            await log.failNext(.beforeCommit)
            await log.holdNextLock()
            await log.lockWaits.close()
            let foundings = try foundings(world)
            async let behind = foundingBeforeSomebodyElse(foundings, in: world)
            await log.lockWaits.waitFor(1)
            let lane = world.lanes.lane(of: world.tenant)
            let waiting = await lane.queue.count
            let late = Task { try await world.student() }
            try await waitWhile { await lane.queue.count == waiting }
            await log.lockWaits.open()
            let (results, other) = try await behind
            #expect(results.allSatisfy { $0.failure == .unavailable })
            #expect(other.failure == .unavailable)
            _ = try await late.value
        }
    }

    @Test func `nothing is decided behind a command whose lock was lost`() async throws {
        try await World.with(log) { world in
            await log.failNext(.beforeCommit)
            await log.losesNextLockedCommit()
            let before = await log.appended.count
            let (results, other) = try await foundingBeforeSomebodyElse(
                try foundings(world), in: world)
            #expect(results.allSatisfy { $0.failure == .unavailable })
            // What somebody else has sent has nothing to do with it.
            _ = try other.get()
            #expect(await log.appended.dropFirst(before).map(\.events.count) == [1])
        }
    }

    @Test func `behind an unknown outcome it is known of the others that nothing was done`()
        async throws
    {
        try await World.with(log) { world in
            await log.failNext(.duringCommit)
            await log.losesNextLockedCommit()
            let (results, _) = try await foundingBeforeSomebodyElse(
                try foundings(world), in: world)
            let unknown = results.prefix { $0.failure == .outcomeUnknown }
            #expect(!unknown.isEmpty)
            #expect(!results.dropFirst(unknown.count).isEmpty)
            #expect(
                results.dropFirst(unknown.count).allSatisfy { $0.failure == .unavailable })
        }
    }

    @Test func `sent again, all of it comes to what it would have come to`() async throws {
        try await World.with(log) { world in
            let foundings = try foundings(world)
            await log.failNext(.none, .unreachable)
            _ = try await foundingBeforeSomebodyElse(foundings, in: world)
            let positions = try await world.lanes.execute(batch: foundings)
                .map { try $0.get().position }
            #expect(positions == positions.sorted())
        }
    }

    @Test func `behind a command that cannot be stored the others go on`() async throws {
        try await World.with(log) { world in
            try await world.foundClub()
            await log.refuse(type: "club.enrolment-closed")
            let closing = world.request(
                .club(world.club, .closeEnrolment), by: .person(world.teacher, via: .http))
            let foundings = try foundings(world)
            let results = try await world.lanes.execute(
                batch: foundings.prefix(100) + [closing] + foundings.dropFirst(100))
            #expect(throws: LogFailure.self) { try results[100].get() }
            #expect(results.count { (try? $0.get()) != nil } == foundings.count)
        }
    }

    /// Clubs whose events take several transactions.
    private func foundings(_ world: World) throws -> [CommandRequest] {
        let summary = String(repeating: "s", count: 1000)
        return try (1...300).map { number in
            let founding = world.founding(
                slug: try #require(Slug("club-\(number)")), summary: summary)
            return world.request(
                .club(ClubID(UUID()), founding), by: .person(world.teacher, via: .http))
        }
    }

    /// Sends them, and somebody else's command when the first are on their way, which are held until
    /// that one waits behind all of them.
    private func foundingBeforeSomebodyElse(
        _ foundings: [CommandRequest], in world: World
    ) async throws -> (
        [Result<CommandHandling.Outcome, any Error>], other: Result<PersonID, any Error>
    ) {
        await log.appends.close()
        let together = Task { try await world.lanes.execute(batch: foundings) }
        await log.appends.waitFor(1)
        let other = Task { try await world.student() }
        let lane = world.lanes.lane(of: world.tenant)
        let admin = Principal.person(world.admin, via: .http)
        try await waitWhile { await lane.queue.last?.request.principal != admin }
        await log.appends.open()
        return (try await together.value, await other.result)
    }
}

extension Result where Failure == any Error {
    fileprivate var failure: CommandFailure? {
        if case .failure(let error) = self { error as? CommandFailure } else { nil }
    }
}
