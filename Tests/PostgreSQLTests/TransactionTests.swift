import PostgreSQL
import TestSupport
import Testing

@Suite("Transactions") struct TransactionTests {
    private struct Refusal: Error {}

    private func withTable(_ body: (Pool) async throws -> Void) async throws {
        try await withPool { pool in
            _ = try await pool.query("CREATE TABLE t (n bigint)")
            try await body(pool)
        }
    }

    private func count(_ pool: Pool) async throws -> Int {
        try await pool.query("SELECT count(*) FROM t").rows[0].decode(Int.self)
    }

    @Test func `what returns is committed, what throws is undone`() async throws {
        try await withTable { pool in
            try await pool.transaction { _ = try await $0.query("INSERT INTO t VALUES (1)") }
            await #expect(throws: Refusal.self) {
                try await pool.transaction { transaction in
                    _ = try await transaction.query("INSERT INTO t VALUES (2)")
                    throw Refusal()
                }
            }
            let found = try await count(pool)
            #expect(found == 1)
        }
    }

    @Test func `a failure that the body swallows does not pass for a commit`() async throws {
        try await withTable { pool in
            let failure = await #expect(throws: PostgresFailure.self) {
                try await pool.transaction { transaction in
                    _ = try await transaction.query("INSERT INTO t VALUES (1)")
                    await swallowing { _ = try await transaction.query("SELECT 1/0") }
                }
            }
            #expect(failure?.sqlState == "25P02")
            let found = try await count(pool)
            #expect(found == 0)
        }
    }

    private func swallowing(_ body: () async throws -> Void) async {
        do {
            try await body()
            Issue.record("the statement should have failed")
        } catch {}
    }

    @Test func `a repeatable read sees one moment`() async throws {
        try await withTable { pool in
            let counts = try await pool.transaction(isolation: .repeatableRead) { transaction in
                let before = try await transaction.query("SELECT count(*) FROM t").rows[0]
                _ = try await pool.query("INSERT INTO t VALUES (1)")
                let after = try await transaction.query("SELECT count(*) FROM t").rows[0]
                return (try before.decode(Int.self), try after.decode(Int.self))
            }
            #expect(counts == (0, 0))
            let found = try await count(pool)
            #expect(found == 1)
        }
    }
}
