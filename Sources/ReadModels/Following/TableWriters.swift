import EventSourcing
import PostgreSQL

/// The ways into all tables of a version, made once for many batches.
struct TableWriters: Sendable {
    let version: ReadVersion
    private let forms: TableForms
    private let writers: [Table: TableWriter]

    /// - Throws: `PostgresFailure` of code `decoding` where a table lacks a column.
    init(_ tables: [any Row.Type], in version: ReadVersion, _ forms: TableForms) throws {
        self.version = version
        self.forms = forms
        let all = tables.map { $0.table }
        writers = Dictionary(
            uniqueKeysWithValues: try all.map {
                ($0, TableWriter($0, in: version, try forms.form(of: $0)))
            })
    }

    /// No rows yet.
    ///
    /// - Throws: `PostgresFailure` of code `decoding` where the table lacks a column.
    func rows(of table: Table) throws -> ChangedRows {
        ChangedRows(of: table, try FieldEncoder(table, forms))
    }

    func statements(of rows: ChangedRows, in table: Table) -> [SQL] {
        guard let writer = writers[table] else {
            preconditionFailure("\(table.name) is a table of its projector")
        }
        return writer.statements(of: rows)
    }
}
