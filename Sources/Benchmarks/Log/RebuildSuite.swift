import CommandHandling
import EventSourcing
import EventStorage
import Logging
import PostgreSQL
import ReadModels

/// The membership read model from a log of joins, built beside the version that is shown, and
/// `COPY` out, `COPY` in and the indexes.
struct RebuildSuite: Sendable {
    let server: BenchmarkServer

    private static let events = 1_000_000
    private static let members = 200
    private static let version = "main-2"

    struct RowsDiffer: Error, CustomStringConvertible {
        let tables: [String]
        var description: String {
            "the version that was built and the one that has followed differ in "
                + tables.joined(separator: ", ")
        }
    }

    func run(
        _ effort: Effort, progress: @Sendable (String) -> Void
    ) async throws -> SuiteReport {
        let count = effort.scaled(Self.events)
        progress("Rebuild: writing \(count) events")
        let generated = GeneratedLog(server: server)
        try await generated.memberships(count, members: Self.members)
        progress("Rebuild: following them once, for the rows that the peer copies")
        try await follow(count)
        let bare = try await BareRebuild(of: generated.tenant, on: server)
        return try await Suite(
            title: "Rebuild of the read model",
            benchmarks: [
                Benchmark("ours, a version beside the shown one", per: "events") { _ in
                    try await build(count)
                },
                Benchmark("COPY out, COPY in, CREATE INDEX", per: "events") { _ in
                    try await bare.run(events: count)
                },
            ],
            comparisons: [
                .times(
                    "time of rebuild : COPY and index", "ours, a version beside the shown one",
                    to: "COPY out, COPY in, CREATE INDEX", .atMost(1.5))
            ],
            settle: { try await server.settle() }
        ).run(effort, progress: progress)
    }

    /// Lets the runner of the service fill the version that is shown.
    private func follow(_ count: Int) async throws {
        try await Writing.with(server) { writing in
            let pool = Pool(server.database.inServiceRole)
            let runner = ProjectionRunner(
                log: writing.log, pool: pool, logger: Logger(label: "benchmarks"))
            try await runner.catchUp()
            await pool.close()
            let behind = try await ProjectionCondition.read(from: writing.readers)
            guard behind.furthestBehind == 0, behind.quarantined.isEmpty else {
                throw Replay.Incomplete(count - behind.furthestBehind, of: count)
            }
        }
    }

    /// Builds as `clubs projector rebuild` does, through its last stage; then, not timed, compares
    /// the rows with those that have been followed, and drops what was built.
    private func build(_ count: Int) async throws -> Sample {
        try await Writing.with(server) { writing in
            let owner = Pool(server.database)
            let builder = VersionBuilder(
                log: writing.log, pool: owner, logger: Logger(label: "benchmarks"))
            let sample = try await Sample.timing(count) {
                let report = try await builder.build(Self.version, at: SystemTime().now())
                guard report.events == count, report.held.isEmpty else {
                    throw Replay.Incomplete(report.events, of: count)
                }
            }
            let catalog = VersionCatalog(pool: owner)
            let built = try await catalog.entry(named: Self.version).version
            let difference = try await VersionDifference.between(.first, built, in: owner)
            guard difference.isEmpty, difference.passedOver.isEmpty else {
                throw RowsDiffer(tables: difference.tables.filter { !$0.isEmpty }.map(\.table))
            }
            try await catalog.retire(Self.version)
            await owner.close()
            return sample
        }
    }
}
