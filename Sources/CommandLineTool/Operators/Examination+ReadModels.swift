import ReadModels

/// Whether the read models show what has happened.
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
        let held = try await ProjectionCondition.read(from: pool).quarantined
            .sorted { $0.key < $1.key }
        guard !held.isEmpty else { return Finding(check: check, grade: .ok, found: "no tenant") }
        return Finding(
            check: check, grade: .fail,
            found: held.map { "\($0.key) \($0.value)" }.joined(separator: "; "),
            remedy: "the event behind that position cannot be shown; `clubs log verify` tells more")
    }
}
