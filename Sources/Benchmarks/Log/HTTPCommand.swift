import ArgumentParser

struct HTTPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "http", abstract: "Measure joins over HTTP, beside a route that does nothing.")

    @OptionGroup var options: BenchmarkOptions

    func run() async throws {
        let service = try options.service()
        try await options.report([
            { server, effort, progress in
                try await HTTPSuite(service: service, wrk: Wrk(), server: server)
                    .run(effort, progress: progress)
            }
        ])
    }
}
