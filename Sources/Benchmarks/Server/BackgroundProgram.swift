import Foundation
import Subprocess
import SystemPackage

/// A program that runs beside the measurements, such as the service.
struct BackgroundProgram: Sendable {
    /// What follows its greeting on the line that says it is up.
    let greeting: String
    let identifier: Int32

    struct NotUp: Error, CustomStringConvertible {
        let path: String
        let lines: [String]
        var description: String {
            "\(path) has not come up: " + lines.joined(separator: "\n")
        }
    }

    /// Starts it, lends it to `body` once it has said on standard error that it is up, and asks it
    /// to stop (SIGTERM) afterwards.
    ///
    /// - Parameter prefix: How the line begins that says so: `clubs serves `.
    /// - Throws: `NotUp` where it ends instead, or what `body` throws.
    static func with<Result: Sendable>(
        _ tool: Tool, _ arguments: [String], environment: [String: String],
        greetingAfter prefix: String,
        _ body: @escaping @Sendable (BackgroundProgram) async throws -> Result
    ) async throws -> Result {
        let outcome = try await Subprocess.run(
            .path(FilePath(tool.path)), arguments: Arguments(arguments),
            environment: Tool.environment(environment), input: .none, output: .discarded,
            error: .sequence
        ) { execution in
            let identifier = pid_t(execution.processIdentifier.value)
            let (greetings, greeted) = AsyncStream.makeStream(of: String.self)
            // It is read to its end, so that the program never waits for us.
            async let reading = read(execution.standardError.strings(), prefix, greeted)
            var work = Swift.Result<Result, any Error>.failure(NotUp(path: tool.path, lines: []))
            for await greeting in greetings {
                do {
                    work = .success(
                        try await body(
                            BackgroundProgram(greeting: greeting, identifier: identifier)))
                } catch {
                    work = .failure(error)
                }
                kill(identifier, SIGTERM)
            }
            let lines = try await reading
            if case .failure(is NotUp) = work {
                throw NotUp(path: tool.path, lines: lines)
            }
            return try work.get()
        }
        return outcome.closureResult
    }

    /// - Returns: The last lines.
    private static func read(
        _ lines: some AsyncSequence<String, any Error>, _ prefix: String,
        _ greeted: AsyncStream<String>.Continuation
    ) async throws -> [String] {
        var last: [String] = []
        for try await line in lines {
            last = last.suffix(20) + [line]
            guard line.hasPrefix(prefix) else { continue }
            greeted.yield(String(line.dropFirst(prefix.count)))
            greeted.finish()
        }
        greeted.finish()
        return last
    }

    /// Resident memory now, and at its highest, in bytes.
    var memory: (resident: Int, highest: Int) {
        get throws {
            let status = try String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
            return (Self.bytes(of: "VmRSS:", in: status), Self.bytes(of: "VmHWM:", in: status))
        }
    }

    /// What all its threads have taken, in the program and in the kernel.
    var processorTime: Duration {
        get throws {
            let status = try String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)
            // The name in front of the last parenthesis may hold anything (proc_pid_stat(5)).
            let fields = status.split(separator: ")").last?.split(separator: " ") ?? []
            let ticks = fields.dropFirst(11).prefix(2).compactMap { Int($0) }.reduce(0, +)
            return .seconds(Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK))))
        }
    }

    /// - Returns: 0 where the field is not there: the program has ended.
    private static func bytes(of field: String, in status: String) -> Int {
        let line = status.split(separator: "\n").first { $0.hasPrefix(field) }
        let kilobytes = line?.split { !$0.isNumber }.first.flatMap { Int($0) }
        return (kilobytes ?? 0) * 1024
    }
}
