import Catalog
import EventSourcing
import PostgreSQL

/// Whether a tenant's log is whole, and whether the tables are what it makes of them.
///
/// The log is read once and folded in memory, which has to hold the tenant's rows; the tables are
/// streamed in one snapshot, and compared row by row with the fold of the same position.
package struct VersionVerification: Sendable {
    package private(set) var log: LogVerification
    package private(set) var position = Position.start
    package private(set) var rows = 0
    package private(set) var skipped: [Skip] = []
    package private(set) var faults: [String] = []

    private let source: any EventLog
    private let pool: Pool
    private let codec: EventCodec
    private let group: ProjectorGroup
    private var projection: Projection
    private var folded = RowsInMemory()

    package init(
        log: any EventLog, pool: Pool, codec: EventCodec = .catalog, group: ProjectorGroup = .main
    ) {
        source = log
        self.log = LogVerification(codec: codec)
        self.pool = pool
        self.codec = codec
        self.group = group
        projection = Projection(group, codec: codec)
    }

    /// - Throws: What the log and the database throw; faults are values.
    package mutating func verify(_ tenant: TenantID, _ version: ReadVersion) async throws {
        skipped = try await Skip.all(in: pool).filter {
            $0.tenant == tenant && $0.version == version.name
        }
        let forms = try await TableForms.load(group.tables, from: pool)
        let start = try await pool.query(Checkpoints.position(of: tenant, version))
        let first = try Checkpoints.position(in: start) ?? .start
        try await fold(tenant, through: first)
        // A snapshot that is held while a whole log is read would slow every append; this one is
        // held for what has come since, and for the rows.
        let connection = pool
        var copy = self
        try await connection.transaction(isolation: .repeatableRead) { transaction in
            let result = try await transaction.query(Checkpoints.position(of: tenant, version))
            let shown = try Checkpoints.position(in: result) ?? .start
            try await copy.fold(tenant, through: shown)
            copy.folded.apply(copy.projection.foldedChanges())
            for type in copy.group.tables {
                try await copy.compare(type.table, of: tenant, version, forms, in: transaction)
            }
        }
        self = copy
        try await verifyRest(of: tenant)
        folded = RowsInMemory()
    }

    private mutating func fold(_ tenant: TenantID, through end: Position) async throws {
        while position < end {
            let page = try await source.read(
                tenant, after: position, types: nil, limit: Follower.pageLimit)
            for event in page where event.position <= end { fold(event) }
            guard let last = page.last else {
                faults.append("the tables stand at \(end), behind the log's last event \(position)")
                return
            }
            position = min(last.position, end)
        }
    }

    private mutating func fold(_ event: Recorded<EncodedEvent>) {
        log.check(event)
        let isSkipped = skipped.contains { $0.position == event.position }
        do {
            folded.apply(
                try projection.changes(of: event, isSkipped: isSkipped), at: event.position)
        } catch {
            faults.append("the tables stand behind event \(event.position), which is unreadable")
        }
    }

    /// The log behind what the tables show.
    private mutating func verifyRest(of tenant: TenantID) async throws {
        let head = try await source.open(tenant, commands: []).head
        while log.position < head {
            let page = try await source.read(
                tenant, after: log.position, types: nil, limit: Follower.pageLimit)
            guard !page.isEmpty else { break }
            for event in page { log.check(event) }
        }
        let beyond = try await source.read(tenant, after: log.position, types: nil, limit: 1)
        // Read after the event, the head has moved with it.
        log.end(
            at: try await source.open(tenant, commands: []).head,
            beyond: beyond.first?.position)
    }

    private mutating func compare(
        _ table: Table, of tenant: TenantID, _ version: ReadVersion, _ forms: TableForms,
        in transaction: Transaction
    ) async throws {
        var comparison = try TableComparison(
            table, folded.entries(of: table), of: tenant, forms)
        let names = SQL(joining: comparison.form.names)
        let chunks = try await transaction.copyOut(
            "SELECT \(names) FROM \(version.table(table)) WHERE tenant = \(tenant.uuid)")
        for try await chunk in chunks {
            try chunk.forEach { row in try comparison.check(&row) }
        }
        comparison.end()
        rows += comparison.count
        faults += comparison.faults
    }
}
