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
    /// Tables that get their indexes at a time, each on a connection of its own.
    static let indexersAtOnce = 2
    /// How many tenants are looked up at a time.
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
    let limits: FoldingLimits

    /// - Parameter pool: With the rights of the tables' owner, and without a time-out for
    ///   statements: an index takes as long as its table needs.
    package init(
        log: any EventLog, pool: Pool, codec: EventCodec = .catalog, group: ProjectorGroup = .main,
        logger: Logger
    ) {
        self.init(
            log: log, pool: pool, codec: codec, group: group, logger: logger,
            limits: FoldingLimits())
    }

    init(
        log: any EventLog, pool: Pool, codec: EventCodec = .catalog, group: ProjectorGroup = .main,
        logger: Logger, limits: FoldingLimits
    ) {
        self.log = log
        self.pool = pool
        self.codec = codec
        self.group = group
        self.logger = logger
        self.limits = limits
    }

    /// - Parameters:
    ///   - name: The new version's; where nothing is said, the one that was begun and not finished,
    ///     or the next number.
    ///   - progress: Is told of each stage and each tenant; what it throws ends the build.
    /// - Throws: `VersionFailure`, or what the log and the database throw.
    package func build(
        _ name: String?, at time: Timestamp,
        progress: @Sendable (Stage) async throws -> Void = { _ in }
    ) async throws -> Report {
        try await alone {
            let catalog = VersionCatalog(pool: pool)
            let name = if let name { name } else { try await catalog.nextName() }
            let version = try await catalog.begin(name, at: time)
            let tables = VersionTables(version: version, pool: pool)
            let names = group.tables.map { $0.table.name }
            try await tables.create(names)
            var report = try await fill(version, progress)
            try await progress(.indexing)
            try await tables.complete(names, on: Self.indexersAtOnce)
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
}
