import EventSourcing

/// What one event does to one row, as a value.
///
/// A change says what the row *is* afterwards and never by how much it differs, so a change that
/// is applied twice changes nothing more, and of two changes of one row one can be made.
package struct Change: Sendable {
    package typealias Columns = [String: JSONValue]
    package typealias Value = any FieldValue

    package enum Action: Equatable, Sendable {
        /// The row is this, whether or not there was one.
        case put(Columns)
        /// These columns become this, where there is a row.
        case patch(Columns)
        case delete
    }

    /// The change as a projector has made it: whoever takes it knows what form it needs.
    enum Content: Sendable {
        case put(any Row)
        case patch(key: [Value], set: [(column: String, value: Value)])
        case delete(key: [Value])
    }

    package let table: Table
    let content: Content

    package static func put<Row: ReadModels.Row>(_ row: Row) -> Change {
        Change(table: Row.table, content: .put(row))
    }

    /// - Parameters:
    ///   - key: The values of the key's columns, in their order.
    ///   - columns: The new values; `nil` empties a column.
    package static func patch<Row: ReadModels.Row>(
        _: Row.Type, _ key: Value..., set columns: KeyValuePairs<Row.Column, Value>
    ) -> Change {
        Change(
            table: Row.table,
            content: .patch(
                key: checked(key, of: Row.table), set: columns.map { ($0.rawValue, $1) }))
    }

    /// The same with those of the columns whose new values are given.
    package static func patch<Row: ReadModels.Row>(
        _: Row.Type, _ key: Value..., setGiven columns: KeyValuePairs<Row.Column, Value?>
    ) -> Change {
        Change(
            table: Row.table,
            content: .patch(
                key: checked(key, of: Row.table),
                set: columns.compactMap { column, value in
                    value.map { (column.rawValue, $0) }
                }))
    }

    package static func delete<Row: ReadModels.Row>(_: Row.Type, _ key: Value...) -> Change {
        Change(table: Row.table, content: .delete(key: checked(key, of: Row.table)))
    }

    private static func checked(_ key: [Value], of table: Table) -> [Value] {
        precondition(key.count == table.key.count, "a key of \(table.name) is \(table.key)")
        return key
    }
}

/// The change as JSON.
extension Change {
    /// The values of the key's columns, in their order.
    package var key: [JSONValue] { keyAndAction.key }
    package var action: Action { keyAndAction.action }

    /// Both at once, because a row is made into columns for either.
    var keyAndAction: (key: [JSONValue], action: Action) {
        switch content {
        case .put(let row):
            let columns = RowEncoder.columns(of: row)
            let key = table.key.map { columns[$0] ?? .null }
            precondition(!key.contains(.null), "a row of \(table.name) has its whole key")
            return (key, .put(columns))
        case .patch(let key, let columns):
            let named = columns.map { ($0.column, RowEncoder.value(of: $0.value)) }
            return (
                key.map { RowEncoder.value(of: $0) },
                .patch(Dictionary(uniqueKeysWithValues: named))
            )
        case .delete(let key):
            return (key.map { RowEncoder.value(of: $0) }, .delete)
        }
    }
}

extension Change: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        left.table == right.table && left.keyAndAction == right.keyAndAction
    }
}
