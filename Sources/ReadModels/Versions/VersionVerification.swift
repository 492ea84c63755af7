import Catalog
import EventSourcing
import PostgreSQL

/// Whether a tenant's log is whole, and whether the tables are what it makes of them.
///
/// The log is streamed and folded in memory; the tables are streamed in one snapshot, and compared
/// row by row with the fold of the same position. Of a tenant whose rows are more than memory may
/// hold, one share of the keys is compared after the other, each with a pass of its own over the
/// log. So what grows with a tenant is its tournaments, folded, and a number for each stream; the
/// rows in memory are bounded by `SharedFold.byteLimit`.
package struct VersionVerification: Sendable {
    package private(set) var log: LogVerification
    package private(set) var position = Position.start
    /// Of the tables, each once.
    package private(set) var rows = 0
    package private(set) var skipped: [Skip] = []
    /// How often the log was read.
    package private(set) var passes = 0

    private let source: any EventLog
    private let pool: Pool
    private let codec: EventCodec
    private let group: ProjectorGroup
    private let byteLimit: Int
    private var foldFaults = Faults()
    private var tableFaults: [TableFaults]

    package init(
        log: any EventLog, pool: Pool, codec: EventCodec = .catalog, group: ProjectorGroup = .main
    ) {
        self.init(
            log: log, pool: pool, codec: codec, group: group, byteLimit: SharedFold.byteLimit)
    }

    init(
        log: any EventLog, pool: Pool, codec: EventCodec = .catalog, group: ProjectorGroup = .main,
        byteLimit: Int
    ) {
        source = log
        self.log = LogVerification(codec: codec)
        self.pool = pool
        self.codec = codec
        self.group = group
        self.byteLimit = byteLimit
        tableFaults = group.tables.map { _ in TableFaults() }
    }

    /// What is wrong with the tables; each table's first few by name.
    package var faults: [String] {
        foldFaults.named
            + zip(group.tables, tableFaults).flatMap { type, faults in
                faults.named(of: "read.\(type.table.name)")
            }
    }

    /// How many faults the tables have, those without a name included.
    package var faultCount: Int { tableFaults.reduce(foldFaults.count) { $0 + $1.count } }

    /// - Throws: What the log and the database throw; faults are values.
    package mutating func verify(_ tenant: TenantID, _ version: ReadVersion) async throws {
        skipped = try await Skip.all(in: pool).filter {
            $0.tenant == tenant && $0.version == version.name
        }
        let forms = try await TableForms.load(group.tables, from: pool)
        var rest: KeyShare? = .all
        while let share = rest {
            var fold = try SharedFold(
                share, of: tenant, group: group, codec: codec, forms, byteLimit: byteLimit)
            try await verify(&fold, of: tenant, version)
            rest = fold.share.next
        }
        try await verifyRest(of: tenant)
    }

    /// Compares a share, which the fold may make a smaller one.
    private mutating func verify(
        _ fold: inout SharedFold, of tenant: TenantID, _ version: ReadVersion
    ) async throws {
        passes += 1
        let start = try await pool.query(Checkpoints.position(of: tenant, version))
        let first = try Checkpoints.position(in: start) ?? .start
        try await read(tenant, through: first, into: &fold)
        // A snapshot that is held while a whole log is read would slow every append; this one is
        // held for what has come since, and for the rows.
        try await pool.transaction(isolation: .repeatableRead) { transaction in
            try await compare(&fold, of: tenant, version, in: transaction)
        }
    }

    private mutating func compare(
        _ fold: inout SharedFold, of tenant: TenantID, _ version: ReadVersion,
        in transaction: Transaction
    ) async throws {
        let result = try await transaction.query(Checkpoints.position(of: tenant, version))
        position = try Checkpoints.position(in: result) ?? .start
        try await read(tenant, through: position, into: &fold)
        // Later passes meet it again.
        if passes == 1 {
            let found = try await transaction.query(Quarantine.inForce(of: tenant, version))
            if let held = try Quarantine.inForce(in: found) {
                foldFaults.add(
                    "the tables stop before event \(held.position.next), in quarantine: \(held.reason)"
                )
            }
        }
        do {
            try fold.finish()
        } catch let failure as PostgresFailure where failure.isDataError {
            foldFaults.add("the tables hold tournaments that cannot be in them: \(failure)")
        }
        for place in group.tables.indices {
            let table = group.tables[place].table
            var comparison = TableComparison(
                table, fold.takeTable(at: place), in: fold.share, adding: tableFaults[place])
            let names = SQL(joining: comparison.form.names)
            let chunks = try await transaction.copyOut(
                "SELECT \(names) FROM \(version.table(table)) WHERE tenant = \(tenant.uuid)")
            for try await chunk in chunks {
                try chunk.forEach { row in try comparison.check(&row) }
            }
            comparison.end()
            rows += comparison.count
            tableFaults[place] = comparison.faults
        }
    }

    private mutating func read(
        _ tenant: TenantID, through end: Position, into fold: inout SharedFold
    ) async throws {
        let pages = source.stream(tenant, after: fold.position, through: end, types: nil)
        for try await page in pages {
            for event in page { read(event, into: &fold) }
        }
        guard fold.position < end, passes == 1 else { return }
        let beyond = try await source.read(tenant, after: end, types: nil, limit: 1)
        if beyond.isEmpty {
            foldFaults.add(
                "the tables stand at \(end), behind the log's last event \(fold.position)")
        }
    }

    private mutating func read(_ event: Recorded<EncodedEvent>, into fold: inout SharedFold) {
        // Later passes meet it again.
        let isFirstTime = event.position > log.position
        if isFirstTime { log.check(event) }
        let isSkipped = skipped.contains { $0.position == event.position }
        do {
            try fold.apply(event, isSkipped: isSkipped)
        } catch {
            guard isFirstTime else { return }
            foldFaults.add(
                "the tables stand behind event \(event.position), which they cannot show: \(error)")
        }
    }

    /// The log behind what the tables show.
    private mutating func verifyRest(of tenant: TenantID) async throws {
        let head = try await source.open(tenant, commands: []).head
        for try await page in source.stream(tenant, after: log.position, through: head, types: nil)
        {
            for event in page { log.check(event) }
        }
        let beyond = try await source.read(tenant, after: log.position, types: nil, limit: 1)
        // Read after the event, the head has moved with it.
        log.end(
            at: try await source.open(tenant, commands: []).head,
            beyond: beyond.first?.position)
    }
}
