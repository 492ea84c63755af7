import EventSourcing
import PostgreSQL
import Synchronization
import TestSupport
import Testing

@testable import ReadModels

/// A version that goes while somebody shows it, builds it anew or dies.
struct RetirementTests {
    private struct Killed: Error {}

    /// Lends `body` a world whose version `main-2` is built beside the one that is shown.
    private func withBuiltVersion(
        _ body: @Sendable (World, VersionBuilder, Pool) async throws -> Void
    ) async throws {
        try await World.with { world in
            try await world.tell(.random(seed: 41, count: 60))
            try await world.runner().catchUp()
            try await world.withBuilder { builder, pool in
                _ = try await builder.build("main-2", at: .tuesday)
                try await body(world, builder, pool)
            }
        }
    }

    @Test func `a version that is being retired is not shown any more`() async throws {
        try await withBuiltVersion { world, builder, pool in
            let reader = try await Connection.open(world.configuration)
            try await reader.execute(script: "BEGIN; SELECT FROM read_main_2.club")
            let retiring = Task { try await VersionCatalog(pool: pool).retire("main-2") }
            try await waitWhile { try await world.blockedCount() < 1 }
            let isDone = Mutex(false)
            let showing = Task {
                defer { isDone.withLock { $0 = true } }
                return try await builder.show("main-2")
            }
            try await waitWhile { try await world.blockedCount() < 2 && !isDone.withLock({ $0 }) }
            try await reader.execute(script: "COMMIT")
            await reader.close()
            try await retiring.value
            await #expect(throws: VersionFailure.unknown("main-2", known: ["main-1"])) {
                _ = try await showing.value
            }
            #expect(try await ReadVersion.current(in: pool) == .first)
            #expect(
                try await differences(between: world, and: try await world.folded(through: 60))
                    == [])
        }
    }

    @Test(arguments: ["retire", "rebuild"])
    func `a version that somebody dies at while dropping it is whole`(deed: String) async throws {
        try await withBuiltVersion { world, builder, _ in
            let version = try #require(ReadVersion(new: "main-2"))
            let count = try await world.rowCount(version)
            try await withProxy(before: world.configuration) { proxy in
                let pool = Pool(proxy.configuration)
                let trap = proxy.trap(at: .request) { commit in
                    commit.statements.contains { $0.hasPrefix("DELETE FROM read.checkpoint") }
                }
                let dying = Task {
                    if deed == "retire" {
                        try await VersionCatalog(pool: pool).retire("main-2")
                    } else {
                        let other = VersionBuilder(log: world.log, pool: pool, logger: .quiet)
                        _ = try await other.build("main-2", at: .tuesday)
                    }
                }
                try await trap.caught().cut()
                await #expect(throws: (any Error).self) { try await dying.value }
                await pool.close()
            }
            #expect(try await builder.show("main-2") == .first)
            #expect(try await world.rowCount(version) == count)
            #expect(
                try await differences(between: world, and: try await world.folded(through: 60))
                    == [])
        }
    }

    @Test func `a version that is built anew is not shown before it is complete`() async throws {
        try await withBuiltVersion { _, builder, pool in
            _ = try await VersionCatalog(pool: pool).begin("main-2", at: .tuesday)
            await #expect(throws: VersionFailure.notBuilt("main-2")) {
                _ = try await builder.show("main-2")
            }
        }
    }

    @Test func `a version is not retired while somebody builds it, and is once nobody does`()
        async throws
    {
        try await withBuiltVersion { _, builder, pool in
            let catalog = VersionCatalog(pool: pool)
            await #expect(throws: Killed.self) {
                _ = try await builder.build("main-2", at: .tuesday) { _ in
                    await #expect(throws: VersionFailure.building) {
                        try await catalog.retire("main-2")
                    }
                    throw Killed()
                }
            }
            try await catalog.retire("main-2")
            #expect(try await catalog.all().map(\.version.name) == ["main-1"])
        }
    }

    @Test func `where no version is shown, readers are told so, and a switch helps`() async throws {
        try await withBuiltVersion { world, builder, pool in
            _ = try await pool.query("UPDATE projection.version SET state = 'kept'")
            await #expect(throws: VersionFailure.noneShown) {
                _ = try await world.queries.position(of: World.tenant, at: .now)
            }
            await #expect(throws: VersionFailure.noneShown) { try await world.runner().catchUp() }
            #expect(try await builder.show("main-2") == nil)
            #expect(
                try await differences(between: world, and: try await world.folded(through: 60))
                    == [])
        }
    }
}

extension World {
    /// How many sessions of the database wait for a lock.
    func blockedCount() async throws -> Int {
        let connection = try await Connection.open(configuration)
        let count = try await connection.query(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """
        ).rows[0].decode(Int.self)
        await connection.close()
        return count
    }
}
