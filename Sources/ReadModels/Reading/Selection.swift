import EventSourcing
import Foundation
import PostgreSQL

/// Which rows of one table are wanted, in which order: a question that SQL and memory both answer.
package struct Selection<Value: Row>: Sendable {
    package typealias Column = Value.Column

    enum Condition: Sendable {
        case isOneOf(Column, [ColumnValue])
        /// The column is a list, and this is in it.
        case contains(Column, ColumnValue)
        case isNull(Column)
    }

    private(set) var conditions: [Condition] = []
    private(set) var order: [Column] = []
    /// Values of the ordering columns; only rows behind them are wanted.
    private(set) var start: [ColumnValue] = []
    private(set) var limit: Int?
    private(set) var isReversed = false

    package init() {}

    package func `where`(_ column: Column, is value: some ColumnConvertible) -> Self {
        adding(.isOneOf(column, [value.columnValue]))
    }

    package func `where`(_ column: Column, isOneOf values: [some ColumnConvertible]) -> Self {
        adding(.isOneOf(column, values.map(\.columnValue)))
    }

    package func `where`(_ column: Column, contains value: some ColumnConvertible) -> Self {
        adding(.contains(column, value.columnValue))
    }

    package func `where`(isNull column: Column) -> Self { adding(.isNull(column)) }

    /// The smallest first. None of the columns may be empty.
    package func ordered(by columns: Column...) -> Self {
        var copy = self
        copy.order = columns
        return copy
    }

    /// The largest first; not for a list that goes on behind a start.
    package func reversed() -> Self {
        precondition(start.isEmpty, "a list in pages has its smallest first")
        var copy = self
        copy.isReversed = true
        return copy
    }

    /// Only rows behind these values of the ordering columns; everything where there are none.
    package func after(_ values: [ColumnValue]) -> Self {
        precondition(values.isEmpty || values.count == order.count, "a start is a place in order")
        precondition(values.isEmpty || !isReversed, "a list in pages has its smallest first")
        var copy = self
        copy.start = values
        return copy
    }

    package func limited(to count: Int) -> Self {
        var copy = self
        copy.limit = count
        return copy
    }

    private func adding(_ condition: Condition) -> Self {
        var copy = self
        copy.conditions.append(condition)
        return copy
    }
}

/// A value of a column that a question may compare with.
package enum ColumnValue: Hashable, Codable, Sendable {
    case uuid(UUID)
    case text(String)
    case integer(Int)
    case flag(Bool)

    enum Kind {
        case uuid, text, integer, flag
    }

    var kind: Kind {
        switch self {
        case .uuid: .uuid
        case .text: .text
        case .integer: .integer
        case .flag: .flag
        }
    }

    var integer: Int? {
        guard case .integer(let value) = self else { return nil }
        return value
    }

    /// PostgreSQL holds no text with a NUL.
    var isStorable: Bool {
        guard case .text(let text) = self else { return true }
        return !text.utf8.contains(0)
    }

    var json: JSONValue {
        switch self {
        case .uuid(let value): .string(value.uuidString.lowercased())
        case .text(let value): .string(value)
        case .integer(let value): .integer(Int64(value))
        case .flag(let value): .bool(value)
        }
    }

    var parameter: SQL {
        switch self {
        case .uuid(let value): "\(value)"
        case .text(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .flag(let value): "\(value)"
        }
    }
}

/// What can be compared with a column.
package protocol ColumnConvertible {
    var columnValue: ColumnValue { get }
}

extension ID: ColumnConvertible {
    package var columnValue: ColumnValue { .uuid(uuid) }
}

extension String: ColumnConvertible {
    package var columnValue: ColumnValue { .text(self) }
}

extension Int: ColumnConvertible {
    package var columnValue: ColumnValue { .integer(self) }
}

extension Bool: ColumnConvertible {
    package var columnValue: ColumnValue { .flag(self) }
}

extension RawRepresentable<String> where Self: ColumnConvertible {
    package var columnValue: ColumnValue { .text(rawValue) }
}
