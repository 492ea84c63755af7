import Foundation
import PostgreSQL
import TestSupport
import Testing

@Suite("Rows streamed in by COPY", .timeLimit(.minutes(30))) struct CopyInTests {
    private struct Refusal: Error {}

    private func withTable(_ body: (Pool) async throws -> Void) async throws {
        try await withPool { pool in
            _ = try await pool.query("CREATE TABLE t (n bigint PRIMARY KEY, name text)")
            try await body(pool)
        }
    }

    private func count(_ pool: Pool) async throws -> Int {
        try await pool.query("SELECT count(*) FROM t").rows[0].decode(Int.self)
    }

    @Test(arguments: [0, 1, 100_000])
    func `all rows are stored`(number: Int) async throws {
        try await withTable { pool in
            let stored = try await pool.withConnection { connection in
                try await connection.copyIn(into: "t (n, name)") { writer in
                    for n in 0..<number {
                        try await writer.write(n, n.isMultiple(of: 2) ? "name \(n)" : nil)
                    }
                }
            }
            #expect(stored == number)
            let row = try await pool.query(
                """
                SELECT count(*), coalesce(sum(n), 0)::bigint, count(name) FROM t
                WHERE name IS NULL OR name = 'name ' || n
                """
            ).rows[0].decode(Int.self, Int.self, Int.self)
            #expect(row == (number, number * (number - 1) / 2, (number + 1) / 2))
        }
    }

    @Test func `a bad row stores nothing, and the failure names its line`() async throws {
        try await withTable { pool in
            try await pool.withConnection { connection in
                let failure = await #expect(throws: PostgresFailure.self) {
                    try await connection.copyIn(into: "t (n, name)") { writer in
                        for n in 0..<50_000 { try await writer.write(n % 40_000, "x") }
                    }
                }
                #expect(failure?.isUniqueViolation == true && failure?.isDataError == true)
                #expect(failure?.context?.contains("line 40001") == true)
                let next = try await connection.query("SELECT \(7)").rows[0].decode(Int.self)
                #expect(next == 7)
            }
            let found = try await count(pool)
            #expect(found == 0)
        }
    }

    @Test func `a failure that comes while rows are still written is not lost`() async throws {
        try await withTable { pool in
            try await pool.withConnection { connection in
                let failure = await #expect(throws: PostgresFailure.self) {
                    try await connection.copyIn(into: "t (n, name)") { writer in
                        for _ in 0..<10_000 { try await writer.write(1, "twice and more") }
                        // The server has said everything it has to say.
                        try await waitWhile { try await state(of: connection, in: pool) != "idle" }
                        for _ in 0..<10_000 { try await writer.write(1, "twice and more") }
                        for _ in 0..<100 { _ = try await state(of: connection, in: pool) }
                    }
                }
                #expect(failure?.isUniqueViolation == true)
            }
        }
    }

    private func state(of connection: Connection, in pool: Pool) async throws -> String? {
        try await pool.query(
            "SELECT state FROM pg_stat_activity WHERE pid = \(connection.processID)"
        ).rows[0].decode(String?.self)
    }

    @Test func `what the server could not hold is refused before it is sent`() async throws {
        try await withTable { pool in
            let failure = await #expect(throws: PostgresFailure.self) {
                try await pool.withConnection { connection in
                    try await connection.copyIn(into: "t (n, name)") { writer in
                        try await writer.write(1, "fine")
                        try await writer.write(2, "a\u{0}b")
                    }
                }
            }
            #expect(failure?.code == .encoding && failure?.message.contains("row 2") == true)
            let large = await #expect(throws: PostgresFailure.self) {
                try await pool.withConnection { connection in
                    try await connection.copyIn(into: "t (n, name)") { writer in
                        try await writer.write(1, String(repeating: "x", count: 100_000_000))
                    }
                }
            }
            #expect(large?.sqlState == "54000")
            let found = try await count(pool)
            #expect(found == 0)
        }
    }

    @Test func `a body that throws stores nothing, and its error comes out`() async throws {
        try await withTable { pool in
            await #expect(throws: Refusal.self) {
                try await pool.withConnection { connection in
                    try await connection.copyIn(into: "t (n, name)") { writer in
                        for n in 0..<50_000 { try await writer.write(n, "x") }
                        throw Refusal()
                    }
                }
            }
            let found = try await count(pool)
            #expect(found == 0)
        }
    }

    @Test func `a cancelled task stores nothing`() async throws {
        try await withTable { pool in
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                try await pool.withConnection { connection in
                    try await connection.copyIn(into: "t (n, name)") { writer in
                        var n = 0
                        while true {
                            try await writer.write(n, "x")
                            n += 1
                            if n == 10_000 { start.yield() }
                        }
                    }
                }
            }
            for await _ in started { break }
            task.cancel()
            let failure = await #expect(throws: PostgresFailure.self) { try await task.value }
            #expect(failure?.code == .cancelled)
            let found = try await count(pool)
            #expect(found == 0)
        }
    }

    @Test func `a missing table and a missing column are the server's refusals`() async throws {
        try await withTable { pool in
            for target: SQL in ["nowhere (n)", "t (m)"] {
                let failure = await #expect(throws: PostgresFailure.self) {
                    try await pool.withConnection { connection in
                        try await connection.copyIn(into: target) { writer in
                            for n in 0..<100_000 { try await writer.write(n) }
                        }
                    }
                }
                #expect(failure?.code == .server && failure?.sqlState?.hasPrefix("42") == true)
            }
        }
    }

    @Test func `a server process killed in the middle fails the copy, and stores nothing`()
        async throws
    {
        try await withTable { pool in
            let failure = await #expect(throws: PostgresFailure.self) {
                try await pool.withConnection { connection in
                    try await connection.copyIn(into: "t (n, name)") { writer in
                        var n = 0
                        while true {
                            try await writer.write(n, "x")
                            n += 1
                            guard n == 10_000 else { continue }
                            _ = try await pool.query(
                                "SELECT pg_terminate_backend(\(connection.processID))")
                        }
                    }
                }
            }
            #expect(failure?.code == .connectionLost)
            let found = try await count(pool)
            #expect(found == 0)
        }
    }

    @Test func `a transaction copies between its statements, all or nothing`() async throws {
        try await withTable { pool in
            try await pool.transaction { transaction in
                _ = try await transaction.query("INSERT INTO t VALUES (-1, 'first')")
                let stored = try await transaction.copyIn(into: "t (n, name)") { writer in
                    for n in 0..<1000 { try await writer.write(n, String?.none) }
                }
                #expect(stored == 1000)
                _ = try await transaction.query("INSERT INTO t VALUES (-2, 'last')")
            }
            await #expect(throws: Refusal.self) {
                try await pool.transaction { transaction in
                    try await transaction.copyIn(into: "t (n, name)") { writer in
                        try await writer.write(5000, "x")
                    }
                    throw Refusal()
                }
            }
            let found = try await count(pool)
            #expect(found == 1002)
        }
    }

    @Test func `a copy on a connection that hangs is given up with nothing stored`() async throws {
        try await withDatabase { configuration in
            try await withProxy(before: configuration) { proxy in
                var hasty = proxy.configuration
                hasty.copyStandstill = .milliseconds(200)
                let pool = Pool(hasty, limits: .init(maxConnections: 1))
                _ = try await pool.query("CREATE TABLE t (n bigint PRIMARY KEY, name text)")
                let failure = await #expect(throws: PostgresFailure.self) {
                    try await pool.withConnection { connection in
                        try await connection.copyIn(into: "t (n)") { writer in
                            proxy.hang()
                            for n in 0..<Int.max { try await writer.write(n) }
                        }
                    }
                }
                #expect(failure?.code == .connectionLost)
                #expect(
                    failure?.message.contains("0.2 seconds") == true, "\(failure?.message ?? "")")
                proxy.resume()
                let found = try await count(pool)
                #expect(found == 0)
                await pool.close()
            }
        }
    }

    @Test func `a writer may take longer than the server`() async throws {
        try await withDatabase { configuration in
            var hasty = configuration
            hasty.copyStandstill = .seconds(1)
            let (writing, other) = try await (
                Connection.open(hasty), Connection.open(configuration)
            )
            _ = try await writing.query("CREATE TABLE t (n bigint)")
            let stored = try await writing.copyIn(into: "t (n)") { writer in
                for n in 0..<50_000 {
                    try await writer.write(n)
                    if n == 20_000 { _ = try await other.query("SELECT pg_sleep(2)") }
                }
            }
            #expect(stored == 50_000)
            for connection in [writing, other] { await connection.close() }
        }
    }
}
