import EventSourcing
import PostgreSQL
import TestSupport

@testable import EventStorage

/// A mutant of the design: positions come from a sequence, and nobody's head is locked.
final class SequencedLog: WrappedLog {
    let base: PostgresLog
    private let pool: Pool

    /// - Parameter configuration: Of the process whose log it is.
    init(_ base: PostgresLog, on configuration: Configuration) {
        self.base = base
        pool = Pool(configuration.inServiceRole)
    }

    /// The sequence, which goes on behind what is there.
    static func prepare(_ configuration: Configuration) async throws {
        let connection = try await Connection.open(configuration)
        try await connection.execute(
            script: """
                CREATE SEQUENCE public.position;
                SELECT setval('public.position', (SELECT position FROM log.head));
                GRANT USAGE ON SEQUENCE public.position TO clubs_service;
                """)
        await connection.close()
    }

    @discardableResult
    func append(_ batch: AppendBatch) async throws -> [CommandID: BodyDigest] {
        do {
            let numbers = try await pool.query(
                """
                SELECT nextval('public.position') FROM generate_series(1, \(batch.events.count))
                """)
            let first = try numbers.rows[0].decode(Int.self)
            let numbered = AppendBatch(
                tenant: batch.tenant, after: Position(first - 1), recordedAt: batch.recordedAt,
                events: batch.events)
            _ = try await pool.pipeline(EventRow.inserts(of: EventRow.rows(of: numbered)))
            return [:]
        } catch {
            throw LogFailure(writing: error)
        }
    }

    func close() async { await pool.close() }
}
