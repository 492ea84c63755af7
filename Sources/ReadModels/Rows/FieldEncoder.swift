import EventSourcing
import Foundation
import PostgreSQL

/// Writes the rows of one table as a binary `COPY` takes them: a row is the number of its fields,
/// and each field behind its length.
///
/// The fields stand in the order of `form`: the tenant, the key, the other columns, the position.
/// One encoder serves all rows, one after the other, so that a row costs no JSON and little memory.
final class FieldEncoder {
    private enum Field {
        case absent, null
        case bytes(Range<Int>)
    }

    let form: RowForm
    private let names: [String]
    private let keyPlaces: Range<Int>
    private var fields: [Field]
    private var bytes: [UInt8] = []
    /// Where the next column is looked for first.
    private var next = 0

    /// - Throws: `PostgresFailure` of code `decoding` where the table lacks a column.
    init(_ table: Table, _ forms: TableForms) throws {
        form = try forms.form(of: table)
        names = form.columns.map(\.name)
        keyPlaces = 1..<(1 + table.key.count)
        fields = Array(repeating: .absent, count: names.count)
    }

    /// Takes a whole row.
    ///
    /// - Throws: `PostgresFailure`, a data error, for a value that its column cannot hold.
    func take(_ row: any Row, of tenant: TenantID, at position: Position) throws {
        try begin(tenant, position)
        try row.encode(to: self)
    }

    /// Takes the key of a row and some of its columns.
    ///
    /// - Throws: As `take(_:of:at:)`.
    func take(
        key: [Change.Value], _ columns: [(column: String, value: Change.Value)],
        of tenant: TenantID, at position: Position
    ) throws {
        try begin(tenant, position)
        for (place, value) in zip(keyPlaces, key) { try set(value, at: place) }
        for (column, value) in columns { try set(value, at: place(of: column)) }
    }

    private func begin(_ tenant: TenantID, _ position: Position) throws {
        bytes.removeAll(keepingCapacity: true)
        for place in fields.indices { fields[place] = .absent }
        try set(tenant, at: 0)
        try set(position, at: fields.count - 1)
        next = 1
    }

    private func set(_ value: some Encodable, at place: Int) throws {
        let start = bytes.count
        let column = form.columns[place]
        do {
            let isThere = try column.type.append(value, to: &bytes)
            fields[place] = isThere ? .bytes(start..<bytes.count) : .null
        } catch let unfit as UnfitValue {
            throw PostgresFailure(column: column.name, cannotHold: unfit)
        }
    }

    /// Rows of one type bring their columns in one order: mostly it is the next one.
    private func place(of column: String) throws -> Int {
        guard
            let place = names[next...].firstIndex(of: column)
                ?? names[..<next].firstIndex(of: column)
        else {
            throw PostgresFailure(
                code: .decoding, message: "there is no column \(column) to copy into")
        }
        next = place + 1
        return place
    }
}

/// What has been taken, as bytes.
extension FieldEncoder {
    /// The row; what has not been given is null.
    func appendRow(to row: inout [UInt8]) {
        row.append(bigEndian: Int16(truncatingIfNeeded: fields.count))
        for field in fields { append(field, to: &row) }
    }

    /// What has been given; the other fields have the length `absentLength`, which no row for the
    /// server has.
    var sparseRow: [UInt8] {
        var row: [UInt8] = []
        row.append(bigEndian: Int16(truncatingIfNeeded: fields.count))
        for field in fields {
            if case .absent = field {
                row.append(bigEndian: Self.absentLength)
            } else {
                append(field, to: &row)
            }
        }
        return row
    }

    static let absentLength: Int32 = -2

    /// `old`, whole or sparse, with what has been given in place of what it has.
    func row(over old: [UInt8]) -> [UInt8] {
        var row: [UInt8] = []
        row.reserveCapacity(old.count + bytes.count)
        row += old[..<2]
        var start = 2
        for field in fields {
            let end = Self.end(ofFieldAt: start, in: old)
            if case .absent = field { row += old[start..<end] } else { append(field, to: &row) }
            start = end
        }
        return row
    }

    /// The key's fields.
    var key: RowKey {
        var key: [UInt8] = []
        key.reserveCapacity(keyPlaces.count * 20)
        for place in keyPlaces {
            guard case .bytes = fields[place] else {
                preconditionFailure("a row has its whole key, and \(names[place]) is missing")
            }
            append(fields[place], to: &key)
        }
        return RowKey(bytes: key)
    }

    private func append(_ field: Field, to row: inout [UInt8]) {
        guard case .bytes(let range) = field else { return row.append(bigEndian: Int32(-1)) }
        row.append(bigEndian: Int32(truncatingIfNeeded: range.count))
        bytes.withUnsafeBufferPointer {
            row.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range]))
        }
    }

    private static func end(ofFieldAt start: Int, in row: [UInt8]) -> Int {
        let length = row.withUnsafeBytes {
            Int32(bigEndian: $0.loadUnaligned(fromByteOffset: start, as: Int32.self))
        }
        return start + 4 + Int(max(0, length))
    }
}

/// The key of a row as its fields' bytes.
struct RowKey: Hashable {
    let bytes: [UInt8]

    func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
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
            fields.fields[try fields.place(of: key.stringValue)] = .null
        }

        func encode(_ value: some Encodable, forKey key: Key) throws {
            try fields.set(value, at: fields.place(of: key.stringValue))
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
