import EventSourcing

/// What one event does to one row, as a value.
///
/// A change says what the row *is* afterwards and never by how much it differs, so a change that
/// is applied twice changes nothing more, and of two changes of one row one can be made.
package struct Change: Equatable, Sendable {
    package typealias Columns = [String: JSONValue]

    package enum Action: Equatable, Sendable {
        /// The row is this, whether or not there was one.
        case put(Columns)
        /// These columns become this, where there is a row.
        case patch(Columns)
        case delete
    }

    package let table: Table
    package let key: [JSONValue]
    package let action: Action

    package static func put<Value: Row>(_ row: Value) -> Change {
        let columns = RowEncoder.columns(of: row)
        let key = Value.table.key.map { columns[$0] ?? .null }
        precondition(!key.contains(.null), "a row of \(Value.table.name) has its whole key")
        return Change(table: Value.table, key: key, action: .put(columns))
    }

    /// - Parameters:
    ///   - key: The values of the key's columns, in their order.
    ///   - columns: The new values; `nil` empties a column.
    package static func patch<Value: Row>(
        _: Value.Type, _ key: any Encodable..., set columns: [Value.Column: any Encodable]
    ) -> Change {
        let named = columns.map { ($0.rawValue, RowEncoder.value(of: $1)) }
        return Change(
            table: Value.table, key: checked(key, of: Value.table),
            action: .patch(Dictionary(uniqueKeysWithValues: named)))
    }

    package static func delete<Value: Row>(_: Value.Type, _ key: any Encodable...) -> Change {
        Change(table: Value.table, key: checked(key, of: Value.table), action: .delete)
    }

    private static func checked(_ key: [any Encodable], of table: Table) -> [JSONValue] {
        precondition(key.count == table.key.count, "a key of \(table.name) is \(table.key)")
        return key.map(RowEncoder.value)
    }
}

extension Change.Action {
    /// The one action that does what `self` and then `later` do.
    package func followed(by later: Change.Action) -> Change.Action {
        switch (self, later) {
        case (.put(let columns), .patch(let changed)): .put(columns.merging(changed) { $1 })
        case (.patch(let columns), .patch(let changed)): .patch(columns.merging(changed) { $1 })
        // There is no row to patch.
        case (.delete, .patch): .delete
        case (_, .put), (_, .delete): later
        }
    }
}
