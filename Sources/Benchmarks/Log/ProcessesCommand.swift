import ArgumentParser

struct ProcessesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "processes", abstract: "Measure several processes that write to one tenant.")

    @OptionGroup var options: BenchmarkOptions

    func run() async throws {
        try await options.report(Self.suites)
    }

    static let suites: [BenchmarkOptions.Work<SuiteReport>] = [
        { server, effort, progress in
            try await ProcessesSuite.run(on: server, effort, progress: progress)
        }
    ]
}
