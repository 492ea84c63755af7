import ArgumentParser

struct AllCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "all", abstract: "Measure everything but growth, one after the other.")

    @OptionGroup var options: BenchmarkOptions

    func run() async throws {
        try await options.report(
            try await AppendCommand.suites(options) + ProcessesCommand.suites
                + ReadCommand.suites + RebuildCommand.suites + (try HTTPCommand.suites(options))
                + LagCommand.suites
                + (try MemoryCommand.suites(options)))
    }
}
