import Foundation
import Subprocess
import SystemPackage

/// A program that is spoken to while it runs.
package struct Session: Sendable {
    fileprivate let log: LineLog
    fileprivate let keys: @Sendable (String) async throws -> Void
    fileprivate let signals: @Sendable (Signal) throws -> Void

    /// What it has written to its standard output so far.
    package var lines: [String] { log.lines }

    /// The first line that fits, once it is there.
    ///
    /// - Throws: `TestServiceFailure` with all that was written, where the program ends without it.
    @discardableResult
    package func line(where fits: (String) -> Bool) async throws -> String {
        guard let line = await log.first(where: fits) else {
            throw TestServiceFailure("it ended after\n\(lines.joined(separator: "\n"))")
        }
        return line
    }

    package func type(_ text: String) async throws { try await keys(text) }

    package func interrupt() throws { try signals(.interrupt) }

    /// Ends it without a warning.
    package func kill() throws { try signals(.kill) }
}

extension Program {
    /// Runs `clubs` in a pipe while `body` works with it, and waits for its end.
    ///
    /// - Returns: The exit code; nothing where a signal ended it.
    package func inPipe(
        _ arguments: [String], body: (Session) async throws -> Void
    ) async throws -> Int32? {
        try await talk(ClubsTool.path, arguments, body)
    }

    /// Runs `clubs` on a terminal of its own, which `script` provides, as `inPipe` does.
    ///
    /// - Returns: The exit code; 128 and its number for a signal.
    package func onTerminal(
        _ arguments: [String], body: (Session) async throws -> Void
    ) async throws -> Int32? {
        let command = (["exec", ClubsTool.path] + arguments).joined(separator: " ")
        return try await with("TERM", "xterm").talk(
            "/usr/bin/script", ["-qefc", command, "/dev/null"], body)
    }

    private func talk(
        _ program: String, _ arguments: [String], _ body: (Session) async throws -> Void
    ) async throws -> Int32? {
        let log = LineLog()
        let result = try await Subprocess.run(
            .path(FilePath(program)), arguments: Arguments(arguments),
            environment: ClubsTool.environment(environment), input: .inputWriter,
            output: .sequence, error: .discarded
        ) { execution in
            let (writer, output) = (execution.standardInputWriter, execution.standardOutput)
            let identifier = execution.processIdentifier.value
            let reader = Task {
                defer { log.finish() }
                for try await line in output.strings() { log.append(line) }
            }
            let session = Session(
                log: log, keys: { _ = try await writer.write($0) },
                signals: { _ = kill(pid_t(identifier), $0.rawValue) })
            do {
                try await body(session)
            } catch {
                kill(pid_t(identifier), SIGKILL)
                throw error
            }
            try await reader.value
            try await writer.finish()
        }
        if case .exited(let code) = result.terminationStatus { return code }
        return nil
    }
}
