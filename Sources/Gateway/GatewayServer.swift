import Backend
import EventSourcing
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ReadModels
import ServiceLifecycle
import Synchronization

/// The HTTP side of the service: the API, its streams and its pages.
///
/// This target is the edge. `Identity` says who asks, `Commands` turns requests into wishes,
/// `Reading` answers questions within today's rights, `Problems` says no in one form, `Pages`
/// shows a club to people, and `OpenAPI` describes it all from the same tables. Nothing here
/// decides about the domain.
package final class GatewayServer: Service {
    private let main: Application<RouterResponder<GatewayContext>>
    private let ops: Application<RouterResponder<GatewayContext>>?
    private let keys: KeyRing
    private let hub: StreamHub
    private let streams: StreamCount
    private let unanswered: UnansweredRequests
    private let bound: BoundPorts

    package init(
        _ backend: Backend, _ configuration: GatewayConfiguration, logger: Logger
    ) throws {
        keys = KeyRing(source: configuration.keys, logger: logger)
        let parts = try GatewayParts(backend, configuration, keys: keys, logger: logger)
        hub = parts.hub
        streams = parts.streams
        unanswered = parts.unanswered
        let health = HealthEndpoints(parts: parts)
        let bound = BoundPorts()
        self.bound = bound
        main = try Self.application(
            parts.endpoints(health), parts, configuration, port: configuration.port,
            onBound: { bound.main.set($0) }, logger: logger)
        ops = try configuration.opsPort.map { port in
            try Self.application(
                health.all + MetricsEndpoint(parts: parts).all, parts, configuration, port: port,
                onBound: { bound.ops.set($0) }, logger: logger)
        }
    }

    /// The port that was bound, once `run()` has bound it.
    package var port: Int {
        get async { await bound.main.value }
    }

    /// How many streams are open.
    package var openStreams: Int { streams.taken }

    /// How often an event of a stream has been written in one of its forms; what several viewers
    /// are sent counts once.
    package var streamWritings: Int { hub.writingCount }

    package var opsPort: Int {
        get async { await bound.ops.value }
    }

    /// Answers all requests that still wait: a question that the store is not available, a command
    /// that its outcome is not known. What comes later is refused.
    ///
    /// - Returns: How many have waited.
    package func answerAll() -> Int { unanswered.answerAll() }

    package func run() async throws {
        // Before the first request: a token is refused when its key is not known.
        await keys.refresh()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.keys.run() }
            group.addTask { try await self.main.run() }
            if let ops { group.addTask { try await ops.run() } }
            // Each ends when the service is asked to; an error of one ends all.
            do {
                while try await group.next() != nil {}
            } catch {
                group.cancelAll()
                throw error
            }
        }
    }

    private static func application(
        _ endpoints: [Endpoint], _ parts: GatewayParts, _ configuration: GatewayConfiguration,
        port: Int, onBound: @escaping @Sendable (Int) -> Void, logger: Logger
    ) throws -> Application<RouterResponder<GatewayContext>> {
        let limits = configuration.limits
        let router = Router(context: GatewayContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(
            middleware: ProblemMiddleware(addresses: Addresses(endpoints), pages: parts.pages))
        router.add(
            middleware: IdentityMiddleware(
                verifier: parts.sessions.verifier, sessions: parts.sessions,
                limiter: RateLimiter(limits: limits.rate),
                trustsProxy: configuration.trustsProxy))
        router.add(endpoints, waitingIn: parts.unanswered)
        let deadlines = limits.deadlines
        return Application(
            router: router,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [
                        ConnectionGuard(
                            deadlines: deadlines, unreadBytes: limits.unreadBytes)
                    ],
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: limits.headerBytes,
                        maxHeaderListSize: limits.headerBytes,
                        maxHeaderFieldCount: limits.headerFields))),
            configuration: .init(
                address: .hostname(configuration.host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
            onServerRunning: { channel in onBound(channel.localAddress?.port ?? port) },
            logger: logger)
    }
}

/// The ports that the servers have taken.
private struct BoundPorts: Sendable {
    let main = Latch()
    let ops = Latch()
}

/// A number that comes once, and whoever waits for it.
private final class Latch: Sendable {
    private let (numbers, continuation) = AsyncStream.makeStream(
        of: Int.self, bufferingPolicy: .bufferingNewest(1))
    private let known = Mutex<Int?>(nil)

    func set(_ number: Int) {
        known.withLock { $0 = number }
        continuation.yield(number)
        continuation.finish()
    }

    var value: Int {
        get async {
            if let number = known.withLock({ $0 }) { return number }
            for await number in numbers { return number }
            // Another waiter has taken it out of the stream.
            return known.withLock { $0 } ?? 0
        }
    }
}
