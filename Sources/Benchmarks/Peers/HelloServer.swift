import ArgumentParser
import Foundation
import Hummingbird

/// A server with one route that does nothing: what HTTP alone costs here.
struct HelloServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hello-server", abstract: "Serve one bare route, as a peer.",
        shouldDisplay: false)

    static let greeting = "hello serves "

    func run() async throws {
        let router = Router()
        router.get("hello") { _, _ in "hello" }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                BenchmarkOptions.note(
                    "\(Self.greeting)http://127.0.0.1:\(channel.localAddress?.port ?? 0)")
            })
        try await application.runService()
    }
}
