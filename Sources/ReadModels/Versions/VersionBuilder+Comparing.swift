import EventSourcing
import PostgreSQL

/// Comparing two versions where they stand at the same positions.
///
/// What is shown moves by itself, and is nobody's to move from here while a service follows it. So
/// it is the measure: the other version is followed to where it stands and no further, most of the
/// way beside it, and the last events while it is held.
extension VersionBuilder {
    /// How the rows of two complete versions differ, both followed first.
    ///
    /// - Throws: `VersionFailure`: `.unknown` or `.notBuilt`.
    package func difference(
        between first: String, and second: String
    ) async throws -> VersionDifference {
        let catalog = VersionCatalog(pool: pool)
        let (one, two) = (
            try await catalog.complete(named: first), try await catalog.complete(named: second)
        )
        let shown = try ReadVersion.shown(in: await pool.query(ReadVersion.current))
        let (measure, other) = two == shown ? (two, one) : (one, two)
        try await bring(measure, to: other, isShown: measure == shown)
        let runner = runner(of: other)
        try await approach(other, by: runner) {
            try Checkpoints.byTenant(in: await pool.query(Checkpoints.positions(of: measure)))
        }
        return try await despiteDeadlocks {
            try await compare(one, two, measure: measure, other, by: runner)
        }
    }

    /// Lets the measure come to where the other version stands. A service that follows it does so
    /// by itself, in its own release's way, and soon.
    private func bring(
        _ measure: ReadVersion, to other: ReadVersion, isShown: Bool
    ) async throws {
        guard isShown, try await isFollowed(measure) else {
            return try await follow(measure, by: runner(of: measure))
        }
        let deadline = ContinuousClock.now + Self.handover
        let ahead = Checkpoints.late(measure, than: other)
        while ContinuousClock.now < deadline, try await !pool.query(ahead).rows.isEmpty {
            try await Task.sleep(for: Self.handoverInterval)
        }
    }

    /// The measure is held until the snapshot has been taken, not while rows are compared.
    private func compare(
        _ one: ReadVersion, _ two: ReadVersion, measure: ReadVersion, _ other: ReadVersion,
        by runner: ProjectionRunner
    ) async throws -> VersionDifference {
        try await pool.transaction(isolation: .repeatableRead) { comparing in
            let standings = try await pool.transaction { holding in
                let held = try await holding.query(Checkpoints.held(measure))
                try await follow(other, by: runner, through: Checkpoints.byTenant(in: held))
                return try await VersionStanding.all(one, two, in: comparing)
            }
            return try await VersionDifference.between(
                one, two, standings, group: group, in: comparing)
        }
    }
}
