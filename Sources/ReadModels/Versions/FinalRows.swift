import EventSourcing
import PostgreSQL

/// Rows on their way into the tables of a new version, in batches worth a `COPY` each.
struct FinalRows: Sendable {
    /// Rows of one table that are copied together: some megabytes.
    static let batchLimit = 16_384

    struct Row: Sendable {
        let tenant: TenantID
        let entry: RowsInMemory.Entry
    }

    struct Batch: Sendable {
        let table: Table
        let rows: [Row]
    }

    private var pending: [Table: [Row]] = [:]

    /// - Returns: The batch that is full now.
    mutating func add(_ entry: RowsInMemory.Entry, to table: Table, of tenant: TenantID) -> Batch? {
        pending[table, default: []].append(Row(tenant: tenant, entry: entry))
        guard let rows = pending[table], rows.count >= Self.batchLimit else { return nil }
        pending[table] = nil
        return Batch(table: table, rows: rows)
    }

    /// What is left, each table's rows a batch.
    mutating func takeAll() -> [Batch] {
        defer { pending = [:] }
        return pending.sorted { $0.key.name < $1.key.name }
            .map { Batch(table: $0.key, rows: $0.value) }
    }
}

extension FinalRows.Batch {
    /// Copies the rows in, or, where they do not go together, each tenant's alone.
    ///
    /// - Returns: The tenants whose rows the tables cannot hold.
    func copy(into version: ReadVersion, _ forms: TableForms, through pool: Pool) async throws
        -> Set<TenantID>
    {
        let form = try forms.form(of: table)
        do {
            try await copy(rows, into: version, form, through: pool)
            return []
        } catch let failure as PostgresFailure where failure.isDataError {
            var refused: Set<TenantID> = []
            for (tenant, rows) in Dictionary(grouping: rows, by: \.tenant) {
                do {
                    try await copy(rows, into: version, form, through: pool)
                } catch let failure as PostgresFailure where failure.isDataError {
                    refused.insert(tenant)
                }
            }
            return refused
        }
    }

    private func copy(
        _ rows: [FinalRows.Row], into version: ReadVersion, _ form: RowForm, through pool: Pool
    ) async throws {
        let target: SQL = "\(version.table(table)) (\(SQL(joining: form.names)))"
        _ = try await pool.withConnection { connection in
            try await connection.copyIn(into: target) { writer in
                for row in rows { try await writer.write(row: try form.values(of: row.columns)) }
            }
        }
    }
}

extension FinalRows.Row {
    var columns: Change.Columns {
        var columns = entry.columns
        columns["tenant"] = .string(tenant.description)
        columns["position"] = .integer(Int64(entry.position.value))
        return columns
    }
}
