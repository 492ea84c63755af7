import EventSourcing
import TestSupport
import Testing

@testable import CommandHandling

/// What the store refuses is counted, and told to the log without filling it.
@Suite struct LaneRefusalTests {
    private let log = FaultyLog()
    private let lines = RecordedLines()

    @Test func `a store that refuses again and again is told of once, with its reason`()
        async throws
    {
        try await World.with(log, logger: lines.logger) { world in
            try await world.foundClub()
            let person = try await world.student()
            for _ in 1...3 {
                await log.failNext(.beforeCommit)
                await log.holdNextLock()
                await #expect(throws: CommandFailure.unavailable) { try await world.join(person) }
            }
            #expect(lines.all.count == 1)
            let line = try #require(lines.all.first)
            #expect(line.hasPrefix("warning "))
            #expect(line.contains("cause=locked") && line.contains("sqlState=55P03"))
            #expect(line.contains("tenant=\(world.tenant)"))
            #expect(world.lanes.refusedCount(by: .locked) == 3)
        }
    }

    @Test func `each cause has a line and a count of its own`() async throws {
        try await World.with(log, logger: lines.logger) { world in
            try await world.foundClub()
            let person = try await world.student()
            for _ in 1...2 {
                await log.failNext(.unreachable)
                await #expect(throws: CommandFailure.unavailable) { try await world.join(person) }
            }
            await log.failNext(.duringCommit)
            await log.losesNextLockedCommit()
            await #expect(throws: CommandFailure.outcomeUnknown) { try await world.join(person) }
            #expect(lines.all.count == 2)
            #expect(world.lanes.refusedCount(by: .unreachable) == 2)
            #expect(world.lanes.refusedCount(by: .unavailable) == 1)
            #expect(world.lanes.refusedCount(by: .locked) == 0)
        }
    }
}
