import ArgumentParser
import Foundation

/// How long, on which disk, and where the figures go.
struct BenchmarkOptions: ParsableArguments {
    @Flag(help: "A second for each measurement, to see that everything runs; no time is judged.")
    var quick = false

    @Flag(help: "Put the server on the real disk instead of the memory disk.")
    var disk = false

    @Option(help: "How often each is measured; the table shows medians.")
    var rounds: Int?

    @Option(help: "How many seconds a loop runs.")
    var seconds: Double?

    @Option(help: "Measure only what has this in its name; can be given several times.")
    var only: [String] = []

    @Option(help: "A file for the figures as JSON.")
    var json: String?

    @Flag(help: "Leave out the peer that is written in Python.")
    var noPython = false

    @Option(help: "The program whose service is measured.")
    var clubs = ".build/release/clubs"

    func validate() throws {
        if let rounds, !(1...100).contains(rounds) {
            throw ValidationError("Rounds lie between 1 and 100.")
        }
        if let seconds, !(0.1...600).contains(seconds) {
            throw ValidationError("Seconds lie between 0.1 and 600.")
        }
    }

    var effort: Effort {
        var effort = quick ? Effort.quick : .full
        effort.rounds = rounds ?? effort.rounds
        effort.seconds = seconds ?? effort.seconds
        effort.only = only
        return effort
    }

    /// The peer, unless it is not wanted: in quick mode it is, where it is installed.
    func python() async throws -> PythonPeer? {
        guard !noPython else { return nil }
        do {
            return try await PythonPeer()
        } catch let absent as Tool.Absent where quick {
            Self.note("\(absent): left out")
            return nil
        }
    }

    /// - Throws: `Tool.Absent`.
    func service() throws -> Tool {
        guard FileManager.default.isExecutableFile(atPath: clubs) else {
            throw Tool.Absent(
                name: clubs,
                remedy: "build it (swift build -c release --product clubs), or give --clubs")
        }
        return Tool(path: clubs)
    }

    /// What measures on a server, tells how far it is, and says what it has found.
    typealias Work<Result> =
        @Sendable (
            BenchmarkServer, Effort, _ progress: @escaping @Sendable (String) -> Void
        ) async throws -> Result

    /// Runs suites, each on a server of its own; prints each as it ends, and writes the JSON.
    func report(_ suites: [Work<SuiteReport>]) async throws {
        try await collect(suites.map { suite in { [try await suite($0, $1, $2)] } })
    }

    /// The same for work that makes several reports on one server.
    func reports(_ work: @escaping Work<[SuiteReport]>) async throws {
        try await collect([work])
    }

    private func collect(_ works: [Work<[SuiteReport]>]) async throws {
        let storage = disk ? BenchmarkServer.Storage.disk : .memory
        var report = Report(machine: .current, server: storage.rawValue, effort: effort)
        if !report.machine.isOptimized, !quick {
            Self.note("a debug build shows nothing about speed: swift build -c release")
        }
        for work in works {
            let found = try await BenchmarkServer.with(storage) { server in
                try await work(server, effort, Self.note)
            }
            report.suites += found
            for suite in found { print(suite.text) }
        }
        if let json { try report.json.write(to: URL(fileURLWithPath: json)) }
    }

    /// To standard error, so that the table can be kept by itself.
    @Sendable static func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
