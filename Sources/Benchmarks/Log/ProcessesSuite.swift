import EventSourcing
import Foundation
import PostgreSQL

/// Several processes that write to one tenant, beside one with as many writers.
enum ProcessesSuite {
    private static let writers = 64
    /// What no command may wait longer for, in milliseconds.
    private static let longestWait = 250.0
    /// How often the processes that wait for their start are counted.
    private static let interval: Duration = .milliseconds(10)
    private static let patience: Duration = .seconds(60)

    static func run(
        on server: BenchmarkServer, _ effort: Effort, progress: @Sendable (String) -> Void
    ) async throws -> SuiteReport {
        let town = try await Writing.with(server) { writing in
            try await Town.found(1, people: writers, in: writing)[0]
        }
        let numbers = RunNumbers()
        func benchmark(_ processes: Int) -> Benchmark {
            Benchmark(name(processes), per: "events") { effort in
                try await measure(processes, town, server, numbers, effort)
            }
        }
        return try await Suite(
            title: "\(writers) writers on one tenant, in several processes",
            benchmarks: [benchmark(1), benchmark(2), benchmark(4)],
            comparisons: [
                .rates("2 processes : 1", name(2), to: name(1), .atLeast(0.4)),
                .rates("4 processes : 1", name(4), to: name(1), .atLeast(0.4)),
                .milliseconds("2 processes, longest wait", of: name(2), 100, .atMost(longestWait)),
                .milliseconds("4 processes, longest wait", of: name(4), 100, .atMost(longestWait)),
            ],
            settle: { try await server.settle() }
        ).run(effort, progress: progress)
    }

    private static func name(_ processes: Int) -> String {
        processes == 1 ? "1 process" : "\(processes) processes"
    }

    private static func measure(
        _ processes: Int, _ town: Town, _ server: BenchmarkServer, _ numbers: RunNumbers,
        _ effort: Effort
    ) async throws -> Sample {
        let run = await numbers.next()
        let names = String(decoding: try JSONEncoder().encode(town), as: UTF8.self)
        let share = writers / processes
        let gate = try await Connection.open(server.database)
        _ = try await gate.query("SELECT pg_advisory_lock(\(WriterProcess.startLock))")
        let samples = try await withThrowingTaskGroup(of: Sample.self) { group in
            for process in 0..<processes {
                group.addTask {
                    let output = try await Tool.benchmarks.run(
                        [
                            "log", "writer-process", "--folder=\(server.folder)",
                            "--town=\(names)", "--first=\(process * share)",
                            "--writers=\(share)", "--seconds=\(effort.seconds)", "--run=\(run)",
                        ], environment: server.environment)
                    return try JSONDecoder().decode(Sample.self, from: Data(output.utf8))
                }
            }
            // Where a process has ended already, its error is thrown below.
            try await waitForProcesses(processes, on: gate)
            await gate.close()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        var latencies = Latencies()
        for sample in samples { if let some = sample.latencies { latencies.add(some) } }
        return Sample(
            operations: samples.reduce(0) { $0 + $1.operations },
            seconds: samples.map(\.seconds).max() ?? 0, latencies: latencies)
    }

    private static func waitForProcesses(_ count: Int, on gate: Connection) async throws {
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            let rows = try await gate.query(
                """
                SELECT count(*) FROM pg_locks
                WHERE locktype = 'advisory' AND objid = \(WriterProcess.startLock) AND NOT granted
                """
            ).rows
            if try rows[0].decode(Int.self) >= count { return }
            try await Task.sleep(for: interval)
        }
    }
}
