import EventSourcing
import Foundation
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
        let row = RowKey(tenant: tenant, key: change.key)
        let earlier = tables[change.table]?[row]?.action
        tables[change.table, default: [:]][row] = Pending(
            action: earlier?.followed(by: change.action) ?? change.action, position: position)
    }

    /// For each table one statement that puts rows, one that deletes, and one for each set of
    /// columns that is patched.
    ///
    /// - Throws: Where a row cannot be written as JSON, such as a number that is not finite.
    func statements() throws -> [SQL] {
        try tables.sorted { $0.key.name < $1.key.name }.flatMap { table, rows in
            try statements(for: table, rows)
        }
    }

    private func statements(for table: Table, _ rows: [RowKey: Pending]) throws -> [SQL] {
        var puts: [Change.Columns] = []
        var deletes: [Change.Columns] = []
        var patches: [Set<String>: [Change.Columns]] = [:]
        for (row, pending) in rows {
            let key = Self.columns(of: row, in: table)
            switch pending.action {
            case .put(let columns): puts.append(key.adding(columns, pending.position))
            case .patch(let columns):
                patches[Set(columns.keys), default: []].append(
                    key.adding(columns, pending.position))
            case .delete: deletes.append(key)
            }
        }
        var statements: [SQL] = []
        if !puts.isEmpty { statements.append(table.upsert(of: try Document(puts))) }
        for (columns, rows) in patches.sorted(by: { $0.key.sorted() < $1.key.sorted() }) {
            statements.append(table.update(of: columns.sorted(), try Document(rows)))
        }
        if !deletes.isEmpty { statements.append(table.delete(of: try Document(deletes))) }
        return statements
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

extension [String] {
    fileprivate static func < (left: Self, right: Self) -> Bool {
        left.lexicographicallyPrecedes(right)
    }
}

/// Rows as one parameter: a list of objects with the columns' names.
private struct Document {
    let parameter: JSONB

    init(_ rows: [Change.Columns]) throws {
        parameter = JSONB(bytes: Array(try JSONEncoder().encode(rows.map(JSONValue.object))))
    }
}

extension Table {
    fileprivate func upsert(of rows: Document) -> SQL {
        let inserted = SQL(joining: (["tenant"] + columns + ["position"]).map(\.identifier))
        let rest = columns.filter { !key.contains($0) } + ["position"]
        let updated = SQL(
            joining: rest.map { "\(identifier: $0) = excluded.\(identifier: $0)" })
        return """
            INSERT INTO read.\(identifier: name) (\(inserted))
            SELECT \(inserted)
            FROM jsonb_populate_recordset(NULL::read.\(identifier: name), \(rows.parameter))
            ON CONFLICT (\(SQL(joining: (["tenant"] + key).map(\.identifier))))
            DO UPDATE SET \(updated)
            """
    }

    fileprivate func update(of columns: [String], _ rows: Document) -> SQL {
        let updated = SQL(
            joining: (columns + ["position"]).map {
                "\(identifier: $0) = changed.\(identifier: $0)"
            })
        return """
            UPDATE read.\(identifier: name) AS row SET \(updated)
            FROM jsonb_populate_recordset(
                NULL::read.\(identifier: name), \(rows.parameter)) AS changed
            WHERE \(match("changed"))
            """
    }

    fileprivate func delete(of rows: Document) -> SQL {
        """
        DELETE FROM read.\(identifier: name) AS row
        USING jsonb_populate_recordset(NULL::read.\(identifier: name), \(rows.parameter)) AS gone
        WHERE \(match("gone"))
        """
    }

    /// `row.tenant = other.tenant AND row.club = other.club …`
    private func match(_ other: String) -> SQL {
        key.reduce("row.tenant = \(identifier: other).tenant") { match, column in
            "\(match) AND row.\(identifier: column) = \(identifier: other).\(identifier: column)"
        }
    }
}

extension String {
    fileprivate var identifier: SQL { "\(identifier: self)" }
}
