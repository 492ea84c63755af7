import EventSourcing
import NIOCore

/// How the gateway is reached, whom it believes, and what it puts up with.
package struct GatewayConfiguration: Sendable {
    package var host = "127.0.0.1"
    /// 0 takes any free port; `GatewayServer.port` tells which.
    package var port = 8080
    /// A port of its own for health and readiness; they are on the main one as well.
    package var opsPort: Int?
    package var keys: KeySource
    package var issuer = TokenSigner.standardIssuer
    package var audience = TokenSigner.standardAudience
    /// Whether the last address in `X-Forwarded-For` and `X-Forwarded-Proto` are to be believed.
    package var trustsProxy = false
    /// Whose pages a visitor sees who is not signed in; the only tenant where nothing is said.
    package var publicTenant: TenantID?
    package var limits = Limits()

    package init(keys: KeySource) {
        self.keys = keys
    }

    package struct Limits: Sendable {
        package var connections = 4096
        /// Streams that stay open; each asks the log once a second at least.
        package var streams = 1000
        /// How long a stream may be silent; each form's own time where nothing is said.
        package var heartbeat: Duration?
        /// In bytes, all fields of a head together.
        package var headerBytes = 16 * 1024
        package var headerFields = 100
        package var headDeadline = Duration.seconds(60)
        package var bodyDeadline = Duration.seconds(30)
        package var slowReaderDeadline = Duration.seconds(15)
        /// Requests of one principal: how many at once, and how many come back in a second.
        package var requestBurst = 600
        package var requestsPerSecond = 60.0

        package init() {}
    }
}

extension GatewayConfiguration.Limits {
    var deadlines: ConnectionGuard.Deadlines {
        ConnectionGuard.Deadlines(
            head: TimeAmount(headDeadline), body: TimeAmount(bodyDeadline),
            reading: TimeAmount(slowReaderDeadline))
    }

    var rate: RateLimiter.Limits {
        RateLimiter.Limits(burst: requestBurst, perSecond: requestsPerSecond)
    }
}
