import Foundation
import Subprocess
import SystemPackage

/// `clubs` with an environment, which a test runs again and again.
package struct Program: Sendable {
    /// All that it sees beside `PATH`; nothing of the tests' own gets in.
    package var environment: [String: String]

    package init(environment: [String: String] = [:]) {
        // Without a home, nothing of the user's own is read or written.
        self.environment = ["HOME": "/nonexistent"].merging(environment) { $1 }
    }

    /// The same program with one variable more, or without one.
    package func with(_ variable: String, _ value: String?) -> Program {
        var copy = self
        copy.environment[variable] = value
        return copy
    }

    /// Runs it to its end.
    package func run(_ arguments: [String], input: String = "") async throws -> ClubsTool.Result {
        try await ClubsTool.run(arguments, environment: environment, input: input)
    }

    package func run(_ arguments: String..., input: String = "") async throws -> ClubsTool.Result {
        try await run(arguments, input: input)
    }

    /// Runs another program in the same environment, such as `setpriv` or `script`.
    package func run(
        program: String, _ arguments: [String]
    ) async throws -> ClubsTool.Result {
        try await ClubsTool.run(program: program, arguments, environment: environment)
    }

    /// Runs `clubs serve` on a free port while `body` works with it; then asks it to stop.
    ///
    /// - Returns: What `body` has returned, and the service's exit code; nothing where a signal
    ///   ended it.
    /// - Throws: `TestServiceFailure` where it ends before it serves; what `body` throws.
    package func serving<Result>(
        _ arguments: String..., body: (RunningService) async throws -> Result
    ) async throws -> (result: Result, status: Int32?) {
        let process = try await RunningProcess.start(
            ["serve", "--port", "0"] + arguments, environment: environment)
        guard let line = await process.firstLine(beginning: RunningService.greeting) else {
            throw TestServiceFailure(process.errors.joined(separator: "\n"))
        }
        let service = RunningService(
            address: String(line.dropFirst(RunningService.greeting.count)), process: process)
        do {
            let result = try await body(service)
            process.send(SIGTERM)
            return (result, await process.end())
        } catch {
            process.send(SIGKILL)
            _ = await process.end()
            throw error
        }
    }
}

/// A `clubs serve` that a `Program` runs.
package struct RunningService: Sendable {
    static let greeting = "clubs serves "

    /// `http://127.0.0.1:40123`
    package let address: String
    let process: RunningProcess

    /// What it has written to its standard error so far.
    package var errors: String { process.errors.joined(separator: "\n") }

    /// Ends it without a warning (SIGKILL).
    package func kill() async {
        process.send(SIGKILL)
        _ = await process.end()
    }
}

extension ClubsTool.Result: CustomStringConvertible {
    /// The lines of the output, without the end of the last one.
    package var lines: [String] {
        output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).dropLast()
    }

    package var description: String {
        "ended with \(status.map { String($0) } ?? "a signal")\n\(output)\n\(errors)"
    }
}
