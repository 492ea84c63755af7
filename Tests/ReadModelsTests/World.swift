import Catalog
import EventSourcing
import EventStorage
import Logging
import PostgreSQL
import TestSupport
import Testing

@testable import ReadModels

/// A log, a runner and the questions, on a database of their own.
struct World: Sendable {
    static let tenant = TenantID.number(0xa)
    static let other = TenantID.number(0xb)

    let log: PostgresLog
    let pool: Pool
    let queries: Queries
    let configuration: Configuration

    /// Tells the story to a tenant's log, behind what is there.
    func tell(
        _ story: Story, to tenant: TenantID = tenant, events range: Range<Int>? = nil
    ) async throws {
        let range = range ?? 0..<story.events.count
        if range.lowerBound == 0 {
            try await log.create(tenant, slug: "tenant-\(tenant.description.suffix(2))")
        }
        var texts = range.lowerBound == 0 ? story.texts : []
        var position = range.lowerBound
        while position < range.upperBound {
            let time = story.events[position].recordedAt
            let events = story.events[position..<range.upperBound]
                .prefix { $0.recordedAt == time }.map(\.event)
            try await log.append(
                AppendBatch(
                    tenant: tenant, after: Position(position), recordedAt: time, events: events,
                    texts: texts))
            texts = []
            position += events.count
        }
    }

    /// A move of a checkpoint to an event that is in the log.
    func move(
        _ tenant: TenantID, from: Position, to end: Position
    ) async throws -> Checkpoints.Move {
        let events = try await log.read(
            tenant, after: Position(end.value - 1), types: nil, limit: 1)
        return Checkpoints.Move(tenant: tenant, from: from, last: try #require(events.first).mark)
    }

    /// A runner that has never run; `batch` events at a time.
    /// So long that a slow machine never lets it run out in the middle of a test.
    private static let lease = Duration.seconds(600)

    func lease() -> Lease { Lease("work", lasting: Self.lease, pool: pool) }

    func runner(batch: Int? = nil) -> ProjectionRunner {
        var limits = ProjectionLimits()
        if let batch { limits.batch = batch...batch }
        limits.retry = .milliseconds(1)...Duration.milliseconds(10)
        limits.lease = Self.lease
        return ProjectionRunner(log: log, pool: pool, limits: limits, logger: .quiet)
    }

    /// The rows that the log makes by `position`.
    func folded(
        _ tenant: TenantID = tenant, through position: Position
    ) async throws -> RowsInMemory {
        let types = Set(DomainEvent.Family.allCases.flatMap(\.wireNames))
        return try await History(log: log, tenant: tenant, codec: .catalog, group: .main)
            .rows(.types(types, keeping: ProjectorGroup.main.tables), through: position)
    }

    /// Ends every connection to the database but the admin's, and returns when they have ended.
    func cutConnections(_ admin: Pool) async throws {
        _ = try await admin.query(
            """
            SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """)
    }

    static func with(_ body: (World) async throws -> Void) async throws {
        try await withDatabase(template: .migrated) { configuration in
            let service = configuration.inServiceRole
            let pool = Pool(service)
            let vault = Vault(master: try MasterKey(base64: MasterKey.makeBase64()))
            let log = PostgresLog(writers: pool, readers: pool, vault: vault)
            let world = World(
                log: log, pool: pool, queries: Queries(pool: pool, log: log, vault: vault),
                configuration: configuration)
            do {
                try await body(world)
            } catch {
                await pool.close()
                throw error
            }
            await pool.close()
        }
    }

    /// A world that has lived through all that can happen, and shows it.
    static func withEverything(_ body: (World, Story) async throws -> Void) async throws {
        let story = Story.everything()
        try await with { world in
            try await world.tell(story)
            try await world.runner().catchUp()
            try await body(world, story)
        }
    }
}

extension Logger {
    /// Says nothing: what a test expects to fail is no news.
    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// Whether the tables hold exactly the rows that memory does, with their positions.
func differences(
    between world: World, and rows: RowsInMemory, of tenant: TenantID = World.tenant
) async throws -> [String] {
    var differences: [String] = []
    for type in ProjectorGroup.main.tables {
        differences += try await compare(type, world, rows, tenant)
    }
    return differences
}

private func compare<Value: ReadModels.Row>(
    _: Value.Type, _ world: World, _ rows: RowsInMemory, _ tenant: TenantID
) async throws -> [String] {
    let version = try await ReadVersion.current(in: world.pool)
    let positions = try await world.pool.query(
        """
        SELECT position FROM \(version.table(Value.table))
        WHERE tenant = \(tenant.uuid) ORDER BY position
        """
    ).rows.map { try $0.decode(Int.self) }
    let stored = try await world.queries.reading(tenant) { _, reader in
        try await reader.rows(Selection<Value>())
    }
    let entries = rows.entries(of: Value.table)
    let expected = entries.values.map(\.position.value).sorted()
    var found = positions == expected ? [] : ["\(Value.table.name): \(positions) ≠ \(expected)"]
    let storedByKey = Dictionary(
        uniqueKeysWithValues: stored.map { (Change.put($0).key, $0) })
    for (key, entry) in entries {
        let value = try entry.decoded(as: Value.self)
        if storedByKey[key] != value {
            found.append("\(Value.table.name): \(String(describing: storedByKey[key])) ≠ \(value)")
        }
    }
    if stored.count != entries.count { found.append("\(Value.table.name): \(stored.count) rows") }
    return found
}
