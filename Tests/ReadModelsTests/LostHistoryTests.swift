import EventSourcing
import EventStorage
import PostgreSQL
import TestSupport
import Testing

@testable import ReadModels

/// A runner that lives through a failover by which the newest events are lost.
struct LostHistoryTests {
    /// How far the log has grown since when the runner looks again, and who has shown it.
    enum Growth: CaseIterable {
        case shorter, asLong, longer, asLongAndShown, longerAndShown

        var count: Int {
            switch self {
            case .shorter: -2
            case .asLong, .asLongAndShown: 0
            case .longer, .longerAndShown: 4
            }
        }

        var isShown: Bool { self == .asLongAndShown || self == .longerAndShown }
    }

    @Test(arguments: Growth.allCases, [1, 1000])
    func `tables show what there is, and nothing of what is lost`(
        growth: Growth, batch: Int
    ) async throws {
        try await World.with { world in
            let lost = Story.randomTournament(seed: 5, wishes: 60)
            let found = Story.randomTournament(seed: 10, wishes: 120, commands: 1000)
            // Both begin in the same way.
            let common = zip(lost.events, found.events)
                .prefix { $0.event.event == $1.event.event }.count
            let head = lost.events.count + growth.count
            try #require(common > 5 && common < head && head < found.events.count)
            try await world.tell(lost)
            let runner = world.runner(batch: batch)
            try await runner.catchUp()

            try await world.lose(behind: Position(common))
            try await world.runner().catchUp()
            try await world.tell(found, events: common..<head)
            if growth.isShown { try await world.runner().catchUp() }
            // What is folded in memory stands where other events are now.
            try await world.tell(found, events: head..<(head + 1))
            try await runner.catchUp()
            #expect(
                try await differences(
                    between: world, and: try await world.folded(through: Position(head + 1)))
                    == [])
            #expect(await runner.checkpoints.position(of: World.tenant).value == head + 1)
        }
    }

    @Test func `what is lost while it is projected is not written`() async throws {
        try await World.with { world in
            let story = Story.random(seed: 21, count: 30)
            try await world.tell(story, events: 0..<20)
            let log = PausingLog(world.log)
            let runner = world.runner(over: log)
            try await runner.catchUp()
            try await world.tell(story, events: 20..<30)
            let pause = log.pauseNextRead()
            async let following: Void = runner.catchUp()
            await pause.reached()
            // The standby has the first of them, and the tables from before.
            try await world.lose(behind: 20)
            try await world.runner().catchUp()
            try await world.tell(story, events: 20..<22)
            pause.end()
            try await following
            #expect(
                try await differences(between: world, and: try await world.folded(through: 22))
                    == [])
        }
    }

    @Test func `tables are made anew where their checkpoint is lost and the log is not`()
        async throws
    {
        try await World.with { world in
            let story = Story.random(seed: 24, count: 20)
            try await world.tell(story, events: 0..<15)
            let runner = world.runner()
            try await runner.catchUp()
            try await world.lose(rowsOf: World.tenant)
            try await Self.forgetCheckpoints(world)
            try await world.tell(story, events: 15..<20)
            try await runner.catchUp()
            #expect(
                try await differences(between: world, and: try await world.folded(through: 20))
                    == [])
        }
    }

    private static func forgetCheckpoints(_ world: World) async throws {
        let connection = try await Connection.open(world.configuration)
        try await connection.execute(script: "DELETE FROM read.checkpoint")
        await connection.close()
    }

    @Test func `a position that is lost is not reached by what is remembered`() async throws {
        try await World.with { world in
            try await world.tell(.random(seed: 22, count: 20))
            let (follower, watcher) = (world.runner(), world.runner())
            try await follower.catchUp()
            #expect(await watcher.reached(World.tenant, 20, within: .seconds(20)))
            try await world.lose(behind: 17)
            for runner in [follower, watcher] {
                #expect(await !runner.reached(World.tenant, 18, within: .milliseconds(20)))
            }
        }
    }

    @Test func `who waits for a log hears of what comes in the place of what is lost`()
        async throws
    {
        try await World.with { world in
            let story = Story.random(seed: 23, count: 20)
            try await world.tell(story)
            let runner = world.runner()
            try await runner.catchUp()
            try await world.lose(behind: 17)
            try await world.tell(story, events: 17..<18)
            try await runner.catchUp()
            #expect(await world.log.watermarks.position(of: World.tenant) == 18)
        }
    }
}

extension World {
    fileprivate func runner(over log: any EventLog) -> ProjectionRunner {
        ProjectionRunner(log: log, pool: pool, logger: .quiet)
    }

    /// What a standby has not seen yet: events, and rows with their checkpoint.
    fileprivate func lose(behind position: Position) async throws {
        let connection = try await Connection.open(configuration)
        try await connection.execute(
            script: """
                DELETE FROM log.event WHERE position > \(position);
                UPDATE log.head SET position = \(position), recorded_at = (
                    SELECT recorded_at FROM log.event WHERE position = \(position));
                """)
        await connection.close()
        try await lose(rowsOf: Self.tenant)
    }

    fileprivate func lose(rowsOf tenant: TenantID) async throws {
        let version = try await ReadVersion.current(in: pool)
        let tables = ProjectorGroup.main.tables.map { $0.table }
        _ = try await pool.pipeline(
            tables.map { "DELETE FROM \(version.table($0)) WHERE tenant = \(tenant.uuid)" }
                + ["UPDATE read.checkpoint SET position = 0 WHERE tenant = \(tenant.uuid)"])
    }
}
