import CommandHandling
import DemoWorld
import EventSourcing
import EventStorage
import PostgreSQL
import TestSupport
import Testing

/// The same seed makes the same world, wherever and however it is made.
@Suite(.timeLimit(.minutes(30))) struct WorldTests {
    private static let plan = WorldPlan(schools: 3, students: 150, weeks: 8, seed: 7)

    @Test func `a world has people, clubs, queues and lapsed offers, and few refusals`()
        async throws
    {
        let log = MemoryLog()
        let plan = WorldPlan(schools: 4, students: 400, weeks: 20, seed: 1)
        let summary = try await World(plan).make(in: log, policyState: nil)
        let events = try await everything(in: log, of: plan)
        #expect(summary.events == events.count)
        let types = Set(events.map(\.event.type))
        for type in [
            "directory.term-opened", "club.member-joined", "club.member-waitlisted",
            "club.seat-offered", "club.seat-accepted", "club.seat-offer-lapsed",
            "club.seat-declined", "club.member-left", "club.join-declined",
            "club.buddy-assigned", "club.group-assigned", "club.capacity-set",
        ] {
            #expect(types.contains(type), "\(type)")
        }
        #expect(summary.refused * 5 < summary.commands, "\(summary)")
        #expect(
            zip(events, events.dropFirst()).allSatisfy { before, after in
                before.tenant != after.tenant || before.recordedAt <= after.recordedAt
            })
    }

    @Test func `the same seed gives the same log, in batches of any size`() async throws {
        let whole = try await made(batchLimit: 1000)
        for limit in [1, 7] {
            let events = try await made(batchLimit: limit)
            #expect(events == whole, "in batches of \(limit)")
        }
    }

    @Test func `another seed gives another log`() async throws {
        let other = WorldPlan(schools: 3, students: 150, weeks: 2, seed: 8)
        let log = MemoryLog()
        _ = try await World(other).make(in: log, policyState: nil)
        let events = try await everything(in: log, of: other)
        let mine = try await made(batchLimit: 1000).prefix(events.count)
        #expect(events.map(\.event) != mine.map(\.event))
    }

    @Test func `two databases have the same rows, byte for byte`() async throws {
        let first = try await Self.rows(batchLimit: 1000)
        let second = try await Self.rows(batchLimit: 13)
        #expect(first == second)
        #expect(first.count > 500)
    }

    @Test func `two that make it at once, and one that goes on, make one world`() async throws {
        let alone = try await Self.rows(batchLimit: 1000)
        let together = try await Self.withStore { log, pool, state in
            async let one = World(Self.plan).make(in: log, policyState: state)
            async let other = World(Self.plan).make(in: log, policyState: state)
            _ = try await (one, other)
            _ = try await World(Self.plan).make(in: log, policyState: state)
            return try await Self.rows(pool)
        }
        #expect(together == alone)
    }

    @Test func `a tenant with another story is refused`() async throws {
        let log = MemoryLog()
        let longer = WorldPlan(schools: 1, students: 30, weeks: 3, seed: 7)
        let shorter = WorldPlan(schools: 1, students: 30, weeks: 2, seed: 7)
        _ = try await World(longer).make(in: log, policyState: nil)
        await #expect(throws: WorldFailure.self) {
            _ = try await World(shorter).make(in: log, policyState: nil)
        }
    }

    @Test func `the service's policies go on behind the story`() async throws {
        try await Self.withStore { log, _, state in
            _ = try await World(Self.plan).make(in: log, policyState: state)
            for network in Self.plan.networks {
                let head = try await log.open(network.tenant, commands: []).head
                #expect(try await state.checkpoint(of: network.tenant) == head)
            }
            let due = try await state.due(at: .last).deadlines
            #expect(due.allSatisfy { $0.dueAt >= Self.plan.end })
        }
    }

    private func made(batchLimit: Int) async throws -> [Recorded<EncodedEvent>] {
        let log = MemoryLog()
        _ = try await World(Self.plan, batchLimit: batchLimit).make(in: log, policyState: nil)
        return try await everything(in: log, of: Self.plan)
    }

    private func everything(
        in log: some EventLog, of plan: WorldPlan
    ) async throws -> [Recorded<EncodedEvent>] {
        var events: [Recorded<EncodedEvent>] = []
        for network in plan.networks {
            events += try await log.read(
                network.tenant, after: .start, types: nil, limit: .max)
        }
        return events
    }

    /// Every row of the log as text, in its order.
    private static func rows(batchLimit: Int) async throws -> [String] {
        try await withStore { log, pool, state in
            _ = try await World(plan, batchLimit: batchLimit).make(in: log, policyState: state)
            return try await rows(pool)
        }
    }

    private static func rows(_ pool: Pool) async throws -> [String] {
        try await pool.query(
            "SELECT event::text FROM log.event AS event ORDER BY tenant, position"
        ).rows.map { try $0.decode(String.self) }
    }

    private static func withStore<Result: Sendable>(
        _ body: (PostgresLog, Pool, PolicyState) async throws -> Result
    ) async throws -> Result {
        try await withDatabase(template: .migrated) { configuration in
            let pool = Pool(configuration)
            let readers = Pool(configuration)
            let log = PostgresLog(
                writers: pool, readers: readers,
                vault: Vault(master: try MasterKey(base64: MasterKey.makeBase64())))
            do {
                let result = try await body(log, readers, PolicyState(pool: pool))
                await pool.close()
                await readers.close()
                return result
            } catch {
                await pool.close()
                await readers.close()
                throw error
            }
        }
    }
}
