import ArgumentParser

struct HTTPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "http", abstract: "Measure joins over HTTP, beside a route that does nothing.")

    @OptionGroup var options: BenchmarkOptions

    func run() async throws {
        try await options.report(try Self.suites(options))
    }

    static func suites(
        _ options: BenchmarkOptions
    ) throws -> [BenchmarkOptions.Work<SuiteReport>] {
        let service = try options.service()
        let wrk = try Wrk()
        return [
            { server, effort, progress in
                try await HTTPSuite(service: service, wrk: wrk, server: server)
                    .run(effort, progress: progress)
            }
        ]
    }
}
