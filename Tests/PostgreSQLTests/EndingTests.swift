import PostgreSQL
import TestSupport
import Testing

@Suite("Time, cancellation and loss", .timeLimit(.minutes(30))) struct EndingTests {
    @Test func `a read whose time is over is ended, and the connection goes on`() async throws {
        try await withConnection { connection in
            let failure = await #expect(throws: PostgresFailure.self) {
                try await connection.query("SELECT pg_sleep(600)", timeout: .milliseconds(100))
            }
            #expect(failure?.code == .timedOut)
            let next = try await connection.query("SELECT 1")
            #expect(next.rows.count == 1)
        }
    }

    /// Everything is accepted on the way and nothing passed on, so the system notices nothing.
    @Test(arguments: [
        ("SELECT 1" as SQL, PostgresFailure.Code.timedOut),
        ("INSERT INTO t VALUES (1)", .outcomeUnknown),
    ])
    func `a request on a connection that hangs is given up, and the pool goes on`(
        request: SQL, code: PostgresFailure.Code
    ) async throws {
        try await withDatabase { configuration in
            try await withProxy(before: configuration) { proxy in
                var hasty = proxy.configuration
                hasty.statementTimeout = .milliseconds(100)
                hasty.answerGrace = .milliseconds(100)
                let pool = Pool(hasty, limits: .init(maxConnections: 1))
                _ = try await pool.query("CREATE TABLE t (n bigint)")
                proxy.hang()
                let failure = await #expect(throws: PostgresFailure.self) {
                    try await pool.query(request)
                }
                #expect(failure?.code == code)
                proxy.resume()
                let found = try await pool.query("SELECT 1").rows.count
                #expect(found == 1)
                await pool.close()
            }
        }
    }

    @Test func `a read of a cancelled task is ended`() async throws {
        try await withConnection { connection in
            let task = Task { try await connection.query("SELECT pg_sleep(600)") }
            task.cancel()
            let failure = await #expect(throws: PostgresFailure.self) { try await task.value }
            #expect(failure?.code == .cancelled)
            let next = try await connection.query("SELECT 1")
            #expect(next.rows.count == 1)
        }
    }

    /// A commit that is cancelled on the server may be stored all the same.
    @Test func `a write goes on although its task is cancelled`() async throws {
        try await withDatabase { configuration in
            let owner = try await Connection.open(configuration)
            let writer = try await Connection.open(configuration)
            _ = try await owner.query("CREATE TABLE t (n bigint)")
            _ = try await owner.query("SELECT pg_advisory_lock(2)")
            let task = Task {
                try await writer.query(
                    "INSERT INTO t SELECT \(1) FROM pg_advisory_xact_lock(2)")
            }
            try await waitWhile { try await waiting(owner) == 0 }
            task.cancel()
            _ = try await owner.query("SELECT pg_advisory_unlock(2)")
            let written = try await task.value.affected
            #expect(written == 1)
            let found = try await owner.query("SELECT 1 FROM t").rows.count
            #expect(found == 1)
            await writer.close()
            await owner.close()
        }
    }

    @Test func `a connection that the server ends fails what waits, and is not open`()
        async throws
    {
        try await withDatabase { configuration in
            let owner = try await Connection.open(configuration)
            let victim = try await Connection.open(configuration)
            let asleep = Task { try await victim.query("SELECT pg_sleep(600)") }
            try await waitWhile { try await asleepCount(owner) == 0 }
            _ = try await owner.query("SELECT pg_terminate_backend(\(victim.processID))")
            let failure = await #expect(throws: PostgresFailure.self) { try await asleep.value }
            #expect(failure?.code == .connectionLost)
            #expect(failure?.isConnectionProblem == true)
            #expect(!victim.isOpen)
            await #expect(throws: PostgresFailure.self) { try await victim.query("SELECT 1") }
            await owner.close()
        }
    }

    @Test func `a commit that was cut off has an unknown outcome`() async throws {
        try await withDatabase { configuration in
            let owner = try await Connection.open(configuration)
            let victim = try await Connection.open(configuration)
            _ = try await owner.query("CREATE TABLE t (n bigint)")
            _ = try await owner.query("SELECT pg_advisory_lock(3)")
            let writing = Task {
                try await victim.query("INSERT INTO t SELECT \(1) FROM pg_advisory_xact_lock(3)")
            }
            try await waitWhile { try await waiting(owner) == 0 }
            _ = try await owner.query("SELECT pg_terminate_backend(\(victim.processID))")
            let failure = await #expect(throws: PostgresFailure.self) { try await writing.value }
            // Whatever the client may think, it must not say that nothing was stored for certain
            // unless the server itself has said so before it went.
            #expect([.outcomeUnknown, .connectionLost, .server].contains(failure?.code))
            _ = try await owner.query("SELECT pg_advisory_unlock(3)")
            let rest = try await owner.query("SELECT 1 FROM t")
            #expect(rest.rows.isEmpty)
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

    private func asleepCount(_ connection: Connection) async throws -> Int {
        try await connection.query(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event = 'PgSleep'
            """
        ).rows[0].decode(Int.self)
    }
}
