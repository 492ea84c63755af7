/// One row of a result; its values are decoded when they are asked for.
package struct Row: Sendable {
    let result: ResultHandle
    let index: Int

    /// All columns, by their places: `try row.decode(UUID.self, Int.self, String?.self)`.
    ///
    /// - Throws: `PostgresFailure.Code.decoding` naming the column, its type and the one wanted,
    ///   also when the row has more or fewer columns than there are types.
    package func decode<each Value: PostgresDecodable>(
        _ types: repeat (each Value).Type
    ) throws -> (repeat each Value) {
        var wanted = 0
        for _ in repeat each types { wanted += 1 }
        guard wanted == result.columnCount else {
            throw PostgresFailure(
                code: .decoding,
                message: "the row has \(result.columnCount) columns, and \(wanted) were asked for")
        }
        var column = 0
        func next<Next: PostgresDecodable>(_: Next.Type) throws -> Next {
            defer { column += 1 }
            return try value(at: column)
        }
        return (repeat try next(each types))
    }

    /// One column by its name.
    ///
    /// - Throws: `PostgresFailure.Code.decoding`, also when there is no column of that name.
    package subscript<Value: PostgresDecodable>(name: String, as _: Value.Type) -> Value {
        get throws {
            guard
                let column = (0..<result.columnCount).first(where: {
                    result.columnName($0) == name
                })
            else {
                throw PostgresFailure(code: .decoding, message: "there is no column \(name)")
            }
            return try value(at: column)
        }
    }

    private func value<Value: PostgresDecodable>(at column: Int) throws -> Value {
        let type = result.columnType(column)
        guard let bytes = result.bytes(row: index, column: column) else {
            return try null(at: column)
        }
        guard Value.canDecode(type) else {
            throw failure(
                column, "is \(type), and \(Value.self) (\(Value.postgresType)) was wanted")
        }
        do {
            return try Value(decoding: bytes, of: type)
        } catch let unfit as UnfitValue {
            throw failure(column, "holds \(unfit.reason); \(Value.self) was wanted")
        }
    }

    /// Apart, because an optional of an unknown type costs whoever has one in a local variable more
    /// than reading a value does.
    @inline(never)
    private func null<Value: PostgresDecodable>(at column: Int) throws -> Value {
        guard let null = Value.null else {
            throw failure(column, "is NULL, and \(Value.self) was wanted")
        }
        return null
    }

    private func failure(_ column: Int, _ message: String) -> PostgresFailure {
        var failure = PostgresFailure(
            code: .decoding, message: "column \(result.columnName(column)) \(message)")
        failure.column = result.columnName(column)
        return failure
    }
}
