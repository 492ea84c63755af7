import ArgumentParser
import CommandHandling
import EventSourcing
import Foundation
import PostgreSQL

/// One of several processes that write to one tenant; `ProcessesSuite` starts it.
struct WriterProcess: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "writer-process", abstract: "Write as one process of several.",
        shouldDisplay: false)

    /// Whoever starts the processes holds this lock until all of them wait for it.
    static let startLock = 726_354

    @Option(help: "The scratch folder of the server.")
    var folder: String

    @Option(help: "The town, as JSON.")
    var town: String

    @Option(help: "The people who write: the first, and how many.")
    var first: Int

    @Option(help: "How many writers.")
    var writers: Int

    @Option(help: "Seconds.")
    var seconds: Double

    @Option(help: "The number of the run.")
    var run: Int

    func run() async throws {
        let server = try BenchmarkServer(environmentWith: folder)
        let town = try JSONDecoder().decode(Town.self, from: Data(town.utf8))
        let sample = try await Writing.with(server) { writing in
            func write(for duration: Duration, run: Int) async throws -> Sample {
                try await ClosedLoop(writers: writers, duration: duration).run { writer, turn in
                    let person = town.people[first + writer]
                    try await writing.execute(
                        Declaration.wish(of: person, turn: turn, run: run), in: town.tenant,
                        by: .person(person, via: .http))
                }
            }
            // So that before the start the lane has caught up, and has every stream in memory.
            _ = try await write(for: .zero, run: run + 3)
            try await waitForStart(server)
            return try await write(for: .seconds(seconds), run: run)
        }
        print(String(decoding: try JSONEncoder().encode(sample), as: UTF8.self))
    }

    private func waitForStart(_ server: BenchmarkServer) async throws {
        var patient = server.database
        patient.lockTimeout = nil
        let connection = try await Connection.open(patient)
        _ = try await connection.query("SELECT pg_advisory_lock_shared(\(Self.startLock))")
        await connection.close()
    }
}
