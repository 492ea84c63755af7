import PostgreSQL
import TestSupport
import Testing

@Suite("One connection, many tasks", .timeLimit(.minutes(30))) struct ConnectionTests {
    @Test func `requests of many tasks are answered each with its own`() async throws {
        try await withConnection { connection in
            let answers = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                for number in 0..<500 {
                    group.addTask {
                        let row = try await connection.query("SELECT \(number) * 2").rows[0]
                        return (number, try row.decode(Int.self))
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            #expect(answers == Dictionary(uniqueKeysWithValues: (0..<500).map { ($0, $0 * 2) }))
        }
    }

    @Test func `large requests and large answers pass each other, and small ones between them`()
        async throws
    {
        try await withConnection { connection in
            // More than the sockets' buffers hold, both ways.
            let text = String(repeating: "x", count: 1 << 20)
            try await withThrowingTaskGroup { group in
                for number in 0..<200 {
                    group.addTask {
                        guard number.isMultiple(of: 4) else {
                            let row = try await connection.query("SELECT \(number)").rows[0]
                            #expect(try row.decode(Int.self) == number)
                            return
                        }
                        let row = try await connection.query("SELECT \(text) || \(number)").rows[0]
                        #expect(try row.decode(String.self).utf8.count > text.utf8.count)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `a closed connection says so`() async throws {
        try await withConnection { connection in
            await connection.close()
            let failure = await #expect(throws: PostgresFailure.self) {
                _ = try await connection.query("SELECT 1")
            }
            #expect(failure?.code == .closed)
        }
    }

    @Test func `a pipeline is one transaction, and says which statement failed`() async throws {
        try await withConnection { connection in
            _ = try await connection.query("CREATE TABLE t (n bigint PRIMARY KEY)")
            let failure = await #expect(throws: PostgresFailure.self) {
                try await connection.pipeline([
                    "INSERT INTO t VALUES (\(1))", "INSERT INTO t VALUES (\(2))",
                    "INSERT INTO t VALUES (\(1))", "INSERT INTO t VALUES (\(3))",
                ])
            }
            #expect(failure?.statementIndex == 2)
            #expect(failure?.isUniqueViolation == true)
            #expect(failure?.statement == "INSERT INTO t VALUES ($1)")
            let rest = try await connection.query("SELECT 1 FROM t")
            #expect(rest.rows.isEmpty)
        }
    }

    @Test func `behind a pipeline that failed the next ones go on`() async throws {
        try await withConnection { connection in
            let broken = Task { try await connection.pipeline(["SELECT 1", "SELECT 1/0"]) }
            let whole = try await connection.query("SELECT \(7)")
            #expect(try whole.rows[0].decode(Int.self) == 7)
            await #expect(throws: PostgresFailure.self) { try await broken.value }
        }
    }

    @Test func `a failed transaction of a pipeline's own is rolled back, not left open`()
        async throws
    {
        try await withConnection { connection in
            _ = try await connection.query("CREATE TABLE t (n bigint)")
            await #expect(throws: PostgresFailure.self) {
                try await connection.pipeline([
                    "BEGIN", "INSERT INTO t VALUES (\(1))", "SELECT 1/0", "COMMIT",
                ])
            }
            _ = try await connection.query("INSERT INTO t VALUES (\(2))")
            let stored = try await connection.query("SELECT sum(n)::bigint FROM t").rows[0]
            #expect(try stored.decode(Int.self) == 2)
        }
    }

    @Test func `a refusal quotes no value, and its long form only what the server says`()
        async throws
    {
        try await withConnection { connection in
            let secret = "a name of somebody"
            let failure = await #expect(throws: PostgresFailure.self) {
                try await connection.query("SELECT \(secret)::bigint")
            }
            #expect(failure?.sqlState == "22P02")
            #expect("\(failure!)".contains(secret) == false)
            #expect(String(reflecting: failure!).contains("SELECT $1::bigint"))
        }
    }

    @Test func `what is notified is heard, in the order of sending`() async throws {
        try await withConnection { connection in
            let heard = try await connection.listen("bell")
            for payload in ["one", "two", "three"] {
                _ = try await connection.query("SELECT pg_notify('bell', \(payload))")
            }
            var payloads: [String] = []
            for await notification in heard {
                payloads.append(notification.payload)
                if payloads.count == 3 { break }
            }
            #expect(payloads == ["one", "two", "three"])
        }
    }

    /// As many wait for a lock as the cooperative pool has threads, and more; it is given up by a
    /// task that needs one of them. Were a wait to hold a thread, nobody would ever go on.
    @Test func `waiting for the server never holds a thread of the pool`() async throws {
        try await withDatabase { configuration in
            let owner = try await Connection.open(configuration)
            _ = try await owner.query("SELECT pg_advisory_lock(1)")
            let pool = Pool(configuration, limits: .init(maxConnections: 40))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        try await pool.withConnection { connection in
                            _ = try await connection.query("SELECT pg_advisory_xact_lock_shared(1)")
                        }
                    }
                }
                group.addTask {
                    try await waitWhile { try await waiting(owner) < 40 }
                    _ = try await owner.query("SELECT pg_advisory_unlock(1)")
                }
                try await group.waitForAll()
            }
            await pool.close()
            await owner.close()
        }
    }

    private func waiting(_ connection: Connection) async throws -> Int {
        try await connection.query(
            """
            SELECT count(*) FROM pg_locks WHERE NOT granted
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """
        ).rows[0].decode(Int.self)
    }
}
