import EventSourcing
import PostgreSQL

/// Writes the rows and patches of one table as a binary `COPY` takes them: a row is the number of
/// its fields, and each field behind its length.
///
/// The fields stand in the order of `form`: the tenant, the key, the other columns, the position.
/// One encoder serves all rows, one after the other, so that a row costs no JSON and little memory.
final class FieldEncoder {
    let form: RowForm
    private var whole: RowWriter
    /// What was taken last without a row, or by `Codable`.
    private(set) var given: GivenFields

    /// - Throws: `PostgresFailure` of code `decoding` where the table lacks a column.
    init(_ table: Table, _ forms: TableForms) throws {
        form = try forms.form(of: table)
        whole = RowWriter(table, form)
        given = GivenFields(table, form)
    }

    /// Takes a whole row; what it does not give is null.
    ///
    /// - Throws: `PostgresFailure`, a data error, for a value that its column cannot hold.
    func take(_ row: any Row, of tenant: TenantID, at position: Position) throws {
        try whole.begin(tenant)
        if try !row.write(to: &whole) {
            given.removeAll()
            try row.encode(to: self)
            given.write(to: &whole)
        }
        try whole.end(at: position)
    }

    /// Takes the key of a row and some of its columns.
    ///
    /// - Throws: As `take(_:of:at:)`.
    func take(
        key: [Change.Value], _ columns: [(column: String, value: Change.Value)],
        of tenant: TenantID, at position: Position
    ) throws {
        try given.take(key: key, columns, of: tenant, at: position)
    }

    /// The row that was taken last.
    var row: [UInt8] { whole.bytes }

    /// Lends `body` that row, and the fields of its key.
    func withRow<Result>(
        _ body: (_ row: UnsafeRawBufferPointer, _ key: UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try whole.bytes.withUnsafeBytes { row in
            try body(row, UnsafeRawBufferPointer(rebasing: row[whole.keyRange]))
        }
    }
}

extension FieldEncoder: Encoder {
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(Container<Key>(fields: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        preconditionFailure("a row has columns, each with a name")
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        preconditionFailure("a row has columns, each with a name")
    }

    private struct Container<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let fields: FieldEncoder
        var codingPath: [any CodingKey] { [] }

        func encodeNil(forKey key: Key) throws {
            try fields.given.setNull(named: key.stringValue)
        }

        func encode(_ value: some Encodable, forKey key: Key) throws {
            try fields.given.set(value, named: key.stringValue)
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy _: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> {
            preconditionFailure("a row nests by values and not by containers")
        }

        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            preconditionFailure("a row nests by values and not by containers")
        }

        func superEncoder() -> any Encoder { preconditionFailure("a row has no superclass") }

        func superEncoder(forKey key: Key) -> any Encoder {
            preconditionFailure("a row has no superclass")
        }
    }
}
