import EventSourcing
import EventStorage
import PostgreSQL
import ReadModels

/// One thing that was looked at.
struct ReadinessCheck: Sendable {
    let name: String
    let isPassed: Bool
    let detail: JSONValue
}

/// What a service rests on, each asked for by itself.
struct ReadinessChecks: Sendable {
    /// As-of by time rests on clocks that agree.
    static let clockTolerance = Duration.seconds(5)
    /// A question that nobody waits for any more ends after so long.
    static let questionLimit = Duration.seconds(5)

    let parts: GatewayParts
    let warnings: ReadinessWarnings

    var all: [(name: String, check: @Sendable () async -> [ReadinessCheck])] {
        [
            ("database", database), ("writes", writes), ("schema", schema),
            ("projections", projections),
        ]
    }

    /// Anybody may ask, so the reason, which names hosts and databases, goes to the log alone.
    private func failed(_ check: String, _ error: any Error) -> ReadinessCheck {
        warnings.add(check, "\(error)")
        return ReadinessCheck(
            name: check, isPassed: false, detail: "cannot be asked; the log says why")
    }

    /// That the database answers, and that its clock and ours agree.
    private func database() async -> [ReadinessCheck] {
        do {
            let rows = try await parts.pool.query(
                "SELECT clock_timestamp()", timeout: Self.questionLimit
            ).rows
            guard let row = rows.first else { return [] }
            let theirs = try row.decode(Timestamp.self)
            let apart = theirs.duration(to: parts.now())
            let seconds = Int(apart.components.seconds.magnitude)
            return [
                ReadinessCheck(name: "database", isPassed: true, detail: "answers"),
                ReadinessCheck(
                    name: "clock", isPassed: apart.magnitude <= Self.clockTolerance,
                    detail: .string("\(seconds) s apart from the database's")),
            ]
        } catch {
            return [failed("database", error)]
        }
    }

    /// That the log can grow: a database that only answers questions serves no command.
    private func writes() async -> [ReadinessCheck] {
        do {
            let refusal = try await parts.log.currentWriteRefusal(timeout: Self.questionLimit)
            return [
                ReadinessCheck(
                    name: "writes", isPassed: refusal == nil,
                    detail: .string(refusal?.description ?? "taken"))
            ]
        } catch {
            return [failed("writes", error)]
        }
    }

    /// While a release is rolled out, the database is that of the next one: this program is served
    /// by it all the same, and is not taken out of service.
    private func schema() async -> [ReadinessCheck] {
        do {
            let condition = try await Migrator().condition(
                in: parts.pool, timeout: Self.questionLimit)
            return [
                ReadinessCheck(
                    name: "schema", isPassed: condition.missing.isEmpty,
                    detail: .string(condition.description))
            ]
        } catch let failure as MigrationFailure {
            return [
                ReadinessCheck(
                    name: "schema", isPassed: false, detail: .string(failure.description))
            ]
        } catch {
            return [failed("schema", error)]
        }
    }

    /// One tenant in quarantine is the operator's concern; the others are served all the same.
    private func projections() async -> [ReadinessCheck] {
        do {
            let condition = try await ProjectionCondition.read(
                from: parts.pool, timeout: Self.questionLimit)
            return [
                ReadinessCheck(
                    name: "projections",
                    isPassed: condition.furthestBehind <= ProjectionCondition.lagLimit,
                    detail: ["furthestBehind": .init(count: condition.furthestBehind)]),
                ReadinessCheck(
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
