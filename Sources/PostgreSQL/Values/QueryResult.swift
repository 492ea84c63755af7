import CLibPQ

/// What a statement gave back.
package struct QueryResult: Sendable {
    /// The rows in the server's order; empty for a statement that returns none.
    package let rows: [Row]
    private let answer: ResultHandle

    init(_ answer: ResultHandle) {
        rows = (0..<answer.rowCount).map { Row(result: answer, index: $0) }
        self.answer = answer
    }

    /// Rows returned, inserted, changed or deleted.
    package var affected: Int { answer.affected }
    /// The server's own word for what was done, such as `COMMIT` or `INSERT 0 3`.
    package var commandTag: String { answer.commandTag }
}

/// Owns a `PGresult`.
///
/// `@unchecked Sendable`: libpq never changes a finished result, all calls here only read it, and
/// `deinit`, which frees it, runs when nobody holds it any more.
final class ResultHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }

    var status: ExecStatusType { PQresultStatus(pointer) }
    var rowCount: Int { Int(PQntuples(pointer)) }
    var columnCount: Int { Int(PQnfields(pointer)) }
    var commandTag: String { String(cString: PQcmdStatus(pointer)) }
    var affected: Int { Int(String(cString: PQcmdTuples(pointer))) ?? 0 }

    func columnName(_ column: Int) -> String {
        String(cString: PQfname(pointer, Int32(column)))
    }

    func columnType(_ column: Int) -> PostgresType {
        PostgresType(rawValue: PQftype(pointer, Int32(column)))
    }

    /// The value's bytes, valid as long as this object; `nil` for `NULL`.
    func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        guard PQgetisnull(pointer, Int32(row), Int32(column)) == 0 else { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(pointer, Int32(row), Int32(column)),
            count: Int(PQgetlength(pointer, Int32(row), Int32(column))))
    }

    /// A field of an error or a notice.
    func diagnostic(_ field: Int32) -> String? {
        PQresultErrorField(pointer, field).map { String(cString: $0) }
    }
}
