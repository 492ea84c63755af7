import EventSourcing

extension RowsInMemory: RowReader {
    package func rows<Value: Row>(_ selection: Selection<Value>) throws -> [Value] {
        let order = selection.order.map(\.rawValue)
        let start = selection.start.map(\.json)
        let matching = matches(selection)
            .map { entry in (place: order.map { entry.columns[$0] ?? .null }, entry: entry) }
            .filter { start.isEmpty || Self.compare($0.place, start) > 0 }
            .sorted {
                let order = Self.compare($0.place, $1.place)
                return selection.isReversed ? order > 0 : order < 0
            }
        return try matching.prefix(selection.limit ?? matching.count)
            .map { try $0.entry.decoded(as: Value.self) }
    }

    package func counts<Value: Row>(
        _ selection: Selection<Value>, by column: Value.Column
    ) -> [String: Int] {
        matches(selection).reduce(into: [:]) { counts, entry in
            guard let value = entry.columns[column.rawValue]?.string else { return }
            counts[value, default: 0] += 1
        }
    }

    private func matches<Value: Row>(_ selection: Selection<Value>) -> [Entry] {
        entries(of: Value.table).values.filter { entry in
            selection.conditions.allSatisfy { Self.holds($0, in: entry) }
        }
    }

    private static func holds<Value: Row>(
        _ condition: Selection<Value>.Condition, in entry: Entry
    ) -> Bool {
        switch condition {
        case .isOneOf(let column, let values):
            guard let value = entry.columns[column.rawValue] else { return false }
            return values.contains { $0.json == value }
        case .contains(let column, let value):
            guard case .array(let elements) = entry.columns[column.rawValue] else { return false }
            return elements.contains(value.json)
        case .isNull(let column):
            return entry.columns[column.rawValue] ?? .null == .null
        }
    }

    /// Negative, zero or positive, as PostgreSQL compares rows of columns with `COLLATE "C"`.
    private static func compare(_ left: [JSONValue], _ right: [JSONValue]) -> Int {
        for (left, right) in zip(left, right) {
            let order = compare(left, right)
            if order != 0 { return order }
        }
        return 0
    }

    private static func compare(_ left: JSONValue, _ right: JSONValue) -> Int {
        switch (left, right) {
        case (.integer(let left), .integer(let right)):
            left < right ? -1 : (left == right ? 0 : 1)
        case (.string(let left), .string(let right)):
            left.utf8.elementsEqual(right.utf8)
                ? 0 : (left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1)
        default:
            preconditionFailure("rows are ordered by columns of numbers, ids or texts")
        }
    }
}
