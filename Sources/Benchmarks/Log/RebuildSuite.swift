import EventSourcing
import EventStorage
import Logging
import PostgreSQL
import ReadModels

/// The membership read model from a log of joins, beside `COPY` out, `COPY` in and the indexes.
struct RebuildSuite: Sendable {
    let server: BenchmarkServer

    private static let events = 1_000_000
    private static let members = 200

    func run(
        _ effort: Effort, progress: @Sendable (String) -> Void
    ) async throws -> SuiteReport {
        let count = effort.scaled(Self.events)
        progress("Rebuild: writing \(count) events")
        let generated = GeneratedLog(server: server)
        try await generated.memberships(count, members: Self.members)
        progress("Rebuild: following them once, for the rows that the peer copies")
        _ = try await follow(count)
        let bare = try await BareRebuild(of: generated.tenant, on: server)
        return try await Suite(
            title: "Rebuild of the read model",
            benchmarks: [
                Benchmark("ours, following from the start", per: "events") { _ in
                    try await follow(count)
                },
                Benchmark("COPY out, COPY in, CREATE INDEX", per: "events") { _ in
                    try await bare.run(events: count)
                },
            ],
            comparisons: [
                .times(
                    "time of following : COPY and index", "ours, following from the start",
                    to: "COPY out, COPY in, CREATE INDEX", nil)
            ],
            settle: { try await server.settle() }
        ).run(effort, progress: progress)
    }

    /// Empties the tables, and lets the runner of the service fill them batch by batch.
    private func follow(_ count: Int) async throws -> Sample {
        try await server.execute(
            script: """
                DO $$
                DECLARE name text;
                BEGIN
                    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'read' LOOP
                        EXECUTE format('TRUNCATE read.%I', name);
                    END LOOP;
                END $$
                """)
        return try await Writing.with(server) { writing in
            let pool = Pool(server.database.inServiceRole)
            let runner = ProjectionRunner(
                log: writing.log, pool: pool, logger: Logger(label: "benchmarks"))
            let sample = try await Sample.timing(count) { try await runner.catchUp() }
            await pool.close()
            let behind = try await ProjectionCondition.read(from: writing.readers)
            guard behind.furthestBehind == 0, behind.quarantined.isEmpty else {
                throw Replay.Incomplete(count - behind.furthestBehind, of: count)
            }
            return sample
        }
    }
}
