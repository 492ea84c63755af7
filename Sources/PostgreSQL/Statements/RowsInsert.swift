import Synchronization

/// `INSERT INTO … VALUES` for rows of one shape, whose text is made once for each number of rows.
///
/// With `\(rows:)` the text of 64 rows costs more than their values. Inserts are cut into pieces of
/// few sizes, so that a session has them all prepared: one for each size up to `exactSizes`, and
/// `largerSizes` for more.
package final class RowsInsert: Sendable {
    private static let exactSizes = 32
    private static let largerSizes = [256, 128, 64]

    private let target: StaticString
    private let columns: [PostgresType]
    private let texts = Mutex<[Int: String]>([:])

    /// - Parameters:
    ///   - target: The table, and the names of the columns in parentheses, as a `COPY` has them.
    ///   - columns: The columns' types.
    package init(into target: StaticString, columns: [PostgresType]) {
        self.target = target
        self.columns = columns
    }

    /// The statements that insert `elements`, in their order.
    ///
    /// - Parameter encode: Adds one row's values, in the order of the columns.
    package func statements<Element>(
        of elements: [Element], encode: (Element, inout RowValues) throws -> Void
    ) rethrows -> [SQL] {
        var rest = elements[...]
        var result: [SQL] = []
        while !rest.isEmpty {
            let size = Self.size(for: rest.count)
            var values = RowValues(sql: makeSQL(rows: size))
            for element in rest.prefix(size) { try encode(element, &values) }
            precondition(
                values.sql.lengths.count == values.sql.types.count,
                "each row has a value for each column")
            result.append(values.sql)
            rest = rest.dropFirst(size)
        }
        return result
    }

    private static func size(for count: Int) -> Int {
        largerSizes.first { $0 <= count } ?? min(count, exactSizes)
    }

    private func makeSQL(rows: Int) -> SQL {
        let text = texts.withLock { texts in
            if let known = texts[rows] { return known }
            let made = makeText(rows: rows)
            texts[rows] = made
            return made
        }
        return SQL(text: text, types: Array(repeatElement(columns, count: rows).joined()))
    }

    private func makeText(rows: Int) -> String {
        let tuples = (0..<rows).map { row in
            let places = columns.indices.map { "$\(row * columns.count + $0 + 1)" }
            return "(" + places.joined(separator: ",") + ")"
        }
        return "INSERT INTO \(target) VALUES " + tuples.joined(separator: ",")
    }
}

/// The values of a statement's rows, one behind the other.
package struct RowValues {
    fileprivate(set) var sql: SQL

    package mutating func add(_ value: some PostgresEncodable) {
        sql.append(value: value)
    }
}
