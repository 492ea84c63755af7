import EventSourcing
import PostgreSQL

/// The changes of many events in many tenants, one for each row.
struct ChangeSet: Sendable {
    private struct RowKey: Hashable {
        let tenant: TenantID
        let key: [JSONValue]
    }

    private struct Pending {
        var action: Change.Action
        var position: Position
    }

    private var tables: [Table: [RowKey: Pending]] = [:]

    /// Adds a change behind those that are there; of two for one row it makes one.
    mutating func add(_ change: Change, of tenant: TenantID, at position: Position) {
        let (key, action) = change.keyAndAction
        let row = RowKey(tenant: tenant, key: key)
        let earlier = tables[change.table]?[row]?.action
        tables[change.table, default: [:]][row] = Pending(
            action: earlier?.followed(by: action) ?? action, position: position)
    }

    /// For each table and each kind of change the statements that write it, a page of rows each.
    ///
    /// - Throws: `PostgresFailure`, a data error, where a row has a value that its column has not.
    func statements(for version: ReadVersion, _ forms: TableForms) throws -> [SQL] {
        try tables.sorted { $0.key.name < $1.key.name }.flatMap { table, rows in
            try statements(
                for: table, rows, TableWriter(table: table, version: version, forms: forms))
        }
    }

    private func statements(
        for table: Table, _ rows: [RowKey: Pending], _ writer: TableWriter
    ) throws -> [SQL] {
        var puts: [Change.Columns] = []
        var deletes: [Change.Columns] = []
        var patches: [[String]: [Change.Columns]] = [:]
        for (row, pending) in rows {
            let key = Self.columns(of: row, in: table)
            switch pending.action {
            case .put(let columns): puts.append(key.adding(columns, pending.position))
            case .patch(let columns):
                patches[columns.keys.sorted(), default: []].append(
                    key.adding(columns, pending.position))
            case .delete: deletes.append(key)
            }
        }
        var statements = try writer.upserts(of: puts)
        for (columns, rows) in patches.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            statements += try writer.updates(of: columns, in: rows)
        }
        return try statements + writer.deletes(of: deletes)
    }

    private static func columns(of row: RowKey, in table: Table) -> Change.Columns {
        var columns = Change.Columns(uniqueKeysWithValues: zip(table.key, row.key))
        columns["tenant"] = .string(row.tenant.description)
        return columns
    }
}

extension Change.Columns {
    fileprivate func adding(_ columns: Self, _ position: Position) -> Self {
        var all = merging(columns) { $1 }
        all["position"] = .integer(Int64(position.value))
        return all
    }
}
