import EventSourcing
import Foundation
import PostgreSQL

/// Writes the rows and patches of one table as a binary `COPY` takes them: a row is the number of
/// its fields, and each field behind its length.
///
/// The fields stand in the order of `form`: the tenant, the key, the other columns, the position.
/// One encoder serves all rows, one after the other, so that a row costs no JSON and little memory.
final class FieldEncoder {
    let form: RowForm
    private let names: [String]
    private let keyPlaces: Range<Int>
    /// The row that was taken last.
    private var whole: RowWriter
    /// Fields that have come by name, each behind its length, in the order in which they have come.
    private var bytes: [UInt8] = []
    /// Where each stands in `bytes`, by its place in the form; empty for one that has not come.
    private var fields: [Range<Int>]
    /// Where the key ends in `bytes`; it stands behind the tenant.
    private var keyEnd = 0
    /// Where the next column is looked for first.
    private var next = 0

    /// - Throws: `PostgresFailure` of code `decoding` where the table lacks a column.
    init(_ table: Table, _ forms: TableForms) throws {
        form = try forms.form(of: table)
        names = form.columns.map(\.name)
        keyPlaces = 1..<(1 + table.key.count)
        whole = RowWriter(table, form)
        fields = Array(repeating: 0..<0, count: names.count)
    }

    /// Takes a whole row; what it does not give is null.
    ///
    /// - Throws: `PostgresFailure`, a data error, for a value that its column cannot hold.
    func take(_ row: any Row, of tenant: TenantID, at position: Position) throws {
        try whole.begin(tenant)
        if try !row.write(to: &whole) {
            begin()
            try row.encode(to: self)
            for place in 1..<(names.count - 1) {
                let isGiven = !fields[place].isEmpty
                precondition(
                    isGiven || !keyPlaces.contains(place),
                    "a row has its whole key, and \(names[place]) is missing")
                whole.add(field: isGiven ? bytes[fields[place]] : Self.null[...])
            }
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
        begin()
        bytes.append(bigEndian: Int32(16))
        tenant.uuid.encode(into: &bytes)
        fields[0] = 0..<bytes.count
        for (place, value) in zip(keyPlaces, key) { try set(value, at: place) }
        keyEnd = bytes.count
        for (column, value) in columns { try set(value, at: place(of: column)) }
        let start = bytes.count
        bytes.append(bigEndian: Int32(8))
        bytes.append(bigEndian: Int64(position.value))
        fields[fields.count - 1] = start..<bytes.count
    }

    private func begin() {
        bytes.removeAll(keepingCapacity: true)
        fields.withUnsafeMutableBufferPointer { $0.update(repeating: 0..<0) }
        next = 1
    }

    private func setNull(at place: Int) {
        fields[place] = bytes.count..<(bytes.count + 4)
        bytes += Self.null
    }

    private func set(_ value: some Encodable, at place: Int) throws {
        let start = bytes.count
        let column = form.columns[place]
        bytes += Self.null
        do {
            if try column.type.append(value, to: &bytes) {
                bytes.set(
                    bigEndian: Int32(truncatingIfNeeded: bytes.count - start - 4), at: start)
            }
        } catch let unfit as UnfitValue {
            throw PostgresFailure(column: column.name, cannotHold: unfit)
        }
        fields[place] = start..<bytes.count
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
    /// The length that stands for null.
    private static let null: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
    /// The length of a field that a patch does not give; no row for the server has it.
    static let absentLength: Int32 = -2

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

    /// Lends `body` the fields of the key that was taken last without a row.
    func withKey<Result>(
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try bytes.withUnsafeBytes { bytes in
            try body(UnsafeRawBufferPointer(rebasing: bytes[fields[0].upperBound..<keyEnd]))
        }
    }

    /// What has been given; the other fields have the length `absentLength`.
    var sparseRow: [UInt8] {
        var row: [UInt8] = []
        row.append(bigEndian: Int16(truncatingIfNeeded: fields.count))
        for field in fields {
            if field.isEmpty {
                row.append(bigEndian: Self.absentLength)
            } else {
                row += bytes[field]
            }
        }
        return row
    }

    /// `old`, whole or sparse, with what has been given in place of what it has.
    func row(over old: UnsafeRawBufferPointer) -> [UInt8] {
        var row: [UInt8] = []
        row.reserveCapacity(old.count + bytes.count)
        row.append(contentsOf: old[..<2])
        bytes.withUnsafeBytes { bytes in
            var start = 2
            for field in fields {
                let end = old.end(ofFieldAt: start)
                row.append(
                    contentsOf: UnsafeRawBufferPointer(
                        rebasing: field.isEmpty ? old[start..<end] : bytes[field]))
                start = end
            }
        }
        return row
    }

    /// Writes what has been given over what a row has, as far as it takes the same room.
    ///
    /// - Returns: Whether all of it does; if not, the row is still to be made by `row(over:)`.
    func write(over row: UnsafeMutableRawBufferPointer) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var start = 2
            for field in fields {
                let end = UnsafeRawBufferPointer(row).end(ofFieldAt: start)
                if !field.isEmpty {
                    guard field.count == end - start else { return false }
                    UnsafeMutableRawBufferPointer(rebasing: row[start..<end])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[field]))
                }
                start = end
            }
            return true
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
            try fields.setNull(at: fields.place(of: key.stringValue))
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

extension UnsafeRawBufferPointer {
    /// Of a row: where a field ends that begins at `start` with its length.
    func end(ofFieldAt start: Int) -> Int {
        let length = Int32(bigEndian: loadUnaligned(fromByteOffset: start, as: Int32.self))
        return start + 4 + Int(Swift.max(0, length))
    }
}
