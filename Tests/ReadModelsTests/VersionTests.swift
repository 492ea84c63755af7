import EventSourcing
import EventStorage
import PostgreSQL
import TestSupport
import Testing

@testable import ReadModels

/// A version that is built beside the one that is shown.
struct VersionTests {
    @Test(arguments: [1, 7, 1000])
    func `a rebuild equals having followed, row for row`(batch: Int) async throws {
        try await World.with { world in
            try await world.tell(.random(seed: 21, count: 300))
            try await world.tell(.everything(), to: World.other)
            try await world.runner(batch: batch).catchUp()
            try await world.withBuilder { builder, pool in
                let report = try await builder.build("main-2", at: .tuesday)
                #expect(report.tenants == 2 && report.held.isEmpty)
                let difference = try await VersionDifference.between(
                    .first, report.version, in: pool)
                #expect(difference.isEmpty, "\(difference)")
                #expect(difference.comparedTenants == 2 && difference.passedOver.isEmpty)
                #expect(try await world.rowCount(.first) == world.rowCount(report.version))
            }
        }
    }

    @Test func `what memory does not hold of a tenant is followed`() async throws {
        try await World.with { world in
            try await world.tell(.random(seed: 28, count: 2500))
            try await world.runner().catchUp()
            let limits = FoldingLimits(bytes: 4096, pagesTogether: 1)
            try await world.withBuilder(limits: limits) { builder, pool in
                let report = try await builder.build("main-2", at: .tuesday)
                #expect(report.events > 0 && report.events < 2000 && report.held.isEmpty)
                let difference = try await VersionDifference.between(
                    .first, report.version, in: pool)
                #expect(difference.isEmpty && difference.comparedTenants == 1)
            }
        }
    }

    @Test func `a version has the keys, indexes and settings of the pattern`() async throws {
        try await World.with { world in
            try await world.withBuilder { builder, pool in
                let version = try await builder.build("main-2", at: .tuesday).version
                #expect(try await indexes(of: .first, pool) == indexes(of: version, pool))
                #expect(try await !indexes(of: version, pool).isEmpty)
            }
        }
    }

    /// Every connection is cut while tables are filled, before there are indexes, and before the
    /// version is followed on.
    @Test(arguments: ["folding", "indexing", "followingOn"])
    func `a rebuild that is killed leaves the old version, and can be run again`(
        point: String
    ) async throws {
        try await World.with { world in
            try await world.tell(.random(seed: 24, count: 200))
            try await world.runner().catchUp()
            let admin = Pool(world.configuration)
            try await world.withBuilder { builder, pool in
                await #expect(throws: (any Error).self) {
                    _ = try await builder.build("main-2", at: .tuesday) { stage in
                        if "\(stage)".hasPrefix(point) { try await world.cutConnections(admin) }
                    }
                }
                #expect(try await ReadVersion.current(in: admin) == .first)
                #expect(
                    try await differences(between: world, and: try await world.folded(through: 200))
                        == [])
                let report = try await builder.build("main-2", at: .tuesday)
                let difference = try await VersionDifference.between(
                    .first, report.version, in: pool)
                #expect(difference.isEmpty && difference.comparedTenants == 1)
            }
            await admin.close()
        }
    }

    @Test func `a rebuild that is run again goes by the name that was begun`() async throws {
        struct Killed: Error {}
        try await World.with { world in
            try await world.tell(.random(seed: 29, count: 20))
            try await world.withBuilder { builder, pool in
                await #expect(throws: Killed.self) {
                    _ = try await builder.build(nil, at: .tuesday) { _ in throw Killed() }
                }
                #expect(try await builder.build(nil, at: .tuesday).version.name == "main-2")
                #expect(try await builder.build(nil, at: .tuesday).version.name == "main-3")
                let states = try await VersionCatalog(pool: pool).all().map(\.state)
                #expect(states == [.current, .built, .built])
            }
        }
    }

    @Test func `one process builds at a time, and what is shown is not built anew`() async throws {
        try await World.with { world in
            try await world.tell(.random(seed: 25, count: 20))
            try await world.runner().catchUp()
            try await world.withBuilder { builder, pool in
                _ = try await builder.build("main-2", at: .tuesday) { _ in
                    await #expect(throws: VersionFailure.building) {
                        _ = try await builder.build("main-3", at: .tuesday)
                    }
                }
                for (name, failure) in [
                    ("main-1", VersionFailure.inUse("main-1")),
                    ("Main 3", .malformed("Main 3")),
                ] {
                    await #expect(throws: failure) {
                        _ = try await builder.build(name, at: .tuesday)
                    }
                }
                await #expect(throws: VersionFailure.inUse("main-1")) {
                    try await VersionCatalog(pool: pool).retire("main-1")
                }
                _ = try await builder.show("main-2")
                try await VersionCatalog(pool: pool).retire("main-1")
                let left = try await VersionCatalog(pool: pool).all().map(\.version.name)
                #expect(left == ["main-2"])
                #expect(try await world.rowCount(.first) == 0)
                #expect(
                    try await differences(between: world, and: try await world.folded(through: 20))
                        == [])
            }
        }
    }

    @Test func `a difference names what differs, and where`() async throws {
        try await World.with { world in
            try await world.tell(.random(seed: 26, count: 60))
            try await world.tell(.random(seed: 27, count: 10, commands: 1000), to: World.other)
            try await world.runner().catchUp()
            try await world.withBuilder { builder, pool in
                let version = try await builder.build("main-2", at: .tuesday).version
                _ = try await pool.pipeline([
                    "UPDATE read.club SET capacity = 77 WHERE tenant = \(World.tenant.uuid)",
                    "UPDATE read.checkpoint SET position = 9 WHERE tenant = \(World.other.uuid)",
                ])
                let found = try await VersionDifference.between(.first, version, in: pool)
                #expect(!found.isEmpty && found.passedOver.isEmpty)
                let tables = found.tables.filter { !$0.isEmpty }
                #expect(tables.map(\.table) == ["club"])
                #expect(tables.allSatisfy { $0.changed > 0 && $0.onlyInFirst == 0 })
                #expect(tables[0].firstKey?.contains(World.tenant.description) == true)
                _ = try await pool.query(
                    """
                    UPDATE read.checkpoint SET position = 8
                    WHERE tenant = \(World.other.uuid) AND projector = 'main-2'
                    """)
                let later = try await VersionDifference.between(.first, version, in: pool)
                #expect(later.passedOver.map(\.tenant) == [World.other])
            }
        }
    }

    private func indexes(of version: ReadVersion, _ pool: Pool) async throws -> [String] {
        try await pool.query(
            """
            SELECT replace(pg_get_indexdef(index.indexrelid), space.nspname, '')
                || coalesce(array_to_string(part.reloptions, ','), '') || index.indisprimary
            FROM pg_index AS index JOIN pg_class AS part ON part.oid = index.indrelid
                JOIN pg_namespace AS space ON space.oid = part.relnamespace
            WHERE space.nspname = \(version.schema)
                AND part.relname NOT IN ('checkpoint', 'lease', 'quarantine')
            ORDER BY 1
            """
        ).rows.map { try $0.decode(String.self) }
    }
}

extension World {
    /// A builder with the rights of the tables' owner.
    func withBuilder(
        log: (any EventLog)? = nil, limits: FoldingLimits = FoldingLimits(),
        _ body: @Sendable (VersionBuilder, Pool) async throws -> Void
    ) async throws {
        let pool = Pool(configuration)
        do {
            try await body(
                VersionBuilder(
                    log: log ?? self.log, pool: pool, logger: .quiet, limits: limits), pool)
        } catch {
            await pool.close()
            throw error
        }
        await pool.close()
    }

    func rowCount(_ version: ReadVersion) async throws -> Int {
        var count = 0
        for type in ProjectorGroup.main.tables {
            let rows = try await pool.query("SELECT count(*) FROM \(version.table(type.table))")
                .rows
            count += try rows.first?.decode(Int.self) ?? 0
        }
        return count
    }
}
