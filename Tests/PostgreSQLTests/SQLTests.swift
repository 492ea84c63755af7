import PostgreSQL
import TestSupport
import Testing

@Suite("A statement is a value") struct SQLTests {
    @Test func `a value becomes a parameter and never text`() {
        let hostile = "'; DROP TABLE log.event; --"
        #expect(SQL("SELECT \(hostile)").text == "SELECT $1")
    }

    @Test func `a statement in a statement is numbered anew`() {
        let inner: SQL = "a = \(1) AND b = \("x")"
        let outer: SQL = "SELECT \(0) WHERE \(inner) OR \(inner) LIMIT \(5)"
        #expect(
            outer.text == "SELECT $1 WHERE a = $2 AND b = $3 OR a = $4 AND b = $5 LIMIT $6")
    }

    @Test func `rows of values stand one behind the other`() {
        let sql: SQL = "INSERT INTO t VALUES \(rows: [[1, "a"], [2, nil as String?]])"
        #expect(sql.text == "INSERT INTO t VALUES ($1,$2),($3,$4)")
    }

    @Test func `a name is quoted, whatever is in it`() async throws {
        let name = #"we"ird; DROP"#
        #expect(SQL("SELECT 1 AS \(identifier: name)").text == #"SELECT 1 AS "we""ird; DROP""#)
        try await withPool { pool in
            let row = try await pool.query("SELECT 1 AS \(identifier: name)").rows[0]
            #expect(try row[name, as: Int.self] == 1)
        }
    }

    @Test func `hostile texts are stored as they are`() async throws {
        let texts = ["'; DROP TABLE t; --", "$1", "\\'", "%s", "\u{202E}", "NULL", "{\"a\":1}"]
        try await withPool { pool in
            try await pool.transaction { transaction in
                _ = try await transaction.query("CREATE TABLE t (text text)")
                _ = try await transaction.query(
                    "INSERT INTO t VALUES \(rows: texts.map { [$0] })")
            }
            let rows = try await pool.query("SELECT text FROM t").rows
            #expect(try rows.map { try $0.decode(String.self) } == texts)
        }
    }

    @Test func `more parameters than the protocol counts are refused`() async throws {
        try await withPool { pool in
            let failure = await #expect(throws: PostgresFailure.self) {
                try await pool.query("VALUES \(rows: (0...65_535).map { [$0] })")
            }
            #expect(failure?.sqlState == "54023")
        }
    }
}
