import Backend
import CommandHandling
import Gateway
import LocalCluster
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// A service in this process: the backend's parts, the gateway in front of them, and their end.
struct ServiceProcess {
    /// How long connections may stay open once the service is asked to stop; see `Drain` for
    /// what becomes of requests before.
    static let drainLimit = Duration.seconds(30)

    let store: Store
    let options: ServeOptions
    /// The time of recording and of deadlines, where a demonstration tells it.
    var time: ScriptedTime?

    /// Serves until SIGTERM, Ctrl-C, or the end of `work`.
    ///
    /// - Parameter work: Is told the service's address once it answers there.
    /// - Throws: `Failure`, also where it has stopped before its work was at an end; or why the
    ///   database cannot be used.
    func run(beside work: @escaping @Sendable (String) async throws -> Void) async throws {
        let whole = LeavableWork<Void>()
        try await whole.run { try await run(whole, beside: work) }
    }

    private func run(
        _ whole: LeavableWork<Void>, beside work: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        let logger = Logger(label: "clubs")
        var configuration = BackendConfiguration(
            database: store.configuration, masterKey: try store.masterKey())
        if let time {
            configuration.time = time
            configuration.deadlineTime = time
        }
        let backend = try await Backend(configuration, logger: logger)
        do {
            try await serve(backend, whole, work, logger: logger)
        } catch {
            await backend.close()
            throw error
        }
        await backend.close()
    }

    private func serve(
        _ backend: Backend, _ whole: LeavableWork<Void>,
        _ work: @escaping @Sendable (String) async throws -> Void, logger: Logger
    ) async throws {
        let folder = store.folder
        var configuration = try await options.configuration(for: backend.log) {
            .file(try await TokenSigner.open(directory: folder.path).publicKeyFile)
        }
        configuration.limits.fit(openFiles: OpenFileLimit.raise())
        let gateway = try GatewayServer(backend, configuration, logger: logger)
        let host = configuration.host
        let companion = Companion {
            let port = await gateway.port
            // The gateway has not come up: its own error tells why.
            guard !Task.isCancelled else { return }
            try await work("http://\(host):\(port)")
        }
        let drain = Drain(whole, logger: logger) { gateway.answerAll() }
        let server: [any Service] = store.cluster.map { [ServerWatch(cluster: $0)] } ?? []
        var group = ServiceGroupConfiguration(
            services: (server + backend.services + [gateway]).map { .init(service: $0) } + [
                .init(
                    service: companion, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup),
                // The last, for the last is asked to stop first.
                .init(service: drain),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = Self.drainLimit
        do {
            defer { drain.finish() }
            try await ServiceGroup(configuration: group).run()
        } catch let error as IOError {
            throw Failure(
                .unreachable, "the service cannot listen at \(host):\(configuration.port)",
                why: "\(error)", remedy: "stop whoever listens there, or choose another --port")
        }
        try drain.checkAnswers()
    }
}

/// Keeps the private PostgreSQL alive for as long as the service is.
private struct ServerWatch: Service {
    let cluster: LocalCluster

    func run() async {
        await cancelWhenGracefulShutdown { await cluster.keepRunning() }
    }
}

/// Work beside the service, which ends with it.
private struct Companion: Service {
    let work: @Sendable () async throws -> Void

    func run() async throws {
        try await work()
    }
}
