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
    /// Events of the log that is followed too.
    private static let followed = 5000
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
        progress("Rebuild: following a small log, whose rows each version must have too")
        let followed = max(1, effort.scaled(Self.followed))
        try await GeneratedLog(server: server).memberships(followed, members: Self.members)
        try await follow(followed)
        let count = effort.scaled(Self.events)
        progress("Rebuild: writing \(count) events")
        let generated = GeneratedLog(server: server)
        try await generated.memberships(count, members: Self.members)
        progress("Rebuild: building once, for the rows that the peer copies")
        let bare = try await building(followed + count) { schema in
            try await BareRebuild(of: generated.tenant, rowsIn: schema, on: server)
        }.result
        return try await Suite(
            title: "Rebuild of the read model",
            benchmarks: [
                Benchmark("ours, a version beside the shown one", per: "events") { _ in
                    try await building(followed + count) { _ in }.sample
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
    /// the rows with those that have been followed, lends `body` the schema, and drops it.
    private func building<Result: Sendable>(
        _ count: Int, _ body: (String) async throws -> Result
    ) async throws -> (sample: Sample, result: Result) {
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
            // The large log, which nobody has followed, is passed over.
            let difference = try await VersionDifference.between(.first, built, in: owner)
            guard difference.isEmpty, difference.comparedTenants == 1 else {
                throw RowsDiffer(tables: difference.tables.filter { !$0.isEmpty }.map(\.table))
            }
            let result = try await body(built.schema)
            try await catalog.retire(Self.version)
            await owner.close()
            return (sample, result)
        }
    }
}
