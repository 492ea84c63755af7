import ArgumentParser

struct LagCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lag",
        abstract: "Measure how long after its answer a command is in the read model.")

    @OptionGroup var options: BenchmarkOptions

    func run() async throws {
        try await options.report(Self.suites)
    }

    static let suites: [BenchmarkOptions.Work<SuiteReport>] = [
        { server, effort, progress in
            try await LagSuite(server: server).run(effort, progress: progress)
        }
    ]
}
