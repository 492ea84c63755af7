import CommandHandling
import Catalog
import EventSourcing
import EventStorage
import Logging
import PostgreSQL
import ReadModels
import ServiceLifecycle

/// The parts of a running service around one database, and the order in which they start and stop.
///
/// The gateway and the command line stand on it; nothing here knows of HTTP.
package struct Backend: Sendable {
    package let log: PostgresLog
    package let lanes: Lanes
    package let vault: Vault
    package let readers: Pool
    package let projections: ProjectionRunner
    package let policyState: PolicyState
    package let codec = EventCodec.catalog

    private let writers: Pool
    private let announcer: LogAnnouncer
    private let policies: PolicyRunner
    private let deadlines: DeadlineClock

    /// Connects, and refuses a database that does not fit.
    ///
    /// - Throws: `MigrationFailure`, `VaultFailure`, `SchemaOutdated`, or `PostgresFailure`.
    package init(_ configuration: BackendConfiguration, logger: Logger) async throws {
        let service = configuration.database.inServiceRole
        writers = Pool(service, limits: .init(maxConnections: configuration.writers))
        readers = Pool(service, limits: .init(maxConnections: configuration.readers))
        vault = Vault(master: configuration.masterKey)
        log = PostgresLog(writers: writers, readers: readers, vault: vault)
        let missing = try await Migrator().check(readers)
        guard missing.isEmpty else { throw SchemaOutdated(missing: missing) }
        try await vault.prove(in: writers)
        policyState = PolicyState(pool: writers)
        lanes = Lanes(log: log, codec: codec, time: configuration.time, logger: logger)
        announcer = LogAnnouncer(log: log, configuration: service, logger: logger)
        projections = ProjectionRunner(log: log, pool: writers, codec: codec, logger: logger)
        policies = PolicyRunner(
            log: log, lanes: lanes, state: policyState, codec: codec,
            lease: Lease("policies", pool: writers), logger: logger)
        deadlines = DeadlineClock(
            lanes: lanes, state: policyState,
            time: configuration.deadlineTime ?? DatabaseTime(pool: readers),
            lease: Lease("deadlines", pool: writers), logger: logger)
    }

    /// In the order of starting; they stop in the reverse order.
    package var services: [any Service] {
        [announcer, lanes, projections, policies, deadlines]
    }

    package func close() async {
        async let log: Void = log.close()
        async let writers: Void = writers.close()
        async let readers: Void = readers.close()
        _ = await (log, writers, readers)
    }
}

package struct BackendConfiguration: Sendable {
    package var database: Configuration
    package var masterKey: MasterKey
    /// The time of recording.
    package var time: any TimeSource = SystemTime()
    /// What judges deadlines; the database's clock where nothing is said.
    package var deadlineTime: (any TimeSource)?
    /// Connections for appends, locks and read models.
    package var writers = 6
    /// Connections for questions.
    package var readers = 6

    package init(database: Configuration, masterKey: MasterKey) {
        self.database = database
        self.masterKey = masterKey
    }
}
