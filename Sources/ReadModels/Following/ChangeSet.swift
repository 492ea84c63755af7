import EventSourcing
import PostgreSQL

/// The changes of many events in many tenants, one for each row.
struct ChangeSet {
    private let writers: TableWriters
    private var tables: [Table: ChangedRows] = [:]

    init(_ writers: TableWriters) {
        self.writers = writers
    }

    /// Adds a change behind those that are there; of two for one row it makes one.
    ///
    /// - Throws: `PostgresFailure`, a data error, for a value that its column cannot hold.
    mutating func add(_ change: Change, of tenant: TenantID, at position: Position) throws {
        if let place = tables.index(forKey: change.table) {
            try tables.values[place].add(change, of: tenant, at: position)
        } else {
            var rows = try writers.rows(of: change.table)
            try rows.add(change, of: tenant, at: position)
            tables[change.table] = rows
        }
    }

    /// For each table and each kind of change the statements that write it, some rows each.
    var statements: [SQL] {
        tables.sorted { $0.key.name < $1.key.name }
            .flatMap { table, rows in writers.statements(of: rows, in: table) }
    }
}
