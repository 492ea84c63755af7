import EventSourcing
import Foundation
import PostgreSQL

/// Compares a table's rows, as they are streamed, with those of a share that a fold has made.
struct TableComparison {
    /// The tenant, the key, the rest.
    let form: RowForm
    private let keyCount: Int
    private let share: KeyShare
    /// What has not come yet.
    private var expected: FoldedTable
    private(set) var count = 0
    private(set) var faults: TableFaults

    /// - Parameter faults: Those of other shares.
    init(_ table: Table, _ folded: FoldedTable, in share: KeyShare, adding faults: TableFaults) {
        form = folded.form
        keyCount = table.key.count
        self.share = share
        expected = folded
        self.faults = faults
    }

    /// - Throws: `PostgresFailure` for a row that is not as the form says.
    mutating func check(_ row: inout CopyRow) throws {
        _ = try row.nextBytes()
        var bytes: [UInt8] = []
        for _ in 0..<keyCount {
            guard let field = try row.nextBytes() else { continue }
            bytes.append(bigEndian: Int32(field.count))
            bytes.append(contentsOf: field)
        }
        let key = RowKey(bytes: bytes)
        guard share.contains(key) else { return }
        count += 1
        guard let made = expected.take(key) else {
            return add(key, "there is a row that the log does not make")
        }
        if let column = try columnThatDiffers(between: &row, and: made) {
            add(key, "\(column) is not what the log makes of it")
        }
    }

    /// What has not come is missing.
    mutating func end() {
        for key in expected.keys { add(key, "the row is missing") }
    }

    private mutating func add(_ key: RowKey, _ fault: String) {
        let columns = form.columns.dropFirst().prefix(keyCount)
        faults.add(key, "\(key.name(in: columns)): \(fault)")
    }

    /// - Parameter row: Behind its key.
    private func columnThatDiffers(
        between row: inout CopyRow, and made: [UInt8]
    ) throws -> String? {
        try made.withUnsafeBytes { bytes in
            var made = try CopyRow(bytes)
            for _ in 0...keyCount { _ = try made.nextBytes() }
            for column in form.columns.dropFirst(1 + keyCount) {
                let (found, expected) = (try row.nextBytes(), try made.nextBytes())
                if try !column.type.isSame(found, expected) { return column.name }
            }
            return nil
        }
    }
}

extension RowKey {
    /// `club 0190…, person 0190…`.
    fileprivate func name(in columns: some Sequence<(name: String, type: ColumnType)>) -> String {
        bytes.withUnsafeBytes { bytes in
            var start = 0
            return columns.map { column in
                let length = Int32(
                    bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: Int32.self))
                let end = start + 4 + Int(length)
                defer { start = end }
                let field = UnsafeRawBufferPointer(rebasing: bytes[(start + 4)..<end])
                return "\(column.name) \(column.type.text(of: field))"
            }.joined(separator: ", ")
        }
    }
}

extension ColumnType {
    /// Whether two fields hold one value.
    fileprivate func isSame(
        _ found: UnsafeRawBufferPointer?, _ made: UnsafeRawBufferPointer?
    ) throws -> Bool {
        guard let found, let made else { return found == nil && made == nil }
        if found.elementsEqual(made) { return true }
        // The server spells a document in its own way.
        return try self == .jsonb && Self.document(found) == Self.document(made)
    }

    private static func document(_ field: UnsafeRawBufferPointer) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(field.dropFirst()))
    }

    /// A key's value for people to read.
    fileprivate func text(of field: UnsafeRawBufferPointer) -> String {
        do {
            switch self {
            case .uuid:
                return try UUID(decoding: field, of: .uuid).uuidString.lowercased()
            case .text: return String(decoding: field, as: UTF8.self)
            case .bigint: return "\(try Int(decoding: field, of: .int8))"
            default: return "…"
            }
        } catch {
            return "…"
        }
    }
}
