import EventSourcing
import PostgreSQL

/// Showing a version that is built, or one that was shown before.
extension VersionBuilder {
    /// How often what others may thwart is tried.
    static let attempts = 20
    /// What is left to follow takes no longer once the version that is shown is held.
    static let moment = Duration.seconds(1)
    /// How long a running service has to take over before this process stops following.
    static let handover = Duration.seconds(3)
    static let handoverInterval = Duration.milliseconds(50)

    /// Catches a version up and shows it, in one commit.
    ///
    /// - Returns: The version that was shown before, which is kept; nothing where none was.
    /// - Throws: `VersionFailure`: `.held` where it does not show all that the current one does.
    package func show(_ name: String) async throws -> ReadVersion? {
        let catalog = VersionCatalog(pool: pool)
        let version = try await catalog.complete(named: name)
        let current = try ReadVersion.shown(in: await pool.query(ReadVersion.current))
        guard version != current else { throw VersionFailure.inUse(name) }
        let runner = runner(of: version)
        let isServed = if let current { try await isFollowed(current) } else { false }
        var late: [TenantID] = []
        for _ in 1...Self.attempts {
            let lateBefore = late
            // Most of the way beside the current version, and the last events while that is held.
            try await approach(version, by: runner)
            late = try await despiteDeadlocks {
                try await catalog.show(version, insteadOf: current) { ends in
                    try await follow(version, by: runner, through: ends)
                }
            }
            // A tenant that the current version has met meanwhile is not held; the next time it is.
            if late.isEmpty || late == lateBefore { break }
        }
        guard late.isEmpty else { throw VersionFailure.held(name, late) }
        if isServed { try await handOver(version, from: runner) }
        return current
    }

    /// Follows a complete version until what has come meanwhile takes but a moment.
    ///
    /// - Parameter ends: How far, in each tenant; to the heads where nothing is said.
    func approach(
        _ version: ReadVersion, by runner: ProjectionRunner,
        through ends: () async throws -> [TenantID: Position]? = { nil }
    ) async throws {
        for _ in 1...Self.attempts {
            let begin = ContinuousClock.now
            try await follow(version, by: runner, through: try await ends())
            if ContinuousClock.now - begin < Self.moment { return }
        }
    }

    /// Follows a complete version.
    ///
    /// - Parameter ends: How far, in each tenant; to the heads where nothing is said.
    /// - Throws: `VersionFailure` where somebody has retired it meanwhile, or builds it anew.
    func follow(
        _ version: ReadVersion, by runner: ProjectionRunner,
        through ends: [TenantID: Position]? = nil
    ) async throws {
        do {
            try await runner.catchUp(through: ends)
        } catch {
            // That its tables are gone says less than why.
            _ = try await VersionCatalog(pool: pool).complete(named: version.name)
            throw error
        }
    }

    /// Does what holds a version, again where its follower has locked checkpoints crosswise.
    func despiteDeadlocks<Result>(_ body: () async throws -> Result) async throws -> Result {
        for _ in 1..<Self.attempts {
            do {
                return try await body()
            } catch let failure as PostgresFailure where failure.isDeadlock {
                // The follower goes on meanwhile, and holds other ones next time.
            }
        }
        return try await body()
    }

    /// Follows on until a service does: it looks which version is shown as often as it polls.
    private func handOver(_ version: ReadVersion, from runner: ProjectionRunner) async throws {
        let deadline = ContinuousClock.now + Self.handover
        while ContinuousClock.now < deadline {
            try await runner.catchUp()
            if try await isFollowed(version) { return }
            try await Task.sleep(for: Self.handoverInterval)
        }
    }

    /// Whether a service follows it.
    func isFollowed(_ version: ReadVersion) async throws -> Bool {
        let rows = try await pool.query(
            """
            SELECT EXISTS (
                SELECT FROM read.lease
                WHERE name = \(version.name) AND until > statement_timestamp())
            """
        ).rows
        return try rows.first?.decode(Bool.self) ?? false
    }
}

extension PostgresFailure {
    fileprivate var isDeadlock: Bool { sqlState == "40P01" }
}
