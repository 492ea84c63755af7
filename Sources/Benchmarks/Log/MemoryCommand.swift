import ArgumentParser

struct MemoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory",
        abstract: "Measure the memory of the service and of a replay.")

    @OptionGroup var options: BenchmarkOptions

    func run() async throws {
        let service = try options.service()
        try await options.report([
            { server, effort, progress in
                try await MemorySuite(service: service, wrk: Wrk(), server: server)
                    .run(effort, progress: progress)
            }
        ])
    }
}
