import EventSourcing
import PostgreSQL

/// Filling the tables: `COPY` out of the log and its projection, a fold in memory, and `COPY` into
/// the tables, all three at once.
extension VersionBuilder {
    func fill(
        _ version: ReadVersion, _ progress: @Sendable (Stage) async throws -> Void
    ) async throws -> Report {
        let forms = try await TableForms.load(group.tables, from: pool)
        var report = Report(version: version)
        var ends: [TenantID: Position] = [:]
        var refused: Set<TenantID> = []
        try await withThrowingTaskGroup(of: Set<TenantID>.self) { tasks in
            var copies = Copies(
                version: version, tables: group.tables.map { $0.table }, forms: forms, pool: pool)
            var last: TenantID?
            repeat {
                let heads = try await log.heads(after: last, limit: Self.pageLimit)
                for head in heads where head.position > .start {
                    var fold = try TenantFold(
                        tenant: head.tenant, group: group, forms, byteLimit: limits.bytes)
                    do {
                        try await read(head, into: &fold, &copies, in: &tasks)
                    } catch let failure as PostgresFailure where failure.isDataError {
                        refused.insert(head.tenant)
                    }
                    ends[head.tenant] = fold.position
                    report.tenants += 1
                    report.events += fold.eventCount
                    try await progress(.folding(tenants: report.tenants, events: report.events))
                }
                last = heads.count == Self.pageLimit ? heads.last?.tenant : nil
            } while last != nil
            refused.formUnion(try await copies.finish(in: &tasks))
            report.rows = copies.rowCount
        }
        try await clear(refused, from: version)
        try await setCheckpoints(ends.filter { !refused.contains($0.key) }, of: version)
        return report
    }

    /// Folds the tenant's log; final rows leave while it is read, and the rest behind it.
    private func read(
        _ head: TenantHead, into fold: inout TenantFold, _ copies: inout Copies,
        in tasks: inout ThrowingTaskGroup<Set<TenantID>, any Error>
    ) async throws {
        let pages = FoldingPages(
            log.stream(head.tenant, after: .start, through: head.position, types: nil),
            Projection(group, codec: codec), pagesTogether: limits.pagesTogether)
        try await pages.forEach { page in
            try fold.apply(page)
            for (place, part) in fold.takeFinal().enumerated() {
                try await copies.add(part, toTableAt: place, in: &tasks)
            }
            return !fold.isFull
        }
        try fold.apply(await pages.tournaments())
        for place in 0..<fold.tableCount {
            for part in fold.takeRemaining(ofTableAt: place) {
                try await copies.add(part, toTableAt: place, in: &tasks)
            }
        }
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
    private let version: ReadVersion
    private let forms: TableForms
    private let pool: Pool
    private var rows: FinalRows
    private var running = 0
    private var refused: Set<TenantID> = []
    private(set) var rowCount = 0

    init(version: ReadVersion, tables: [Table], forms: TableForms, pool: Pool) {
        self.version = version
        self.forms = forms
        self.pool = pool
        rows = FinalRows(tables)
    }

    mutating func add(
        _ part: FinalRows.Part, toTableAt place: Int,
        in tasks: inout ThrowingTaskGroup<Set<TenantID>, any Error>
    ) async throws {
        guard let batch = rows.add(part, toTableAt: place) else { return }
        try await begin(batch, in: &tasks)
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
        rowCount += batch.rowCount
    }
}
