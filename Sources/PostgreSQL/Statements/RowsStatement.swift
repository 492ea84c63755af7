import Synchronization

/// A statement around the `VALUES` of rows of one shape, whose text is made once for each number of
/// rows.
///
/// With `\(rows:)` the text of 64 rows costs more than their values. Rows are cut into pieces of few
/// sizes, so that a session has a statement for each of them prepared.
package final class RowsStatement: Sendable {
    /// How many rows one statement has.
    package enum Pieces: Sendable {
        /// As many as there are up to 32, or 64, 128 and 256: nearly every batch is one statement.
        case exact
        /// 256, 64, 16, 4 or 1: few statements, for who has many shapes.
        case coarse

        fileprivate func size(for count: Int) -> Int {
            switch self {
            case .exact: [256, 128, 64].first { $0 <= count } ?? min(count, 32)
            case .coarse: [256, 64, 16, 4].first { $0 <= count } ?? 1
            }
        }
    }

    private let head: String
    private let tail: String
    private let columns: [PostgresType]
    private let pieces: Pieces
    private let texts = Mutex<[Int: String]>([:])

    /// - Parameters:
    ///   - head: What stands before `VALUES`, without parameters.
    ///   - tail: What stands behind the rows, without parameters.
    ///   - columns: The types of a row's values.
    package init(
        _ head: SQL, _ tail: SQL = "", columns: [PostgresType], pieces: Pieces = .exact
    ) {
        precondition(head.types.isEmpty && tail.types.isEmpty, "the rows are the parameters")
        self.head = head.text
        self.tail = tail.text
        self.columns = columns
        self.pieces = pieces
    }

    /// The statements for `rows`, in their order; none for no rows.
    ///
    /// - Parameter encode: Adds one row's values, in the order of the columns.
    package func statements<Row>(
        of rows: [Row], encode: (Row, inout RowValues) throws -> Void
    ) rethrows -> [SQL] {
        var rest = rows[...]
        var result: [SQL] = []
        while !rest.isEmpty {
            let size = pieces.size(for: rest.count)
            var values = RowValues(sql: makeSQL(rows: size))
            for row in rest.prefix(size) { try encode(row, &values) }
            precondition(
                values.sql.lengths.count == values.sql.types.count,
                "each row has a value for each column")
            result.append(values.sql)
            rest = rest.dropFirst(size)
        }
        return result
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
        return head + " VALUES " + tuples.joined(separator: ",") + tail
    }
}

/// The values of a statement's rows, one behind the other.
package struct RowValues {
    fileprivate(set) var sql: SQL

    package mutating func add(_ value: some PostgresEncodable) {
        sql.append(value: value)
    }

    /// Adds a value that is in the binary form already; nothing is `NULL`.
    package mutating func add(encoded bytes: UnsafeRawBufferPointer?) {
        sql.append(encoded: bytes)
    }
}
