import Foundation
import Subprocess
import SystemPackage

/// The built program, run as its users run it.
package enum ClubsTool {
    /// In bytes.
    private static let longestOutput = 64 * 1024 * 1024

    /// `clubs` beside the test bundle that runs now.
    package static var path: String {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("clubs").path
    }

    /// What a run has come to.
    package struct Result: Sendable {
        /// The exit code; nothing where a signal ended it.
        package let status: Int32?
        package let output: String
        package let errors: String
    }

    /// Runs `clubs` to its end.
    ///
    /// - Parameters:
    ///   - environment: All that it sees beside `PATH`; nothing of our own.
    ///   - input: What its standard input gives.
    package static func run(
        _ arguments: [String], environment: [String: String], input: String = ""
    ) async throws -> Result {
        try await run(program: path, arguments, environment: environment, input: input)
    }

    /// Runs another program in the same way, such as one that runs `clubs`.
    package static func run(
        program: String, _ arguments: [String], environment: [String: String], input: String = ""
    ) async throws -> Result {
        let result = try await Subprocess.run(
            .path(FilePath(program)), arguments: Arguments(arguments),
            environment: self.environment(environment), input: .string(input),
            output: .string(limit: longestOutput), error: .string(limit: longestOutput))
        var status: Int32?
        if case .exited(let code) = result.terminationStatus { status = code }
        return Result(
            status: status, output: result.standardOutput, errors: result.standardError)
    }

    static func environment(_ variables: [String: String]) -> Environment {
        var all = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
        // The Swift runtime may stand where the loader does not look by itself.
        all["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
        all.merge(variables) { $1 }
        let pairs = all.compactMap { name, value in
            Environment.Key(rawValue: name).map { ($0, value) }
        }
        return .custom(Dictionary(uniqueKeysWithValues: pairs))
    }
}
