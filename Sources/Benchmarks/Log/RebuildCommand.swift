import ArgumentParser

struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Measure making the read model again from the log.")

    @OptionGroup var options: BenchmarkOptions

    func run() async throws {
        try await options.report(Self.suites)
    }

    static let suites: [BenchmarkOptions.Work<SuiteReport>] = [
        { server, effort, progress in
            try await RebuildSuite(server: server).run(effort, progress: progress)
        }
    ]
}
