import ArgumentParser
import EventSourcing
import Foundation
import PostgreSQL

/// A replay in a process of its own, so that its memory is nobody else's; `MemorySuite` starts it.
struct ReplayProcess: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay-process", abstract: "Replay a tenant, and tell the memory.",
        shouldDisplay: false)

    @Option(help: "Whose log.")
    var tenant: String

    @Option(help: "The scratch folder of the server.")
    var folder: String

    func run() async throws {
        guard let tenant = TenantID(tenant) else {
            throw ValidationError("\(tenant) is no tenant's id.")
        }
        let server = try BenchmarkServer(environmentWith: folder)
        let count = try await Writing.with(server) { writing in
            try await Replay(of: tenant, in: writing.log).fold()
        }
        let program = BackgroundProgram(greeting: "", identifier: getpid())
        print(count, try program.memory.highest)
    }
}
