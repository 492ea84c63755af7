import EventSourcing
import Foundation
import PostgreSQL

/// Reads a tenant's rows from the tables, all of one moment.
struct TableReader: RowReader {
    let tenant: TenantID
    let version: ReadVersion
    let transaction: Transaction

    func rows<Value: Row>(_ selection: Selection<Value>) async throws -> [Value] {
        let sql: SQL = """
            SELECT row_to_json(found) FROM \(version.table(Value.table)) AS found
            WHERE \(selection.filter(for: tenant)) \(selection.ordering)
            """
        let rows = try await transaction.query(sql).rows
        return try Self.decode(try rows.map { try $0.decode(JSON.self).bytes })
    }

    func counts<Value: Row>(
        _ selection: Selection<Value>, by column: Value.Column
    ) async throws -> [String: Int] {
        let rows = try await transaction.query(
            """
            SELECT \(identifier: column.rawValue)::text, count(*)
            FROM \(version.table(Value.table))
            WHERE \(selection.filter(for: tenant)) AND \(identifier: column.rawValue) IS NOT NULL
            GROUP BY \(identifier: column.rawValue)
            """
        ).rows
        let counts = try rows.map { try $0.decode(String.self, Int.self) }
        return Dictionary(uniqueKeysWithValues: counts)
    }

    /// All rows as one list, so that the decoder starts once.
    private static func decode<Value: Row>(_ rows: [[UInt8]]) throws -> [Value] {
        guard !rows.isEmpty else { return [] }
        var list = Data("[".utf8)
        list.append(contentsOf: rows.joined(separator: [UInt8(ascii: ",")]))
        list.append(UInt8(ascii: "]"))
        return try JSONDecoder().decode([Value].self, from: list)
    }
}

extension Selection {
    fileprivate func filter(for tenant: TenantID) -> SQL {
        var filter: SQL = "tenant = \(tenant.uuid)"
        for condition in conditions { filter = "\(filter) AND \(Self.sql(condition))" }
        guard !start.isEmpty else { return filter }
        let columns = SQL(joining: order.map { "\(identifier: $0.rawValue)" })
        let values = SQL(joining: start.map(\.parameter))
        return "\(filter) AND (\(columns)) > (\(values))"
    }

    fileprivate var ordering: SQL {
        var ordering: SQL = ""
        if !order.isEmpty {
            let direction: SQL = isReversed ? "DESC" : "ASC"
            let columns = order.map { "\(identifier: $0.rawValue) \(direction)" as SQL }
            ordering = "ORDER BY \(SQL(joining: columns))"
        }
        return limit.map { "\(ordering) LIMIT \($0)" } ?? ordering
    }

    private static func sql(_ condition: Condition) -> SQL {
        switch condition {
        case .isOneOf(let column, let values):
            guard !values.isEmpty else { return "false" }
            if values.count == 1 {
                return "\(identifier: column.rawValue) = \(values[0].parameter)"
            }
            return "\(identifier: column.rawValue) = ANY (\(array(values)))"
        case .contains(let column, let value):
            return "\(value.parameter) = ANY (\(identifier: column.rawValue))"
        case .isNull(let column):
            return "\(identifier: column.rawValue) IS NULL"
        }
    }

    /// One parameter for all values, so that the statement is the same for any number of them.
    private static func array(_ values: [ColumnValue]) -> SQL {
        switch values[0] {
        case .uuid: "\(values.compactMap { if case .uuid(let one) = $0 { one } else { nil } })"
        case .text: "\(values.compactMap { if case .text(let one) = $0 { one } else { nil } })"
        case .integer:
            "\(values.compactMap { if case .integer(let one) = $0 { one } else { nil } })"
        case .flag: "\(values.compactMap { if case .flag(let one) = $0 { one } else { nil } })"
        }
    }
}

extension SQL {
    /// `a, b, c`.
    init(joining parts: [SQL]) {
        precondition(!parts.isEmpty, "a list in SQL has an element")
        self = parts.dropFirst().reduce(parts[0]) { "\($0), \($1)" }
    }
}
