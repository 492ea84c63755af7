import Backend
import CommandHandling
import EventStorage
import Gateway
import Logging
import ServiceLifecycle
import TestSupport

/// The service within the test's own process, for what no process lets be set from outside: its
/// clocks and its limits.
///
/// - Parameters:
///   - configure: Changes the gateway's configuration.
///   - backend: Changes the backend's: the time of recording and of deadlines.
///   - isOfferingSeats: Whether policies run.
///   - port: Of the gateway's two, the one that `body` speaks to.
func withInProcessGateway(
    isOfferingSeats: Bool = true,
    at port: @escaping @Sendable (GatewayServer) async -> Int = { await $0.port },
    _ configure: (inout GatewayConfiguration) -> Void = { _ in },
    backend configureBackend: (inout BackendConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (TestAddress) async throws -> Void
) async throws {
    try await withInProcessGateway(
        isOfferingSeats: isOfferingSeats, at: port, configure, backend: configureBackend
    ) { address, _ in try await body(address) }
}

/// The same with the gateway itself, for what it counts.
func withInProcessGateway(
    isOfferingSeats: Bool = true,
    at port: @escaping @Sendable (GatewayServer) async -> Int = { await $0.port },
    _ configure: (inout GatewayConfiguration) -> Void = { _ in },
    backend configureBackend: (inout BackendConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (TestAddress, GatewayServer) async throws -> Void
) async throws {
    let installation = try await TestInstallation.make()
    do {
        var parts = BackendConfiguration(
            database: installation.database.configuration,
            masterKey: try MasterKey(base64: installation.vaultKey))
        configureBackend(&parts)
        var configuration = GatewayConfiguration(
            keys: .file(installation.folder + "/jwks.json"))
        configuration.port = 0
        configure(&configuration)
        let logger = Logger(label: "clubs.test") { _ in SwiftLogNoOpLogHandler() }
        let backend = try await Backend(parts, logger: logger)
        do {
            let gateway = try GatewayServer(backend, configuration, logger: logger)
            let services = backend.services.filter { isOfferingSeats || !($0 is PolicyRunner) }
            try await serve(services + [gateway], logger) {
                try await body(
                    TestAddress(
                        address: "http://127.0.0.1:\(await port(gateway))",
                        installation: installation),
                    gateway)
            }
        } catch {
            await backend.close()
            throw error
        }
        await backend.close()
    } catch {
        try await installation.remove()
        throw error
    }
    try await installation.remove()
}

private func serve(
    _ services: [any Service], _ logger: Logger, _ body: @escaping @Sendable () async throws -> Void
) async throws {
    let group = ServiceGroup(
        configuration: .init(services: services, logger: logger))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        do {
            try await body()
        } catch {
            await group.triggerGracefulShutdown()
            while try await tasks.next() != nil {}
            throw error
        }
        await group.triggerGracefulShutdown()
        while try await tasks.next() != nil {}
    }
}
