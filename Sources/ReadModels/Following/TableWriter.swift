import PostgreSQL
import Synchronization

/// The statements that write rows of one table in one version.
///
/// `VALUES` of several rows, in binary: a server that is distributed by tenant runs this form four
/// times as fast as an `unnest` or a recordset.
final class TableWriter: Sendable {
    private let table: Table
    private let target: SQL
    /// The tenant, the key, the other columns, the position.
    private let form: RowForm
    private let put: RowsStatement
    private let delete: RowsStatement
    /// By the places in `form` of what they bring; a program has few such sets.
    private let updates = Mutex<[[Int]: RowsStatement]>([:])

    /// - Parameter form: Of whole rows.
    init(_ table: Table, in version: ReadVersion, _ form: RowForm) {
        self.table = table
        self.form = form
        target = version.table(table)
        let key = form.prefix(1 + table.key.count)
        let rest = form.columns.dropFirst(1 + table.key.count).map(\.name)
        let replaced = SQL(joining: rest.map { "\(identifier: $0) = excluded.\(identifier: $0)" })
        // A row that is put only once is not looked for before.
        put = RowsStatement(
            "INSERT INTO \(target) (\(SQL(joining: form.names)))",
            table.isAppendOnly
                ? "" : " ON CONFLICT (\(SQL(joining: key.names))) DO UPDATE SET \(replaced)",
            columns: form.types, pieces: .coarse)
        delete = RowsStatement(
            "DELETE FROM \(target) AS row USING (",
            ") AS gone (\(SQL(joining: key.names))) WHERE \(Self.match("gone", table))",
            columns: key.types, pieces: .coarse)
    }

    /// The statements that write `rows`, each some of one kind.
    func statements(of rows: ChangedRows) -> [SQL] {
        var puts = rows.additions
        var deletes: [[UInt8]] = []
        var patches: [[Int]: [[UInt8]]] = [:]
        for action in rows.actions.values {
            switch action {
            case .put(let row): puts.append(row)
            case .delete(let row): deletes.append(row)
            case .patch(let row): patches[row.givenPlaces, default: []].append(row)
            }
        }
        let keyCount = 1 + table.key.count
        return put.statements(of: puts) { row, values in row.give(to: &values) }
            + patches.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { places, rows in
                update(of: places).statements(of: rows) { row, values in row.give(to: &values) }
            }
            + delete.statements(of: deletes) { row, values in
                row.give(to: &values, first: keyCount)
            }
    }

    private func update(of places: [Int]) -> RowsStatement {
        updates.withLock { updates in
            if let known = updates[places] { return known }
            let given = RowForm(columns: places.map { form.columns[$0] })
            let changed = SQL(
                joining: given.columns.dropFirst(1 + table.key.count).map {
                    "\(identifier: $0.name) = changed.\(identifier: $0.name)"
                })
            let made = RowsStatement(
                "UPDATE \(target) AS row SET \(changed) FROM (",
                """
                ) AS changed (\(SQL(joining: given.names))) WHERE \(Self.match("changed", table))
                """,
                columns: given.types, pieces: .coarse)
            updates[places] = made
            return made
        }
    }

    /// `row.tenant = other.tenant AND row.club = other.club …`
    private static func match(_ other: String, _ table: Table) -> SQL {
        table.key.reduce("row.tenant = \(identifier: other).tenant") { match, column in
            "\(match) AND row.\(identifier: column) = \(identifier: other).\(identifier: column)"
        }
    }
}

/// A whole or a sparse row.
extension [UInt8] {
    /// The places of the fields that it has.
    fileprivate var givenPlaces: [Int] {
        var places: [Int] = []
        forEachField { place, _ in places.append(place) }
        return places
    }

    /// - Parameter count: How many fields are wanted; nothing for all that it has.
    fileprivate func give(to values: inout RowValues, first count: Int = .max) {
        forEachField { place, field in if place < count { values.add(encoded: field) } }
    }

    /// Gives each field that there is to `body`, with its place from 0.
    private func forEachField(_ body: (Int, UnsafeRawBufferPointer?) -> Void) {
        withUnsafeBytes { row in
            var start = 2
            var place = 0
            while start < row.count {
                let length = Int32(
                    bigEndian: row.loadUnaligned(fromByteOffset: start, as: Int32.self))
                let end = start + 4 + Int(Swift.max(0, length))
                if length >= 0 {
                    body(place, UnsafeRawBufferPointer(rebasing: row[(start + 4)..<end]))
                } else if length != GivenFields.absentLength {
                    body(place, nil)
                }
                start = end
                place += 1
            }
        }
    }
}
