import Foundation
import PostgreSQL

/// The event-sourcing library of Python, from PyPI, on the same server.
struct PythonPeer: Sendable {
    /// `.ci/install benchmarks` puts it there.
    static let standardInterpreter = ".build-python/bin/python"

    private let tool: Tool

    /// - Throws: `Tool.Absent`.
    init(interpreter: String = standardInterpreter) async throws {
        guard FileManager.default.isExecutableFile(atPath: interpreter) else {
            throw Tool.Absent(
                name: interpreter, remedy: "run .ci/install benchmarks, or give --no-python")
        }
        tool = Tool(path: interpreter)
        do {
            _ = try await tool.run(["-c", "import eventsourcing.postgres"])
        } catch is Tool.Failed {
            throw Tool.Absent(
                name: "Python's eventsourcing",
                remedy: "run .ci/install benchmarks, or give --no-python")
        }
    }

    /// Single events, each in a transaction of its own.
    func append(writers: Int, on server: BenchmarkServer, _ effort: Effort) async throws -> Sample {
        let script = String(decoding: PackageResources.eventsourcing_peer_py, as: UTF8.self)
        return try await GrowingTime.sample(seconds: effort.seconds) { seconds in
            let output = try await tool.run(
                [
                    "-c", script, server.socketFolder, server.database.user ?? "",
                    server.database.database ?? "", "\(writers)", "\(seconds)",
                    "\(Declaration.json.utf8.count)",
                ])
            let words = output.split { $0.isWhitespace }
            guard words.count == 2, let count = Int(words[0]), let seconds = Double(words[1])
            else {
                throw Tool.Failed(
                    path: tool.path, status: "words that are no figures", output: output)
            }
            return Sample(operations: count, seconds: seconds)
        }
    }
}
