import CommandHandling
import EventStorage
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ReadModels

/// `/metrics`: what an operator's alarms watch, as OpenMetrics 1.0 text.
struct MetricsEndpoint: Sendable {
    static let contentType = "application/openmetrics-text; version=1.0.0; charset=utf-8"

    private let log: PostgresLog
    private let lanes: Lanes
    private let condition: SharedLook<ProjectionCondition?>

    init(parts: GatewayParts) {
        log = parts.log
        lanes = parts.lanes
        condition = SharedLook {
            do {
                return try await ProjectionCondition.read(
                    from: parts.pool, timeout: ReadinessChecks.questionLimit)
            } catch {
                parts.logger.warning(
                    "the metrics lack the database's figures", metadata: ["reason": "\(error)"])
                return nil
            }
        }
    }

    var all: [Endpoint] {
        [Endpoint(.get, "/metrics", .metrics) { _, _ in await metrics() }]
    }

    /// Where the database does not answer in time, that is what is told: no figure is better than an
    /// old one.
    private func metrics() async -> Response {
        let condition = await condition.finding(within: HealthEndpoints.patience) ?? nil
        let gauges =
            [
                Gauge(
                    name: "clubs_store_up",
                    help: "1 where the database answers, 0 where the other figures are not known.",
                    value: condition == nil ? 0 : 1),
                Gauge(
                    name: "clubs_store_writable",
                    help: "0 where the database refused the newest write, as with a full disk.",
                    value: log.writeRefusal == nil ? 1 : 0),
            ] + (condition.map(Self.gauges) ?? [])
        var headers = HTTPFields()
        headers[.contentType] = Self.contentType
        headers[.cacheControl] = "no-store"
        let text = gauges.map(\.text).joined() + RefusalCounter(lanes: lanes).text + "# EOF\n"
        return Response(
            status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    private static func gauges(of condition: ProjectionCondition) -> [Gauge] {
        [
            Gauge(
                name: "clubs_quarantined_tenants",
                help: "Tenants whose read models stop before an event that cannot be shown.",
                value: condition.quarantineCount),
            Gauge(
                name: "clubs_projection_lag_events",
                help: "The largest distance of a tenant's read models from its log.",
                value: condition.furthestBehind),
        ]
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
