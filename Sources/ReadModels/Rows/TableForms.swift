import EventSourcing
import PostgreSQL

/// The types of the columns of all read models' tables, as the server has them.
struct TableForms: Sendable {
    let types: [String: [String: ColumnType]]

    /// Reads them from the schema that migrations shape.
    ///
    /// - Throws: `PostgresFailure`; of code `decoding` where a column has a type that no row uses.
    static func load(_ tables: [any Row.Type], from pool: Pool) async throws -> TableForms {
        let names = tables.map { $0.table.name }
        let rows = try await pool.query(
            """
            SELECT part.relname::text, attribute.attname::text,
                format_type(attribute.atttypid, NULL)
            FROM pg_attribute AS attribute
                JOIN pg_class AS part ON part.oid = attribute.attrelid
                JOIN pg_namespace AS space ON space.oid = part.relnamespace
            WHERE space.nspname = 'read' AND part.relname = ANY (\(names))
                AND attribute.attnum > 0 AND NOT attribute.attisdropped
            """
        ).rows
        var types: [String: [String: ColumnType]] = [:]
        for row in rows {
            let (table, column, name) = try row.decode(String.self, String.self, String.self)
            guard let type = ColumnType(rawValue: name) else {
                throw PostgresFailure(
                    code: .decoding, message: "read.\(table).\(column) is \(name), which no row is")
            }
            types[table, default: [:]][column] = type
        }
        return TableForms(types: types)
    }

    /// - Throws: `PostgresFailure` of code `decoding` where the table lacks one of the columns.
    func form(of table: Table, _ columns: [String]) throws -> RowForm {
        RowForm(
            columns: try columns.map { column in
                guard let type = types[table.name]?[column] else {
                    throw PostgresFailure(
                        code: .decoding, message: "there is no column read.\(table.name).\(column)")
                }
                return (column, type)
            })
    }

    /// The form of whole rows: the tenant, the key, the other columns, the position.
    func form(of table: Table) throws -> RowForm {
        let rest = table.columns.filter { !table.key.contains($0) }
        return try form(of: table, ["tenant"] + table.key + rest + ["position"])
    }
}

/// Some columns of a table in an order, with their types.
struct RowForm: Sendable {
    let columns: [(name: String, type: ColumnType)]

    /// Its first columns.
    func prefix(_ count: Int) -> RowForm { RowForm(columns: Array(columns.prefix(count))) }

    var names: [SQL] { columns.map { "\(identifier: $0.name)" } }

    var types: [PostgresType] { columns.map(\.type.postgresType) }
}

extension PostgresFailure {
    /// A data error, naming the column.
    init(column: String, cannotHold unfit: UnfitValue) {
        self.init(
            code: .encoding, message: "column \(column) cannot hold \(unfit.reason)",
            sqlState: unfit.sqlState)
        self.column = column
    }
}
