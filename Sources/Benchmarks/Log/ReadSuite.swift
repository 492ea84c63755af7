import Catalog
import Directory
import EventSourcing
import EventStorage
import PostgreSQL

/// Reading: JSON into events, a whole log into states, and many questions on one connection.
enum ReadSuite {
    private static let mixed = 100_000
    private static let replayed = 1_000_000
    private static let people = 2000
    private static let tasks = 64

    static func run(
        on server: BenchmarkServer, _ effort: Effort, progress: @Sendable (String) -> Void
    ) async throws -> SuiteReport {
        let mix = try EventMix(effort.scaled(mixed))
        let count = effort.scaled(replayed)
        progress("Reading: writing \(count) events to read")
        let generated = GeneratedLog(server: server)
        try await generated.declarations(count, people: people)
        let psql = try Psql(server.database)
        let blocking = try BlockingConnection(server.database)
        let pipelined = try await Connection.open(server.database)
        let report = try await Writing.with(server) { writing in
            try await Suite(
                title: "Reading",
                benchmarks: [
                    Benchmark("ours, decode", per: "events") { _ in
                        try await Sample.timing(mix.encoded.count) { try mix.decode() }
                    },
                    Benchmark("Foundation, decode", per: "events") { _ in
                        try await Sample.timing(mix.whole.count) { try mix.decodeWithFoundation() }
                    },
                    Benchmark("ours, encode", per: "events") { _ in
                        try await Sample.timing(mix.events.count) { try mix.encode() }
                    },
                    Benchmark("Foundation, encode", per: "events") { _ in
                        try await Sample.timing(mix.events.count) { try mix.encodeWithFoundation() }
                    },
                    Benchmark("ours, read, decode and fold", per: "events") { _ in
                        try await Sample.timing(count) {
                            let folded = try await Replay(of: generated.tenant, in: writing.log)
                                .fold()
                            guard folded == count else {
                                throw Replay.Incomplete(folded, of: count)
                            }
                        }
                    },
                    Benchmark("ours, followed from the start", per: "events") { _ in
                        try await Sample.timing(count) {
                            let folded = try await Replay(of: generated.tenant, in: writing.log)
                                .follow(through: Position(count))
                            guard folded == count else {
                                throw Replay.Incomplete(folded, of: count)
                            }
                        }
                    },
                    Benchmark("COPY out, only counted", per: "events") { _ in
                        try await Sample.timing(count) {
                            try await psql.run(copyOut(of: generated.tenant))
                        }
                    },
                    Benchmark("ours, \(tasks) tasks, 1 connection", per: "round trips") { effort in
                        try await ClosedLoop(writers: tasks, duration: effort.duration)
                            .run { writer, _ in
                                _ = try await pipelined.query("SELECT \(Int32(writer))")
                            }
                    },
                    Benchmark("blocking calls, \(tasks) tasks, 1 connection", per: "round trips") {
                        effort in
                        try await ClosedLoop(writers: tasks, duration: effort.duration)
                            .run { writer, _ in try await blocking.roundTrip(Int32(writer)) }
                    },
                ],
                comparisons: [
                    .rates(
                        "decode : Foundation", "ours, decode", to: "Foundation, decode",
                        .atLeast(5)),
                    .rates(
                        "encode : Foundation", "ours, encode", to: "Foundation, encode", nil),
                    .rates(
                        "read, decode and fold : COPY out", "ours, read, decode and fold",
                        to: "COPY out, only counted", .atLeast(0.5)),
                    .rates(
                        "pipelined : blocking", "ours, \(tasks) tasks, 1 connection",
                        to: "blocking calls, \(tasks) tasks, 1 connection", .atLeast(5)),
                ],
                settle: { try await server.settle() }
            ).run(effort, progress: progress)
        }
        await pipelined.close()
        return report
    }

    /// The columns that a reader gets; the bytes go nowhere.
    static func copyOut(of tenant: TenantID) -> String {
        """
        \\copy (SELECT tenant, position, stream, version, type, schema, data, occurred_at, \
        recorded_at, command_id, command_index, actor, causation, correlation \
        FROM log.event WHERE tenant = '\(tenant)' ORDER BY position) \
        TO '/dev/null' (FORMAT binary)
        """
    }
}
