import EventSourcing
import Foundation
import PostgreSQL

/// Compares a table's rows, as they are streamed, with those that a fold has made.
struct TableComparison {
    /// How many faults of a table are named.
    static let faultLimit = 5

    let form: RowForm
    private let table: Table
    private var expected: [[UInt8]: Change.Columns] = [:]
    private(set) var count = 0
    private(set) var faults: [String] = []
    private var faultCount = 0

    init(
        _ table: Table, _ entries: [[JSONValue]: RowsInMemory.Entry], of tenant: TenantID,
        _ forms: TableForms
    ) throws {
        self.table = table
        // The key first, because it tells which row is to be compared.
        let rest = table.columns.filter { !table.key.contains($0) }
        form = try forms.form(of: table, table.key + rest + ["position"])
        let key = try forms.form(of: table, table.key)
        for entry in entries.values {
            var columns = entry.columns
            columns["position"] = .integer(Int64(entry.position.value))
            expected[try Self.bytes(of: key.values(of: columns))] = columns
        }
    }

    /// - Throws: `PostgresFailure` for a row that is not as the form says.
    mutating func check(_ row: inout CopyRow) throws {
        count += 1
        var key: [UInt8] = []
        var name: [String] = []
        for column in form.columns.prefix(table.key.count) {
            guard let bytes = try row.nextBytes() else { continue }
            key.append(bigEndian: Int32(bytes.count))
            key.append(contentsOf: bytes)
            name.append("\(column.name) \(column.type.text(of: bytes))")
        }
        let place = "read.\(table.name), \(name.joined(separator: ", "))"
        guard let columns = expected.removeValue(forKey: key) else {
            return add("\(place): there is a row that the log does not make")
        }
        let values = try form.values(of: columns)
        for (column, value) in zip(form.columns, values).dropFirst(table.key.count) {
            let found = try row.nextBytes()
            if try !column.type.isSame(found, value) {
                return add("\(place): \(column.name) is not what the log makes of it")
            }
        }
    }

    /// What has not come is missing.
    mutating func end() {
        for columns in expected.values {
            let name = table.key.map { "\($0) \(columns[$0]?.string ?? "…")" }.sorted()
            add("read.\(table.name), \(name.joined(separator: ", ")): the row is missing")
        }
        if faultCount > Self.faultLimit {
            faults.append("read.\(table.name): \(faultCount - Self.faultLimit) more")
        }
    }

    private mutating func add(_ fault: String) {
        faultCount += 1
        if faultCount <= Self.faultLimit { faults.append(fault) }
    }

    private static func bytes(of values: [any PostgresEncodable]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for value in values {
            var field: [UInt8] = []
            try value.encode(into: &field)
            bytes.append(bigEndian: Int32(field.count))
            bytes += field
        }
        return bytes
    }
}

extension ColumnType {
    /// Whether a field of the server's is this value.
    fileprivate func isSame(
        _ field: UnsafeRawBufferPointer?, _ value: any PostgresEncodable
    ) throws -> Bool {
        guard let field else { return value.isNull }
        guard !value.isNull else { return false }
        var bytes: [UInt8] = []
        try value.encode(into: &bytes)
        guard self == .jsonb else { return field.elementsEqual(bytes) }
        // The server spells a document in its own way.
        return try Self.document(Array(field)) == Self.document(bytes)
    }

    private static func document(_ bytes: [UInt8]) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(bytes.dropFirst()))
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
