import Backend
import CommandHandling
import EventSourcing
import EventStorage
import Logging
import PostgreSQL
import ServiceLifecycle
import TestSupport

/// One process of the service, as far as its database can tell: connections, lanes and all that
/// runs beside them are its own, and a proxy stands before the server.
struct Node: Sendable {
    let proxy: PostgresProxy
    let backend: Backend

    var log: PostgresLog { backend.log }

    /// Carries out a command, once for each id.
    @discardableResult
    func execute(_ request: CommandRequest) async throws -> CommandHandling.Outcome {
        try await backend.lanes.execute(request)
    }

    /// What of a node runs by itself.
    enum Activity {
        /// Only what carries out commands.
        case commands
        /// Read models, policies and deadlines too.
        case everything
    }

    /// Lends `body` nodes that run, one for each clock.
    ///
    /// - Parameter standby: A server that they find when it has taken the other's place.
    static func with(
        _ times: [any TimeSource] = [SystemTime(), SystemTime()], on configuration: Configuration,
        orElse standby: Configuration? = nil, key: MasterKey,
        running activity: Activity = .commands,
        _ body: @Sendable @escaping ([Node]) async throws -> Void
    ) async throws {
        var nodes: [Node] = []
        for time in times {
            nodes.append(
                try await Node(on: configuration, orElse: standby, key: key, time: time))
        }
        let started = nodes
        try await withThrowingTaskGroup(of: Void.self) { group in
            for node in started {
                let services: [any Service] =
                    activity == .commands ? [node.backend.lanes] : node.backend.services
                for service in services { group.addTask { try await service.run() } }
            }
            defer { group.cancelAll() }
            try await body(started)
        }
        for node in started {
            node.proxy.stop()
            await node.backend.close()
        }
    }

    init(
        on configuration: Configuration, orElse standby: Configuration? = nil, key: MasterKey,
        time: any TimeSource
    ) async throws {
        proxy = try PostgresProxy(before: configuration)
        let database = try standby.map(proxy.configuration(orElse:)) ?? proxy.configuration
        var settings = BackendConfiguration(database: database, masterKey: key)
        settings.time = time
        backend = try await Backend(settings, logger: .quiet)
    }
}

extension Node {
    /// Waits until read models and policies have come to the log's end.
    func settle(_ tenant: Tenant, in configuration: Configuration) async throws {
        let connection = try await Connection.open(configuration)
        try await waitWhile {
            try await connection.query(
                """
                SELECT head.position > shown.position OR head.position > settled.position
                FROM log.head AS head, read.checkpoint AS shown, policy.checkpoint AS settled
                WHERE head.tenant = \(tenant.id.uuid) AND shown.tenant = head.tenant
                    AND settled.tenant = head.tenant
                """
            ).rows.first?.decode(Bool.self) ?? true
        }
        await connection.close()
    }
}

extension Logger {
    /// Says nothing: what a test makes fail on purpose is no news.
    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
