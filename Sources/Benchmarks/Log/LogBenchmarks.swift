import ArgumentParser

/// What the log, its readers and the service around them promise.
struct LogBenchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Measure the log, beside what else one could do on the same server.",
        discussion: """
            Each runs a PostgreSQL server of its own, on a memory disk with commits of a steady \
            half millisecond, or with --disk on the real one, and removes it afterwards. Ratios \
            are findings; absolute figures say as much about the machine. Build with \
            `swift build -c release`.

            EXAMPLES
              clubs-benchmarks log append
              clubs-benchmarks log all --json figures.json
              clubs-benchmarks log all --quick
            """,
        subcommands: [
            AppendCommand.self, ProcessesCommand.self, ReadCommand.self, RebuildCommand.self,
            HTTPCommand.self, LagCommand.self, MemoryCommand.self, GrowthCommand.self,
            AllCommand.self,
            WriterProcess.self, ReplayProcess.self, HelloServer.self,
        ])
}
