/// Answers questions about rows: from the tables as they are, or from memory as they were.
///
/// Queries are written against it once, so that the past is answered by the same code as today.
package protocol RowReader: Sendable {
    func rows<Value: Row>(_ selection: Selection<Value>) async throws -> [Value]

    /// How many rows there are for each value of a column of ids or texts; none for no rows.
    func counts<Value: Row>(
        _ selection: Selection<Value>, by column: Value.Column
    ) async throws -> [String: Int]
}

extension RowReader {
    package func first<Value: Row>(_ selection: Selection<Value>) async throws -> Value? {
        try await rows(selection.limited(to: 1)).first
    }
}
