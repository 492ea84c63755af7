import CommandHandling
import EventSourcing
import EventStorage
import HTTPTypes
import Hummingbird
import Logging
import PostgreSQL
import ReadModels

/// `/healthz`: the process answers. `/readyz`: it can do its work, or says what is in the way.
struct HealthEndpoints: Sendable {
    /// As-of by time rests on clocks that agree.
    static let clockTolerance = Duration.seconds(5)
    static let timeout = Duration.seconds(2)

    let parts: GatewayParts

    var all: [Endpoint] {
        [
            Endpoint(.get, "/healthz", .health) { _, _ in Response(json: ["status": "ok"]) },
            Endpoint(.get, "/readyz", .readiness) { _, _ in await readiness() },
        ]
    }

    private struct Check: Sendable {
        let name: String
        let isPassed: Bool
        let detail: JSONValue
    }

    private func readiness() async -> Response {
        let checks = await [database(), schema(), projections()].flatMap(\.self)
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

    /// Anybody may ask, so the reason, which names hosts and databases, goes to the log alone.
    private func failed(_ check: String, _ error: any Error) -> Check {
        parts.logger.warning(
            "not ready", metadata: ["check": "\(check)", "reason": "\(error)"])
        return Check(name: check, isPassed: false, detail: "cannot be asked; the log says why")
    }

    /// That the database answers, and that its clock and ours agree.
    private func database() async -> [Check] {
        do {
            let rows = try await parts.pool.query(
                "SELECT clock_timestamp()", timeout: Self.timeout
            ).rows
            guard let row = rows.first else { return [] }
            let theirs = try row.decode(Timestamp.self)
            let apart = theirs.duration(to: parts.now())
            let seconds = Int(apart.components.seconds.magnitude)
            return [
                Check(name: "database", isPassed: true, detail: "answers"),
                Check(
                    name: "clock", isPassed: apart.magnitude <= Self.clockTolerance,
                    detail: .string("\(seconds) s apart from the database's")),
            ]
        } catch {
            return [failed("database", error)]
        }
    }

    /// While a release is rolled out, the database is that of the next one: this program is served
    /// by it all the same, and is not taken out of service.
    private func schema() async -> [Check] {
        do {
            let condition = try await Migrator().condition(in: parts.pool, timeout: Self.timeout)
            return [
                Check(
                    name: "schema", isPassed: condition.missing.isEmpty,
                    detail: .string(condition.description))
            ]
        } catch let failure as MigrationFailure {
            return [Check(name: "schema", isPassed: false, detail: .string(failure.description))]
        } catch {
            return [failed("schema", error)]
        }
    }

    /// One tenant in quarantine is the operator's concern; the others are served all the same.
    private func projections() async -> [Check] {
        do {
            let condition = try await ProjectionCondition.read(
                from: parts.pool, timeout: Self.timeout)
            return [
                Check(
                    name: "projections",
                    isPassed: condition.furthestBehind <= ProjectionCondition.lagLimit,
                    detail: ["furthestBehind": .init(count: condition.furthestBehind)]),
                Check(
                    name: "quarantine", isPassed: true,
                    detail: .array(condition.quarantined.keys.sorted().map { .init($0) })),
            ]
        } catch {
            return [failed("projections", error)]
        }
    }
}

extension SchemaCondition {
    fileprivate var description: String {
        guard missing.isEmpty else {
            return "lacks \(missing.joined(separator: ", ")): run `clubs migrate`"
        }
        return newer.isEmpty ? "complete" : "newer: \(newer.joined(separator: ", "))"
    }
}

extension Duration {
    fileprivate var magnitude: Duration { self < .zero ? .zero - self : self }
}
