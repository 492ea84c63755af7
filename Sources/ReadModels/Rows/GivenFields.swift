import EventSourcing
import PostgreSQL

/// Fields of one row that come by the names of their columns: those of a patch, or all.
struct GivenFields {
    /// The length that stands for null.
    static let null: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
    /// The length of a field that a patch does not give; no row for the server has it.
    static let absentLength: Int32 = -2

    private let columns: [(name: String, type: ColumnType)]
    private let names: [String]
    private let keyPlaces: Range<Int>
    /// Each behind its length, in the order in which they have come.
    private var bytes: [UInt8] = []
    /// Where each stands in `bytes`, by its place in the form; empty for one that has not come.
    private var ranges: [Range<Int>]
    /// Where the key's fields stand in `bytes`, when they have come one behind the other.
    private var keyRange = 0..<0
    /// Where the next column is looked for first.
    private var next = 0

    /// - Parameter form: Of whole rows of `table`.
    init(_ table: Table, _ form: RowForm) {
        columns = form.columns
        names = columns.map(\.name)
        keyPlaces = 1..<(1 + table.key.count)
        ranges = Array(repeating: 0..<0, count: columns.count)
    }

    /// Takes the key of a row and some of its columns.
    ///
    /// - Throws: `PostgresFailure`, a data error, for a value that its column cannot hold.
    mutating func take(
        key: [Change.Value], _ columns: [(column: String, value: Change.Value)],
        of tenant: TenantID, at position: Position
    ) throws {
        removeAll()
        try set(tenant, at: 0)
        let start = bytes.count
        for (place, value) in zip(keyPlaces, key) { try set(value, at: place) }
        keyRange = start..<bytes.count
        for (column, value) in columns { try set(value, at: place(of: column)) }
        try set(position, at: ranges.count - 1)
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ranges.withUnsafeMutableBufferPointer { $0.update(repeating: 0..<0) }
        next = 1
    }

    /// Takes the value of a column, of any type.
    ///
    /// - Throws: As `take(key:_:of:at:)`.
    mutating func set(_ value: some Encodable, named name: String) throws {
        let place = try place(of: name)
        let (start, column) = (bytes.count, columns[place])
        try bytes.appendField(column) { try column.type.append(value, to: &$0) }
        ranges[place] = start..<bytes.count
    }

    mutating func setNull(named name: String) throws {
        let start = bytes.count
        bytes += Self.null
        ranges[try place(of: name)] = start..<bytes.count
    }

    private mutating func set(_ value: some FieldValue, at place: Int) throws {
        let (start, column) = (bytes.count, columns[place])
        try bytes.appendField(column) { try value.append(as: column.type, to: &$0) }
        ranges[place] = start..<bytes.count
    }

    /// Rows of one type bring their columns in one order: mostly it is the next one.
    private mutating func place(of column: String) throws -> Int {
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
extension GivenFields {
    /// Adds what has come to a row, between its tenant and its position; the rest is null.
    func write(to row: inout RowWriter) {
        for place in 1..<(ranges.count - 1) {
            let isGiven = !ranges[place].isEmpty
            precondition(
                isGiven || !keyPlaces.contains(place),
                "a row has its whole key, and \(names[place]) is missing")
            row.add(field: isGiven ? bytes[ranges[place]] : Self.null[...])
        }
    }

    /// Lends `body` the fields of the key.
    func withKey<Result>(
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[keyRange])) }
    }

    /// A row in which the fields that have not come have the length `absentLength`.
    var sparseRow: [UInt8] {
        var row: [UInt8] = []
        row.append(bigEndian: Int16(truncatingIfNeeded: ranges.count))
        for range in ranges {
            if range.isEmpty {
                row.append(bigEndian: Self.absentLength)
            } else {
                row += bytes[range]
            }
        }
        return row
    }

    /// `old`, whole or sparse, with what has come in place of what it has.
    func row(over old: UnsafeRawBufferPointer) -> [UInt8] {
        var row: [UInt8] = []
        row.reserveCapacity(old.count + bytes.count)
        row.append(contentsOf: old[..<2])
        bytes.withUnsafeBytes { bytes in
            var start = 2
            for range in ranges {
                let end = old.end(ofFieldAt: start)
                row.append(
                    contentsOf: UnsafeRawBufferPointer(
                        rebasing: range.isEmpty ? old[start..<end] : bytes[range]))
                start = end
            }
        }
        return row
    }

    /// Writes what has come over what a row has, as far as it takes the same room.
    ///
    /// - Returns: Whether all of it does; if not, the row is still to be made by `row(over:)`.
    func write(over row: UnsafeMutableRawBufferPointer) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var start = 2
            for range in ranges {
                let end = UnsafeRawBufferPointer(row).end(ofFieldAt: start)
                if !range.isEmpty {
                    guard range.count == end - start else { return false }
                    UnsafeMutableRawBufferPointer(rebasing: row[start..<end])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[range]))
                }
                start = end
            }
            return true
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
