import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing

@testable import EventStorage

/// How the server reads a whole log.
@Suite(.timeLimit(.minutes(5))) struct CopiedPagesTests {
    private let tenant = TenantID(UUID())

    /// Enough for a planner that knows the table to prefer sorting it.
    private func fill(_ configuration: Configuration) async throws {
        let connection = try await Connection.open(configuration)
        _ = try await connection.query(
            """
            INSERT INTO log.event
            SELECT \(tenant.uuid), place, 'sample-1', place, 'sample.event', 1,
                json_build_object('text', repeat('x', 200)), now(), now(), gen_random_uuid(), 0,
                '\\x00'::bytea, '{}'::json, NULL::text, gen_random_uuid()
            FROM generate_series(1, 30000) AS place ORDER BY random()
            """)
        try await connection.execute(script: "ANALYZE log.event")
        await connection.close()
    }

    private func plan(of range: SQL, on pool: Pool) async throws -> String {
        try await pool.query("EXPLAIN \(range)").rows
            .map { try $0.decode(String.self) }.joined(separator: "\n")
    }

    @Test(arguments: [nil, ["sample.event"]] as [Set<String>?])
    func `a range is read along its key and not sorted`(types: Set<String>?) async throws {
        try await withPostgresLog { log, configuration in
            try await fill(configuration)
            let range = PostgresLog.range(of: tenant, after: 10_000, through: 13_000, types)
            let read = try await plan(of: range, on: log.copiers)
            #expect(read.contains("using event_pkey") && !read.contains("Sort"), "\(read)")
            // Else this shows nothing.
            #expect(try await plan(of: range, on: log.readers).contains("Sort"))
        }
    }
}
