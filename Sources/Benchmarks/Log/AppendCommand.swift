import ArgumentParser

struct AppendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append", abstract: "Measure writing: commands through lanes, and imports.")

    @OptionGroup var options: BenchmarkOptions

    func run() async throws {
        let python = try await options.python()
        try await options.report([
            { server, effort, progress in
                try await AppendSuite.run(on: server, effort, python: python, progress: progress)
            },
            { server, effort, progress in
                try await ProcessesSuite.run(on: server, effort, progress: progress)
            },
        ])
    }
}
