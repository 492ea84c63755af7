import ArgumentParser

/// What a tournament's players and viewers wait for.
struct BracketCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bracket",
        abstract: "Measure a tournament of 284 players over HTTP, and 1,000 viewers of it.",
        discussion: """
            The service runs as a process of its own, on a PostgreSQL server as `log` uses it. The \
            field is generated: 284 players, five rounds played, 2,000 events.

            EXAMPLES
              clubs-benchmarks bracket --json figures.json
              clubs-benchmarks bracket --quick
            """)

    @OptionGroup var options: BenchmarkOptions

    func run() async throws {
        let service = try options.service()
        try await options.report([
            { server, effort, progress in
                try await BracketSuite(service: service, server: server)
                    .run(effort, progress: progress)
            }
        ])
    }
}
