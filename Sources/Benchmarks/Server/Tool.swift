import Foundation
import LocalCluster
import Subprocess
import SystemPackage

/// A program that a benchmark runs beside ours.
struct Tool: Sendable {
    let path: String

    /// In bytes.
    private static let longestOutput = 16 << 20

    /// What is missing, and how to get it.
    struct Absent: Error, CustomStringConvertible {
        let name: String
        let remedy: String
        var description: String { "\(name) is not installed; \(remedy)" }
    }

    struct Failed: Error, CustomStringConvertible {
        let path: String
        let status: String
        let output: String
        var description: String { "\(path) ended with \(status): \(output)" }
    }

    init(path: String) { self.path = path }

    /// Looks along `PATH`.
    ///
    /// - Parameter package: Debian's name of what brings it.
    /// - Throws: `Absent`.
    init(named name: String, package: String, folders: [String] = []) throws {
        let search = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin")
            .split(separator: ":").map(String.init)
        let found = (folders + search).map { $0 + "/" + name }
            .first(where: FileManager.default.isExecutableFile)
        guard let found else {
            throw Absent(name: name, remedy: "apt-get install \(package)")
        }
        path = found
    }

    /// The benchmark's own program.
    static var benchmarks: Tool {
        Tool(path: URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path)
    }

    /// Runs it to its end.
    ///
    /// - Returns: What it has written to standard output.
    /// - Throws: `Failed` where it does not end with 0.
    func run(
        _ arguments: [String], environment variables: [String: String] = [:], input: String = ""
    ) async throws -> String {
        let result = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments),
            environment: Self.environment(variables), input: .string(input),
            output: .string(limit: Self.longestOutput), error: .string(limit: Self.longestOutput))
        guard result.terminationStatus == .exited(0) else {
            throw Failed(
                path: path, status: "\(result.terminationStatus)",
                output: result.standardOutput + result.standardError)
        }
        return result.standardOutput
    }

    /// All that a program sees: these variables, and what it needs to start at all.
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
