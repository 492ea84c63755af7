import HTTPTypes
import Hummingbird
import NIOCore
import ReadModels

/// `/metrics`: what an operator's alarms watch, as OpenMetrics 1.0 text.
struct MetricsEndpoint: Sendable {
    static let contentType = "application/openmetrics-text; version=1.0.0; charset=utf-8"

    let parts: GatewayParts

    var all: [Endpoint] {
        [Endpoint(.get, "/metrics", .metrics) { _, _ in try await metrics() }]
    }

    /// - Throws: `PostgresFailure`, which is answered with 503: no figure is better than an old one.
    private func metrics() async throws -> Response {
        let condition = try await ProjectionCondition.read(
            from: parts.pool, timeout: HealthEndpoints.timeout)
        let gauges = [
            Gauge(
                name: "clubs_quarantined_tenants",
                help: "Tenants whose read models stop before an event that cannot be shown.",
                value: condition.quarantineCount),
            Gauge(
                name: "clubs_projection_lag_events",
                help: "The largest distance of a tenant's read models from its log.",
                value: condition.furthestBehind),
        ]
        var headers = HTTPFields()
        headers[.contentType] = Self.contentType
        headers[.cacheControl] = "no-store"
        let text = gauges.map(\.text).joined() + "# EOF\n"
        return Response(
            status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}

/// A number that goes up and down.
private struct Gauge {
    let name: String
    /// One sentence without a quote, a backslash or a line's end.
    let help: String
    let value: Int

    var text: String {
        """
        # TYPE \(name) gauge
        # HELP \(name) \(help)
        \(name) \(value)

        """
    }
}
