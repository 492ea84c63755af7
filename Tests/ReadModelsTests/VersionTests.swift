import EventSourcing
import EventStorage
import PostgreSQL
import Synchronization
import TestSupport
import Testing

@testable import ReadModels

/// A version that is built beside the one that is shown, and shown in its place.
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

    @Test func `a switch shows the new version whole, and the old one is a command away`()
        async throws
    {
        try await World.with { world in
            let story = Story.random(seed: 22, count: 200)
            try await world.tell(story, events: 0..<100)
            let runner = world.runner()
            try await runner.catchUp()
            try await world.withBuilder { builder, pool in
                let version = try await builder.build("main-2", at: .tuesday).version
                try await world.tell(story, events: 100..<150)
                try await runner.catchUp()
                #expect(try await builder.show("main-2") == .first)
                #expect(try await ReadVersion.current(in: pool) == version)
                #expect(
                    try await differences(between: world, and: try await world.folded(through: 150))
                        == [])
                // The runner goes over to what is shown, and the old version stays where it is.
                try await world.tell(story, events: 150..<200)
                try await runner.catchUp()
                #expect(
                    try await differences(between: world, and: try await world.folded(through: 200))
                        == [])
                let kept = try await TenantLag.furthest(.first, limit: 1, in: pool)
                #expect(kept.map(\.events) == [50])
                #expect(try await builder.show("main-1") == version)
                #expect(
                    try await differences(between: world, and: try await world.folded(through: 200))
                        == [])
            }
        }
    }

    @Test func `a version is shown though what is shown moves with each read of the log`()
        async throws
    {
        try await withSerial { world, serial, _ in
            let log = BusyLog(world, whileFree: serial.goOn)
            try await world.withBuilder(log: log) { builder, _ in
                let kept = try await builder.show("main-2")
                #expect(kept == .first)
            }
            #expect(serial.told > 101)
            let folded = try await world.folded(through: Position(serial.told))
            #expect(try await differences(between: world, and: folded) == [])
        }
    }

    @Test func `a tenant that is new while what is shown is held is shown too`() async throws {
        try await withSerial { world, serial, runner in
            let newcomer = Story.random(seed: 32, count: 10, commands: 1000)
            let isTold = Mutex(false)
            let log = BusyLog(world, whileFree: serial.goOn) {
                let isFirst = isTold.withLock { isTold in
                    defer { isTold = true }
                    return !isTold
                }
                guard isFirst else { return }
                try await world.tell(newcomer, to: World.other)
                try await runner.catchUp()
            }
            try await world.withBuilder(log: log) { builder, _ in
                let kept = try await builder.show("main-2")
                #expect(kept == .first)
            }
            #expect(isTold.withLock { $0 })
            let folded = try await world.folded(World.other, through: 10)
            #expect(try await differences(between: world, and: folded, of: World.other) == [])
        }
    }

    /// Lends `body` a world with `main-2` built, and a story that goes on, one event ahead of it.
    private func withSerial(
        _ body: @Sendable (World, Serial, ProjectionRunner) async throws -> Void
    ) async throws {
        try await World.with { world in
            let story = Story.random(seed: 30, count: 200)
            try await world.tell(story, events: 0..<100)
            let runner = world.runner()
            try await runner.catchUp()
            try await world.withBuilder { builder, _ in
                _ = try await builder.build("main-2", at: .tuesday)
            }
            let serial = Serial(story, from: 100, in: world, followedBy: runner)
            try await serial.goOn()
            try await body(world, serial, runner)
        }
    }

    @Test func `readers beside a switch see one version or the other, and never go back`()
        async throws
    {
        try await World.with { world in
            let story = Story.random(seed: 23, count: 240)
            try await world.tell(story, events: 0..<120)
            let runner = world.runner()
            try await runner.catchUp()
            try await world.withBuilder { builder, _ in
                _ = try await builder.build("main-2", at: .tuesday)
                try await withThrowingTaskGroup { group in
                    group.addTask { try await runner.run() }
                    group.addTask {
                        var last = Position.start
                        while last < 240 {
                            let (position, clubs) = try await world.queries.reading(World.tenant) {
                                ($0, try await $1.rows(Selection<ClubRow>()))
                            }
                            #expect(position >= last)
                            #expect(!clubs.isEmpty)
                            last = position
                        }
                    }
                    for start in stride(from: 120, to: 240, by: 20) {
                        try await world.tell(story, events: start..<(start + 20))
                        _ = try await builder.show(start % 40 == 0 ? "main-2" : "main-1")
                    }
                    #expect(await runner.reached(World.tenant, 240, within: .seconds(60)))
                    try await group.next()
                    group.cancelAll()
                }
            }
            #expect(
                try await differences(between: world, and: try await world.folded(through: 240))
                    == [])
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

/// A log with every read of which something happens: while what is shown is held, or else.
private final class BusyLog: WrappedLog {
    let base: PostgresLog
    private let world: World
    private let whileFree: @Sendable () async throws -> Void
    private let whileHeld: @Sendable () async throws -> Void

    init(
        _ world: World, whileFree: @escaping @Sendable () async throws -> Void,
        whileHeld: @escaping @Sendable () async throws -> Void = {}
    ) {
        base = world.log
        self.world = world
        self.whileFree = whileFree
        self.whileHeld = whileHeld
    }

    func read(
        _ tenant: TenantID, after position: Position, types: Set<String>?, limit: Int
    ) async throws -> [Recorded<EncodedEvent>] {
        let events = try await base.read(tenant, after: position, types: types, limit: limit)
        let free = try await world.pool.query(
            """
            SELECT FROM read.checkpoint
            WHERE projector = \(ReadVersion.first.name) AND tenant = \(World.tenant.uuid)
            FOR UPDATE SKIP LOCKED
            """)
        try await free.rows.isEmpty ? whileHeld() : whileFree()
        return events
    }
}

/// A story told an event at a time to a world whose service follows it at once.
private final class Serial: Sendable {
    private let world: World
    private let story: Story
    private let runner: ProjectionRunner
    private let next: Mutex<Int>

    init(_ story: Story, from next: Int, in world: World, followedBy runner: ProjectionRunner) {
        self.world = world
        self.story = story
        self.runner = runner
        self.next = Mutex(next)
    }

    /// How many of its events are told.
    var told: Int { next.withLock { $0 } }

    func goOn() async throws {
        let place = told
        guard place < story.events.count else { return }
        try await world.tell(story, events: place..<(place + 1))
        next.withLock { $0 += 1 }
        try await runner.catchUp()
    }
}
