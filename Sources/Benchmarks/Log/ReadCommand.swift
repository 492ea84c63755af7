import ArgumentParser

struct ReadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read", abstract: "Measure reading: decoding, replay, and one connection.")

    @OptionGroup var options: BenchmarkOptions

    func run() async throws {
        try await options.report(Self.suites)
    }

    static let suites: [BenchmarkOptions.Work<SuiteReport>] = [
        { server, effort, progress in
            try await ReadSuite.run(on: server, effort, progress: progress)
        }
    ]
}
