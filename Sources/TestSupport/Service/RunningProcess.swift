import Foundation
import Subprocess
import Synchronization
import SystemPackage

/// A program in the background, what it writes to its standard error, and its end.
///
/// A watchdog kills it when this process ends before it.
package final class RunningProcess: Sendable {
    private let identifier: pid_t
    private let watchdog: Watchdog
    private let run: Task<Int32?, any Error>
    private let log: LineLog

    private init(
        identifier: pid_t, watchdog: Watchdog, run: Task<Int32?, any Error>, log: LineLog
    ) {
        self.identifier = identifier
        self.watchdog = watchdog
        self.run = run
        self.log = log
    }

    /// Starts `clubs` with these arguments.
    package static func start(
        _ arguments: [String], environment: [String: String]
    ) async throws -> RunningProcess {
        let log = LineLog()
        let (started, starting) = AsyncStream.makeStream(of: pid_t.self)
        let run = Task {
            defer {
                starting.finish()
                log.finish()
            }
            let result = try await Subprocess.run(
                .path(FilePath(ClubsTool.path)), arguments: Arguments(arguments),
                environment: ClubsTool.environment(environment), input: .none,
                output: .discarded, error: .sequence
            ) { execution in
                starting.yield(pid_t(execution.processIdentifier.value))
                for try await line in execution.standardError.strings() { log.append(line) }
            }
            if case .exited(let code) = result.terminationStatus { return Optional(code) }
            return nil
        }
        var identifier: pid_t?
        for await found in started {
            identifier = found
            break
        }
        guard let identifier else {
            _ = try await run.value
            throw TestServiceFailure("\(ClubsTool.path) has not started")
        }
        let watchdog = try Watchdog(script: #"kill -KILL "$1""#, argument: "\(identifier)")
        return RunningProcess(
            identifier: identifier, watchdog: watchdog, run: run, log: log)
    }

    package var errors: [String] { log.lines }

    /// Waits for a line; nothing where the program ends without one.
    package func firstLine(beginning prefix: String) async -> String? {
        await log.first { $0.hasPrefix(prefix) }
    }

    package func send(_ signal: Int32) { _ = kill(identifier, signal) }

    /// Waits for the end.
    ///
    /// - Returns: The exit code; nothing where a signal ended it.
    package func end() async -> Int32? {
        let code = try? await run.value
        watchdog.dismiss()
        return code ?? nil
    }
}

/// Lines as they come, for whoever reads along.
final class LineLog: Sendable {
    private struct State {
        var lines: [String] = []
        var isFinished = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var lines: [String] { state.withLock { $0.lines } }

    func append(_ line: String) { change { $0.lines.append(line) } }

    func finish() { change { $0.isFinished = true } }

    /// The first line that fits, now or later; nothing where the lines end without one.
    func first(where fits: (String) -> Bool) async -> String? {
        var read = 0
        while true {
            let (fresh, isFinished) = state.withLock { state in
                (Array(state.lines[read...]), state.isFinished)
            }
            if let line = fresh.first(where: fits) { return line }
            if isFinished { return nil }
            read += fresh.count
            await waitForMore(than: read)
        }
    }

    private func waitForMore(than count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.lines.count > count || state.isFinished { return true }
                state.waiting.append(continuation)
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let waiting = state.withLock { state in
            body(&state)
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
