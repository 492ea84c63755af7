import EventSourcing
import HTTPTypes
import Hummingbird

/// `/healthz`: the process answers. `/readyz`: it can do its work, or says what is in the way.
struct HealthEndpoints: Sendable {
    /// Whoever asks has an answer after so long, whatever the database does: a prober's own time is
    /// short, and an answer that comes too late tells it nothing.
    static let patience = Duration.seconds(2)

    private let looks: [(name: String, look: SharedLook<[ReadinessCheck]>)]
    private let warnings: ReadinessWarnings

    init(parts: GatewayParts) {
        warnings = ReadinessWarnings(logger: parts.logger)
        looks = ReadinessChecks(parts: parts, warnings: warnings).all
            .map { ($0.name, SharedLook($0.check)) }
    }

    var all: [Endpoint] {
        [
            Endpoint(.get, "/healthz", .health) { _, _ in Response(json: ["status": "ok"]) },
            Endpoint(.get, "/readyz", .readiness) { _, _ in await readiness() },
        ]
    }

    private func readiness() async -> Response {
        let checks = await checks()
        let isReady = checks.allSatisfy(\.isPassed)
        let json: JSONValue = [
            "status": .string(isReady ? "ready" : "not ready"),
            "checks": .object(
                Dictionary(
                    uniqueKeysWithValues: checks.map { check in
                        (check.name, ["passed": .bool(check.isPassed), "detail": check.detail])
                    })),
        ]
        return Response(
            status: isReady ? .ok : .serviceUnavailable, json: json,
            headers: isReady ? [:] : .retry(after: .seconds(1)))
    }

    private func checks() async -> [ReadinessCheck] {
        await withTaskGroup(of: [ReadinessCheck].self) { group in
            for (name, look) in looks {
                group.addTask {
                    await look.finding(within: Self.patience) ?? [unanswered(name)]
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func unanswered(_ name: String) -> ReadinessCheck {
        let detail = "did not answer in \(Self.patience.components.seconds) s"
        warnings.add(name, detail)
        return ReadinessCheck(name: name, isPassed: false, detail: .string(detail))
    }
}
