import Catalog
import EventSourcing
import Foundation
import Logging
import PostgreSQL

/// Builds a version of the read models beside the one that is shown.
///
/// Each tenant's log is folded in memory; the final rows are copied into tables without indexes,
/// which are made afterwards; then the version is followed to the heads. Killed anywhere, it leaves
/// a version that nobody is shown, and the next attempt begins by dropping that. Policies and
/// deadlines are no read models: nothing that has been sent is sent again.
package struct VersionBuilder: Sendable {
    /// Copies under way at a time, each on a connection of its own.
    static let copiesAtOnce = 2
    /// How many events are read at a time, and how many tenants.
    static let pageLimit = 1000
    /// The number of the advisory lock under which one process builds.
    static let lock = 7_301_220_120

    package struct Report: Sendable {
        package let version: ReadVersion
        package internal(set) var tenants = 0
        package internal(set) var events = 0
        package internal(set) var rows = 0
        /// Tenants that the version shows only up to an event that it cannot.
        package internal(set) var held: [TenantID: Quarantine] = [:]
    }

    package enum Stage: Sendable {
        case folding(tenants: Int, events: Int)
        case indexing
        case followingOn
    }

    let log: any EventLog
    let pool: Pool
    let codec: EventCodec
    let group: ProjectorGroup
    let logger: Logger

    /// - Parameter pool: With the rights of the tables' owner, and without a time-out for
    ///   statements: an index takes as long as its table needs.
    package init(
        log: any EventLog, pool: Pool, codec: EventCodec = .catalog, group: ProjectorGroup = .main,
        logger: Logger
    ) {
        self.log = log
        self.pool = pool
        self.codec = codec
        self.group = group
        self.logger = logger
    }

    /// - Parameter progress: Is told of each stage and each tenant; what it throws ends the build.
    /// - Throws: `VersionFailure`, or what the log and the database throw.
    package func build(
        _ name: String, at time: Timestamp,
        progress: @Sendable (Stage) async throws -> Void = { _ in }
    ) async throws -> Report {
        try await alone {
            let catalog = VersionCatalog(pool: pool)
            let version = try await catalog.begin(name, at: time)
            let tables = VersionTables(version: version, pool: pool)
            let names = group.tables.map { $0.table.name }
            try await tables.create(names)
            var report = try await fill(version, progress)
            try await progress(.indexing)
            try await tables.complete(names)
            try await catalog.set(version, .built)
            try await progress(.followingOn)
            let runner = runner(of: version)
            try await runner.catchUp()
            report.held = await runner.quarantined
            return report
        }
    }

    func runner(of version: ReadVersion) -> ProjectionRunner {
        ProjectionRunner(
            log: log, pool: pool, codec: codec, group: group, version: version, logger: logger)
    }

    /// Whoever else builds is refused; a process that dies gives up its lock with its connection.
    private func alone<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await pool.withConnection { connection in
            let rows = try await connection.query("SELECT pg_try_advisory_lock(\(Self.lock))").rows
            guard let row = rows.first, try row.decode(Bool.self) else {
                throw VersionFailure.building
            }
            do {
                let result = try await body()
                try await unlock(connection)
                return result
            } catch {
                do {
                    try await unlock(connection)
                } catch {
                    // A connection that is given back must not keep the lock.
                    await connection.close()
                }
                throw error
            }
        }
    }

    private func unlock(_ connection: Connection) async throws {
        _ = try await connection.query("SELECT pg_advisory_unlock(\(Self.lock))")
    }

    // MARK: Filling

    private func fill(
        _ version: ReadVersion, _ progress: @Sendable (Stage) async throws -> Void
    ) async throws -> Report {
        let forms = try await TableForms.load(group.tables, from: pool)
        var report = Report(version: version)
        var ends: [TenantID: Position] = [:]
        let refused = try await withThrowingTaskGroup(of: Set<TenantID>.self) { tasks in
            var copies = Copies(version: version, forms: forms, pool: pool)
            var last: TenantID?
            repeat {
                let heads = try await log.heads(after: last, limit: Self.pageLimit)
                for head in heads where head.position > .start {
                    var fold = TenantFold(tenant: head.tenant, group: group, codec: codec)
                    try await read(head.tenant, into: &fold) { rows in
                        report.rows += rows.count
                        try await copies.add(rows, of: head.tenant, in: &tasks)
                    }
                    ends[head.tenant] = fold.position
                    report.tenants += 1
                    report.events += fold.eventCount
                    try await progress(.folding(tenants: report.tenants, events: report.events))
                }
                last = heads.count == Self.pageLimit ? heads.last?.tenant : nil
            } while last != nil
            return try await copies.finish(in: &tasks)
        }
        try await clear(refused, from: version)
        try await setCheckpoints(ends.filter { !refused.contains($0.key) }, of: version)
        return report
    }

    /// Folds the tenant's log, the next page being read meanwhile.
    private func read(
        _ tenant: TenantID, into fold: inout TenantFold,
        _ take: ([(Table, RowsInMemory.Entry)]) async throws -> Void
    ) async throws {
        var page = try await log.read(tenant, after: .start, types: nil, limit: Self.pageLimit)
        while let last = page.last, !fold.hasEnded {
            async let next = log.read(
                tenant, after: last.position, types: nil, limit: Self.pageLimit)
            var final: [(Table, RowsInMemory.Entry)] = []
            for event in page { final += fold.apply(event) }
            try await take(final)
            page = try await next
        }
        try await take(fold.remaining())
    }

    /// A tenant whose rows do not fit into the tables is followed from its first event, so that
    /// the event is found that is to blame.
    private func clear(_ refused: Set<TenantID>, from version: ReadVersion) async throws {
        for tenant in refused.sorted() {
            _ = try await pool.pipeline(
                group.tables.map {
                    "DELETE FROM \(version.table($0.table)) WHERE tenant = \(tenant.uuid)"
                })
        }
    }

    private func setCheckpoints(
        _ ends: [TenantID: Position], of version: ReadVersion
    ) async throws {
        _ = try await pool.withConnection { connection in
            try await connection.copyIn(into: "read.checkpoint (tenant, projector, position)") {
                writer in
                for (tenant, position) in ends.sorted(by: { $0.key < $1.key }) {
                    try await writer.write(tenant.uuid, version.name, position.value)
                }
            }
        }
    }
}

/// The copies that are under way, a bounded number of them.
private struct Copies {
    let version: ReadVersion
    let forms: TableForms
    let pool: Pool
    private var rows = FinalRows()
    private var running = 0
    private var refused: Set<TenantID> = []

    init(version: ReadVersion, forms: TableForms, pool: Pool) {
        self.version = version
        self.forms = forms
        self.pool = pool
    }

    mutating func add(
        _ final: [(Table, RowsInMemory.Entry)], of tenant: TenantID,
        in tasks: inout ThrowingTaskGroup<Set<TenantID>, any Error>
    ) async throws {
        for (table, entry) in final {
            guard let batch = rows.add(entry, to: table, of: tenant) else { continue }
            try await begin(batch, in: &tasks)
        }
    }

    /// - Returns: The tenants whose rows the tables cannot hold.
    mutating func finish(
        in tasks: inout ThrowingTaskGroup<Set<TenantID>, any Error>
    ) async throws -> Set<TenantID> {
        for batch in rows.takeAll() { try await begin(batch, in: &tasks) }
        while let ended = try await tasks.next() { refused.formUnion(ended) }
        return refused
    }

    private mutating func begin(
        _ batch: FinalRows.Batch, in tasks: inout ThrowingTaskGroup<Set<TenantID>, any Error>
    ) async throws {
        if running == VersionBuilder.copiesAtOnce, let ended = try await tasks.next() {
            refused.formUnion(ended)
            running -= 1
        }
        let (version, forms, pool) = (version, forms, pool)
        tasks.addTask { try await batch.copy(into: version, forms, through: pool) }
        running += 1
    }
}
