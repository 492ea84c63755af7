import Foundation

/// A load generator for HTTP that costs little itself: what it takes from two cores is taken from
/// the service.
struct Wrk: Sendable {
    /// The script that joins gives each of two threads its own people.
    static let threads = 2

    private let tool: Tool

    /// - Throws: `Tool.Absent`.
    init() throws {
        tool = try Tool(named: "wrk", package: "wrk")
    }

    /// Each connection sends its next request when the last one is answered.
    ///
    /// - Parameters:
    ///   - seconds: Rounded up to whole ones; more where not one request was answered in them.
    ///   - script: A file in Lua that makes the requests, with its arguments.
    /// - Throws: `WrkOutput.Unusable` where an answer is not 2xx, or a connection fails;
    ///   `GrowingTime.NothingDone`.
    func run(
        _ address: String, connections: Int, seconds: Double, script: String? = nil,
        _ arguments: [String] = []
    ) async throws -> Sample {
        try await GrowingTime.sample(seconds: seconds) { seconds in
            let output = try await tool.run(
                [
                    "--threads=\(Self.threads)", "--connections=\(connections)",
                    "--duration=\(Int(seconds.rounded(.up)))s", "--timeout=30s", "--latency",
                ] + (script.map { ["--script=\($0)"] } ?? []) + [address]
                    + (arguments.isEmpty ? [] : ["--"] + arguments))
            return try WrkOutput(output).sample
        }
    }
}
