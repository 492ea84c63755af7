import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing

@Suite("Values go to the server and come back") struct ValueTests {
    private static let id = UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255))

    @Test func `each type of ours, its limits included`() async throws {
        try await withPool { pool in
            try await comesBack(pool, [true, false])
            try await comesBack(pool, [Int16.min, -1, 0, .max])
            try await comesBack(pool, [Int32.min, -1, 0, .max])
            try await comesBack(pool, [Int.min, -1, 0, .max])
            try await comesBack(pool, [0, -0.5, .pi, .greatestFiniteMagnitude, .infinity])
            try await comesBack(pool, ["", "hé", "日本", "👩‍👩‍👧‍👦", #"'";--\"#, "a\nb"])
            try await comesBack(pool, [Self.id, UUID()])
            try await comesBack(
                pool,
                [Timestamp.tuesday, Timestamp(microseconds: 0), Timestamp(microseconds: -1)])
            try await comesBack(pool, [JSON(bytes: Array(#"{"b":1,"a":2}"#.utf8))])
            try await comesBack(pool, [JSONB(bytes: Array(#"{"a": 2, "b": 1}"#.utf8))])
            try await comesBack(pool, [[UInt8](0...255), []])
        }
    }

    /// Alone, as one array, and as nothing.
    private func comesBack<Value: PostgresValue & PostgresArrayElement & Equatable>(
        _ pool: Pool, _ values: [Value]
    ) async throws where [Value]: PostgresValue, [Value?]: PostgresValue {
        for value in values {
            let row = try await pool.query("SELECT \(value), \(nil as Value?)").rows[0]
            let (same, nothing) = try row.decode(Value.self, Value?.self)
            #expect(same == value)
            #expect(nothing == nil)
        }
        let gaps = values.map(Optional.some) + [nil]
        let row = try await pool.query("SELECT \(gaps)").rows[0]
        #expect(try row.decode([Value?].self) == gaps)
    }

    @Test func `the server sees the types that are declared`() async throws {
        try await withPool { pool in
            let row = try await pool.query(
                """
                SELECT pg_typeof(\(1))::text, pg_typeof(\(Int16(1)))::text,
                    pg_typeof(\("x"))::text, pg_typeof(\(Self.id))::text,
                    pg_typeof(\([UInt8](0...3)))::text, pg_typeof(\([1, 2]))::text
                """
            ).rows[0]
            let types = try row.decode(
                String.self, String.self, String.self, String.self, String.self, String.self)
            #expect(types == ("bigint", "smallint", "text", "uuid", "bytea", "bigint[]"))
        }
    }

    @Test func `narrower numbers of the server widen`() async throws {
        try await withPool { pool in
            let row = try await pool.query("SELECT 7::int2, 7::int4, 0.5::float4").rows[0]
            #expect(try row.decode(Int.self, Int.self, Double.self) == (7, 7, 0.5))
        }
    }

    @Test func `what the server cannot hold is refused before it is sent`() async throws {
        try await withPool { pool in
            let nul = await #expect(throws: PostgresFailure.self) {
                try await pool.query("SELECT \("a\0b")")
            }
            #expect(nul?.code == .encoding)
            #expect(nul?.sqlState == "22021")
            #expect(nul?.isDataError == true)
            let late = await #expect(throws: PostgresFailure.self) {
                try await pool.query("SELECT \(Timestamp(microseconds: .min))")
            }
            #expect(late?.sqlState == "22008")
            #expect(pool.connectionCount <= 1)
        }
    }

    @Test func `a column that does not fit is named with both types`() async throws {
        try await withPool { pool in
            let row = try await pool.query("SELECT 'x' AS grade, NULL::text AS note").rows[0]
            let wrong = #expect(throws: PostgresFailure.self) {
                try row["grade", as: Int.self]
            }
            #expect(wrong?.message == "column grade is text, and Int (bigint) was wanted")
            let null = #expect(throws: PostgresFailure.self) {
                try row["note", as: String.self]
            }
            #expect(null?.message == "column note is NULL, and String was wanted")
            #expect(throws: PostgresFailure.self) { try row["age", as: Int.self] }
            let count = #expect(throws: PostgresFailure.self) { try row.decode(String.self) }
            #expect(count?.message == "the row has 2 columns, and 1 were asked for")
        }
    }
}
