import EventSourcing
import Foundation
import PostgreSQL
import Vocabulary

/// Writes whole rows of one table as a binary `COPY` takes them, field by field in the order of
/// `form`: a row is the number of its fields, and each field behind its length.
package struct RowWriter {
    /// Where the key begins: behind the number of fields and the tenant.
    static let keyStart = 2 + 4 + 16

    private let columns: [(name: String, type: ColumnType)]
    private let keyCount: Int
    private(set) var bytes: [UInt8] = []
    /// That of the next field.
    private var place = 0
    private var keyEnd = 0

    /// - Parameter form: Of whole rows of `table`.
    init(_ table: Table, _ form: RowForm) {
        columns = form.columns
        keyCount = table.key.count
    }

    /// The key's fields within the row.
    var keyRange: Range<Int> { Self.keyStart..<keyEnd }

    mutating func begin(_ tenant: TenantID) throws {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(bigEndian: Int16(truncatingIfNeeded: columns.count))
        place = 0
        try add(tenant)
    }

    mutating func end(at position: Position) throws {
        try add(position)
        precondition(place == columns.count, "a row has all of its columns")
    }

    /// Adds a field that is written already, behind its length.
    mutating func add(field: some Collection<UInt8>) {
        bytes.append(contentsOf: field)
        advance()
    }

    private mutating func addNull() {
        bytes.append(bigEndian: Int32(-1))
        advance()
    }

    private mutating func advance() {
        if place == keyCount { keyEnd = bytes.count }
        place += 1
    }

    /// Adds a field of `count` bytes, which `write` appends.
    private mutating func add(
        _ type: ColumnType, count: Int, _ write: (inout [UInt8]) throws -> Void
    ) throws {
        let column = columns[place]
        do {
            guard column.type == type else { throw UnfitValue.none(of: column.type) }
            bytes.append(bigEndian: Int32(truncatingIfNeeded: count))
            try write(&bytes)
        } catch let unfit as UnfitValue {
            throw PostgresFailure(column: column.name, cannotHold: unfit)
        }
        advance()
    }
}

/// The values of rows. Each throws a `PostgresFailure`, a data error, if its column cannot hold it.
extension RowWriter {
    mutating func add<Identity>(_ id: ID<Identity>?) throws {
        guard let id else { return addNull() }
        try add(.uuid, count: 16) { id.uuid.encode(into: &$0) }
    }

    mutating func add(_ number: Int?) throws {
        guard let number else { return addNull() }
        try add(.bigint, count: 8) { number.encode(into: &$0) }
    }

    mutating func add(_ position: Position?) throws { try add(position?.value) }

    mutating func add(_ time: Timestamp?) throws {
        guard let time else { return addNull() }
        try add(.timestamp, count: 8) { try time.encode(into: &$0) }
    }

    mutating func add(_ text: String?) throws {
        guard let text else { return addNull() }
        try add(.text, count: text.utf8.count) { try text.encode(into: &$0) }
    }

    mutating func add(_ text: (some CheckedText)?) throws { try add(text?.text) }

    mutating func add(_ value: some RawRepresentable<String>) throws { try add(value.rawValue) }

    mutating func add(_ actor: Actor) throws {
        let json = JSONB(bytes: actor.json)
        try add(.jsonb, count: 1 + json.bytes.count) { json.encode(into: &$0) }
    }
}
