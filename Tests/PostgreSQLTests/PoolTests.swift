import PostgreSQL
import TestSupport
import Testing

@Suite("A pool is bounded and mends itself", .timeLimit(.minutes(30))) struct PoolTests {
    @Test func `no more connections than the limit, however many ask`() async throws {
        try await withPool(.init(maxConnections: 3)) { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask { _ = try await pool.query("SELECT \(number)") }
                }
                try await group.waitForAll()
            }
            #expect((1...3).contains(pool.connectionCount))
        }
    }

    @Test func `who would wait behind too many is refused at once`() async throws {
        try await withPool(.init(maxConnections: 1, maxWaiters: 0)) { pool in
            try await pool.withConnection { _ in
                let failure = await #expect(throws: PostgresFailure.self) {
                    try await pool.withConnection { _ in }
                }
                #expect(failure?.code == .poolExhausted)
            }
            let found = try await pool.query("SELECT 1").rows.count
            #expect(found == 1)
        }
    }

    @Test func `who waits too long is refused, and what is leased stays so`() async throws {
        let limits = PoolLimits(maxConnections: 1, acquireTimeout: .milliseconds(50))
        try await withPool(limits) { pool in
            try await pool.withConnection { connection in
                let failure = await #expect(throws: PostgresFailure.self) {
                    try await pool.query("SELECT 1")
                }
                #expect(failure?.code == .poolExhausted)
                let next = try await connection.query("SELECT 1")
                #expect(next.rows.count == 1)
            }
        }
    }

    @Test func `a connection that broke is replaced`() async throws {
        try await withPool(.init(maxConnections: 1)) { pool in
            let first = try await pool.withConnection { connection in
                await #expect(throws: PostgresFailure.self) {
                    try await connection.query("SELECT pg_terminate_backend(pg_backend_pid())")
                }
                return connection.processID
            }
            let second = try await pool.withConnection { $0.processID }
            #expect(second != first)
            #expect(pool.connectionCount == 1)
        }
    }

    @Test func `connections that ended while nobody used them are replaced without a word`()
        async throws
    {
        try await withDatabase { configuration in
            let admin = try await Connection.open(configuration)
            let pool = Pool(configuration, limits: .init(maxConnections: 4))
            _ = try await admin.query("CREATE TABLE t (n bigint)")
            for round in 1...10 {
                try await open(4, of: pool)
                _ = try await admin.query(
                    """
                    SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """)
                _ = try await pool.query("INSERT INTO t VALUES (\(round))")
            }
            let found = try await admin.query("SELECT 1 FROM t").rows.count
            #expect(found == 10)
            await pool.close()
            await admin.close()
        }
    }

    @Test func `a read that is cut off is sent a second time, and no more`() async throws {
        try await withPool { pool in
            _ = try await pool.query("CREATE SEQUENCE turn")
            let second = try await pool.query(
                """
                SELECT CASE WHEN nextval('turn') = 1
                    THEN pg_terminate_backend(pg_backend_pid())::text ELSE 'again' END
                """
            ).rows[0].decode(String.self)
            #expect(second == "again")
            let failure = await #expect(throws: PostgresFailure.self) {
                try await pool.query(
                    "SELECT nextval('turn'), pg_terminate_backend(pg_backend_pid())")
            }
            #expect(failure?.code == .connectionLost)
            let turns = try await pool.query("SELECT last_value FROM turn").rows[0].decode(Int.self)
            #expect(turns == 4)
        }
    }

    @Test func `a write that is cut off is not sent again`() async throws {
        try await withPool { pool in
            _ = try await pool.pipeline(["CREATE SEQUENCE turn"])
            _ = try await pool.query("CREATE TABLE t (n bigint, ended boolean)")
            let failure = await #expect(throws: PostgresFailure.self) {
                try await pool.query(
                    "INSERT INTO t SELECT nextval('turn'), pg_terminate_backend(pg_backend_pid())")
            }
            #expect(failure?.code == .outcomeUnknown)
            let turns = try await pool.query("SELECT last_value FROM turn").rows[0].decode(Int.self)
            #expect(turns == 1)
        }
    }

    /// Makes the pool open so many connections.
    private func open(_ count: Int, of pool: Pool) async throws {
        guard count > 0 else { return }
        try await pool.withConnection { _ in try await open(count - 1, of: pool) }
    }

    @Test func `a transaction that somebody left open is not handed on`() async throws {
        try await withPool(.init(maxConnections: 1)) { pool in
            let first = try await pool.withConnection { connection in
                _ = try await connection.query("BEGIN")
                return connection.processID
            }
            let second = try await pool.withConnection { $0.processID }
            #expect(second != first)
        }
    }

    @Test func `where nobody listens the failure says so`() async throws {
        let nowhere = try Configuration(url: "postgresql://clubs@127.0.0.1:9/clubs")
        let pool = Pool(nowhere, limits: .init(acquireTimeout: .milliseconds(300)))
        let failure = await #expect(throws: PostgresFailure.self) {
            try await pool.query("SELECT 1")
        }
        #expect(failure?.code == .connectFailed || failure?.code == .poolExhausted)
        await pool.close()
    }

    @Test func `a closed pool says so`() async throws {
        try await withPool { pool in
            await pool.close()
            let failure = await #expect(throws: PostgresFailure.self) {
                try await pool.query("SELECT 1")
            }
            #expect(failure?.code == .closed)
        }
    }
}
