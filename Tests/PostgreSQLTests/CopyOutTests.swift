import Foundation
import PostgreSQL
import TestSupport
import Testing

@Suite("Rows streamed out by COPY", .timeLimit(.minutes(30))) struct CopyOutTests {
    private func numbers(_ rows: CopyOut) async throws -> [Int] {
        var numbers: [Int] = []
        for try await chunk in rows {
            try chunk.forEach { numbers.append(try $0.next()) }
        }
        return numbers
    }

    @Test func `rows come whole and in order, whatever their number`() async throws {
        try await withConnection { connection in
            for count in [0, 1, 2, 100_000] {
                let rows = try connection.copyOut("SELECT n FROM generate_series(1, \(count)) n")
                let found = try await numbers(rows)
                #expect(found == Array(0..<count).map { $0 + 1 })
            }
        }
    }

    @Test func `values go out as literals, and come back as they were`() async throws {
        try await withConnection { connection in
            let id = UUID()
            let text = "O'Hara \\ \"x\" $1 ; -- \n é 🏁"
            let rows = try connection.copyOut(
                """
                SELECT \(id), \(text), \(Int.min), \([text, ""])::text[], \(raw: "NULL::text"), \(true),
                    \([1, -2])::bigint[]
                """)
            var found = 0
            for try await chunk in rows {
                try chunk.forEach { row in
                    let (a, b, c, d, e, f, g) = try row.decode(
                        UUID.self, String.self, Int.self, [String].self, String?.self, Bool.self,
                        [Int].self)
                    #expect(a == id && b == text && c == .min && d == [text, ""])
                    #expect(e == nil && f && g == [1, -2])
                    found += 1
                }
            }
            #expect(found == 1)
            let unfit = #expect(throws: PostgresFailure.self) {
                try connection.copyOut("SELECT \("a\u{0}b")")
            }
            #expect(unfit?.code == .encoding)
        }
    }

    @Test func `a field of another type or too many fields is a failure with its place`()
        async throws
    {
        try await withConnection { connection in
            for try await chunk in try connection.copyOut("SELECT 1::bigint, 'x'::text") {
                let wrong = #expect(throws: PostgresFailure.self) {
                    try chunk.forEach { row in _ = try row.decode(Int.self, UUID.self) }
                }
                #expect(wrong?.code == .decoding && wrong?.message.contains("field 2") == true)
                #expect(throws: PostgresFailure.self) {
                    try chunk.forEach { row in
                        _ = try row.decode(Int.self, String.self, String.self)
                    }
                }
            }
        }
    }

    @Test func `a failing query fails the loop, also in the middle, and the connection goes on`()
        async throws
    {
        try await withConnection { connection in
            let failure = await #expect(throws: PostgresFailure.self) {
                let rows = try connection.copyOut(
                    "SELECT 1000000 / (50000 - n) FROM generate_series(1, 100000) n")
                _ = try await count(rows)
            }
            #expect(failure?.sqlState == "22012")
            let next = try await connection.query("SELECT \(7)").rows[0].decode(Int.self)
            #expect(next == 7)
        }
    }

    @Test
    func `leaving the loop early ends the statement, and the pool's connection is free again`()
        async throws
    {
        try await withPool(PoolLimits(maxConnections: 1)) { pool in
            for try await _ in try await pool.copyOut(
                "SELECT generate_series(1, 1000000000)")
            {
                break
            }
            let next = try await pool.query("SELECT \(7)").rows[0].decode(Int.self)
            #expect(next == 7)
            #expect(pool.connectionCount == 1)
        }
    }

    @Test func `a cancelled task ends the statement`() async throws {
        try await withConnection { connection in
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                for try await _ in try connection.copyOut(
                    "SELECT generate_series(1, 1000000000)")
                {
                    start.yield()
                }
            }
            for await _ in started { break }
            task.cancel()
            let failure = await #expect(throws: PostgresFailure.self) { try await task.value }
            #expect(failure?.code == .cancelled)
            let next = try await connection.query("SELECT \(7)").rows[0].decode(Int.self)
            #expect(next == 7)
        }
    }

    @Test func `a slow consumer makes the server wait, and no memory fills`() async throws {
        try await withDatabase { configuration in
            let owner = try await Connection.open(configuration)
            let reader = try await Connection.open(configuration)
            var rows = 0
            var isFirst = true
            for try await chunk in try reader.copyOut(
                "SELECT n, repeat('x', 1000) FROM generate_series(1, 50000) n")
            {
                if isFirst {
                    // Fifty megabytes stand against what fits into the buffers on the way.
                    try await waitWhile {
                        try await waitEvent(of: reader, seenBy: owner) != "ClientWrite"
                    }
                    isFirst = false
                }
                rows += chunk.count
            }
            #expect(rows == 50_000)
            await reader.close()
            await owner.close()
        }
    }

    @Test func `a server process killed in the middle fails the loop`() async throws {
        try await withDatabase { configuration in
            let owner = try await Connection.open(configuration)
            let victim = try await Connection.open(configuration)
            let failure = await #expect(throws: PostgresFailure.self) {
                for try await _ in try victim.copyOut(
                    "SELECT generate_series(1, 1000000000)")
                {
                    _ = try await owner.query(
                        "SELECT pg_terminate_backend(\(victim.processID))")
                }
            }
            #expect(failure?.code == .connectionLost)
            #expect(!victim.isOpen)
            await owner.close()
        }
    }

    @Test func `a row of a hundred megabytes is refused by the limit's name`() async throws {
        try await withConnection { connection in
            let failure = await #expect(throws: PostgresFailure.self) {
                let rows = try connection.copyOut("SELECT repeat('x', 100000000)")
                _ = try await count(rows)
            }
            #expect(failure?.code == .decoding && failure?.sqlState == "54000")
            let next = try await connection.query("SELECT \(7)").rows[0].decode(Int.self)
            #expect(next == 7)
        }
    }

    @Test func `a transaction copies out what it has written`() async throws {
        try await withPool { pool in
            let found = try await pool.transaction { transaction in
                _ = try await transaction.query("CREATE TEMPORARY TABLE t (n bigint)")
                _ = try await transaction.query("INSERT INTO t VALUES (\(1)), (\(2))")
                return try await numbers(
                    try await transaction.copyOut("SELECT n FROM t ORDER BY n"))
            }
            #expect(found == [1, 2])
        }
    }

    private func count(_ rows: CopyOut) async throws -> Int {
        var count = 0
        for try await chunk in rows { count += chunk.count }
        return count
    }

    private func waitEvent(of reader: Connection, seenBy owner: Connection) async throws -> String?
    {
        try await owner.query(
            "SELECT wait_event FROM pg_stat_activity WHERE pid = \(reader.processID)"
        ).rows[0].decode(String?.self)
    }

    /// Everything is accepted on the way and nothing passed on, so the system notices nothing.
    @Test(arguments: [false, true])
    func `a copy on a connection that hangs is given up, and the pool goes on`(
        isUnderWay: Bool
    ) async throws {
        try await withDatabase { configuration in
            try await withProxy(before: configuration) { proxy in
                var hasty = proxy.configuration
                hasty.copyStandstill = .milliseconds(200)
                let pool = Pool(hasty, limits: .init(maxConnections: 1))
                _ = try await pool.query("SELECT 1")
                if !isUnderWay { proxy.hang() }
                let failure = await #expect(throws: PostgresFailure.self) {
                    let rows = try await pool.copyOut("SELECT n FROM generate_series(1, 5000000) n")
                    for try await _ in rows { proxy.hang() }
                }
                #expect(failure?.code == .connectionLost)
                #expect(
                    failure?.message.contains("0.2 seconds") == true, "\(failure?.message ?? "")")
                proxy.resume()
                let next = try await numbers(pool.copyOut("SELECT 7::bigint"))
                #expect(next == [7])
                await pool.close()
            }
        }
    }

    @Test func `a reader may take longer than the server`() async throws {
        try await withDatabase { configuration in
            var hasty = configuration
            // Longer than a busy machine keeps the server from its next row.
            hasty.copyStandstill = .seconds(5)
            let (reading, other) = try await (
                Connection.open(hasty), Connection.open(configuration)
            )
            var count = 0
            // A row at a time: as a table they would all be made before the first is sent.
            for try await chunk in try reading.copyOut("SELECT generate_series(1, 500000)") {
                // The rest does not fit into what may wait on the way.
                if count == 0 { _ = try await other.query("SELECT pg_sleep(6)") }
                count += chunk.count
            }
            #expect(count == 500_000)
            for connection in [reading, other] { await connection.close() }
        }
    }
}
