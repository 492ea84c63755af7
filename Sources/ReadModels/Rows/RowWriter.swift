import EventSourcing
import PostgreSQL

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

    /// - Throws: `PostgresFailure`, a data error, if the field's column cannot hold the value.
    mutating func add(_ value: some FieldValue) throws {
        let column = columns[place]
        try bytes.appendField(column) { try value.append(as: column.type, to: &$0) }
        advance()
    }

    /// Adds a field that is written already, behind its length.
    mutating func add(field: some Collection<UInt8>) {
        bytes.append(contentsOf: field)
        advance()
    }

    private mutating func advance() {
        if place == keyCount { keyEnd = bytes.count }
        place += 1
    }
}

extension [UInt8] {
    /// Appends a field behind its length.
    ///
    /// - Parameter append: Appends the value, and says whether there is one.
    /// - Throws: `PostgresFailure`, a data error, with the column's name for an `UnfitValue`.
    mutating func appendField(
        _ column: (name: String, type: ColumnType), _ append: (inout [UInt8]) throws -> Bool
    ) throws {
        let start = count
        self.append(bigEndian: Int32(-1))
        do {
            guard try append(&self) else { return }
            set(bigEndian: Int32(truncatingIfNeeded: count - start - 4), at: start)
        } catch let unfit as UnfitValue {
            throw PostgresFailure(column: column.name, cannotHold: unfit)
        }
    }
}
