import ArgumentParser

struct AppendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append", abstract: "Measure writing: commands through lanes, and imports.")

    @OptionGroup var options: BenchmarkOptions

    func run() async throws {
        try await options.report(try await Self.suites(options))
    }

    static func suites(
        _ options: BenchmarkOptions
    ) async throws -> [BenchmarkOptions.Work<SuiteReport>] {
        let python = try await options.python()
        return [
            { server, effort, progress in
                try await AppendSuite.run(on: server, effort, python: python, progress: progress)
            }
        ]
    }
}
