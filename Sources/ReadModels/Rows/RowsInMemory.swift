import EventSourcing
import Foundation

/// The rows of one tenant in memory, made by the same changes as the tables: a past moment.
package struct RowsInMemory: Sendable {
    /// A row as the tables have it.
    package struct Entry: Equatable, Sendable {
        package var columns: Change.Columns
        /// That of the event by which it last changed.
        package var position: Position
    }

    private var tables: [Table: [[JSONValue]: Entry]] = [:]
    /// Changes of other tables are passed over; nothing for all tables.
    private let kept: Set<Table>?

    package init() { kept = nil }

    package init(keeping tables: [any Row.Type]) { kept = Set(tables.map { $0.table }) }

    package mutating func apply(_ changes: [Change], at position: Position) {
        for change in changes where kept?.contains(change.table) ?? true {
            apply(change, at: position)
        }
    }

    mutating func apply(_ folded: [PositionedChanges]) {
        for one in folded { apply(one.changes, at: one.position) }
    }

    private mutating func apply(_ change: Change, at position: Position) {
        let (key, action) = change.keyAndAction
        switch action {
        case .put(let columns):
            tables[change.table, default: [:]][key] = Entry(
                columns: columns, position: position)
        case .patch(let columns):
            guard var entry = tables[change.table]?[key] else { return }
            entry.columns.merge(columns) { $1 }
            entry.position = position
            tables[change.table]?[key] = entry
        case .delete:
            tables[change.table]?[key] = nil
        }
    }

    /// All rows of a table, by their keys.
    package func entries(of table: Table) -> [[JSONValue]: Entry] {
        tables[table] ?? [:]
    }
}

extension RowsInMemory.Entry {
    func decoded<Value: Row>(as _: Value.Type) throws -> Value {
        let json = try JSONEncoder().encode(JSONValue.object(columns))
        return try JSONDecoder().decode(Value.self, from: json)
    }
}
