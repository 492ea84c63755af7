import EventSourcing
import PostgreSQL

/// Rows on their way into the tables of a new version, in batches worth a `COPY` each.
struct FinalRows: Sendable {
    /// Bytes of one table that are copied together.
    static let batchLimit = 1024 * 1024

    /// Rows of one tenant, as `FieldEncoder` writes them.
    struct Part: Sendable {
        let tenant: TenantID
        var bytes: [UInt8] = []
        var rowCount = 0
    }

    struct Batch: Sendable {
        let table: Table
        var parts: [Part] = []

        var byteCount: Int { parts.reduce(0) { $0 + $1.bytes.count } }
        var rowCount: Int { parts.reduce(0) { $0 + $1.rowCount } }
    }

    /// A batch for each table that gets its rows, in the order of the group's tables.
    private var pending: [Batch]

    init(_ tables: [Table]) {
        pending = tables.map { Batch(table: $0) }
    }

    /// Adds rows of the table at `place`.
    ///
    /// - Returns: The batch, if it is full now.
    mutating func add(_ part: Part, toTableAt place: Int) -> Batch? {
        guard part.rowCount > 0 else { return nil }
        pending[place].parts.append(part)
        return pending[place].byteCount >= Self.batchLimit ? take(place) : nil
    }

    /// What is left, each table's rows a batch.
    mutating func takeAll() -> [Batch] {
        pending.indices.map { take($0) }.filter { !$0.parts.isEmpty }
    }

    private mutating func take(_ place: Int) -> Batch {
        defer { pending[place].parts = [] }
        return pending[place]
    }
}

extension FinalRows.Batch {
    /// Copies the rows in, or, where they do not go together, each tenant's alone.
    ///
    /// - Returns: The tenants whose rows the tables cannot hold.
    func copy(into version: ReadVersion, _ forms: TableForms, through pool: Pool) async throws
        -> Set<TenantID>
    {
        let names = try forms.form(of: table).names
        let target: SQL = "\(version.table(table)) (\(SQL(joining: names)))"
        do {
            try await copy(parts, into: target, through: pool)
            return []
        } catch let failure as PostgresFailure where failure.isDataError {
            var refused: Set<TenantID> = []
            for (tenant, parts) in Dictionary(grouping: parts, by: \.tenant) {
                do {
                    try await copy(parts, into: target, through: pool)
                } catch let failure as PostgresFailure where failure.isDataError {
                    refused.insert(tenant)
                }
            }
            return refused
        }
    }

    private func copy(
        _ parts: [FinalRows.Part], into target: SQL, through pool: Pool
    ) async throws {
        _ = try await pool.withConnection { connection in
            try await connection.copyIn(into: target) { writer in
                for part in parts {
                    try await writer.write(encoded: part.bytes, count: part.rowCount)
                }
            }
        }
    }
}
