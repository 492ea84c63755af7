import EventStorage
import ReadModels

/// Whether the read models show what has happened, and whether what is due is done.
extension Examination {
    func readModels(_ check: String) async throws -> Finding {
        let furthest = try await ProjectionCondition.read(from: pool).furthestBehind
        let isClose = furthest <= ProjectionCondition.lagLimit
        return Finding(
            check: check, grade: isClose ? .ok : .warn,
            found: furthest == 0 ? "current" : "\(furthest) events behind at most",
            remedy: isClose ? nil : "see that a `clubs serve` runs, and what its log says")
    }

    func quarantine(_ check: String) async throws -> Finding {
        let condition = try await ProjectionCondition.read(from: pool)
        let held = condition.quarantined.sorted { $0.key < $1.key }
        guard !held.isEmpty else { return Finding(check: check, grade: .ok, found: "no tenant") }
        return Finding(
            check: check, grade: .fail,
            found: Self.named(
                held.map { "\($0.key) \($0.value)" }, of: condition.quarantineCount),
            remedy:
                "the event behind that position cannot be shown; `clubs projector quarantine --help` says what can be done"
        )
    }

    func skips(_ check: String) async throws -> Finding {
        let skips = try await Skip.all(in: pool)
        guard !skips.isEmpty else { return Finding(check: check, grade: .ok, found: "none") }
        return Finding(
            check: check, grade: .warn, found: Self.named(skips, of: skips.count),
            remedy: "a version that can show them: `clubs projector rebuild`")
    }

    func deadlines(_ check: String) async throws -> Finding {
        let (held, count) = try await PolicyState.held(in: pool, limit: Self.namedLimit)
        guard count > 0 else { return Finding(check: check, grade: .ok, found: "none is held") }
        return Finding(
            check: check, grade: .fail, found: Self.named(held, of: count),
            remedy: "mend or delete the rows of policy.deadline that have something in `held`")
    }
}
