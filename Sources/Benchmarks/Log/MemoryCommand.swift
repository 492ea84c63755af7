import ArgumentParser

struct MemoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory",
        abstract: "Measure the memory of the service and of a replay.")

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
                try await MemorySuite(service: service, wrk: wrk, server: server)
                    .run(effort, progress: progress)
            }
        ]
    }
}
