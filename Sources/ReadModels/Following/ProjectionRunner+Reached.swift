import EventSourcing
import EventStorage
import Logging
import PostgreSQL

/// Read-your-writes.
extension ProjectionRunner {
    /// How soon and how often the checkpoint is asked for that another process moves: each pause
    /// is twice the last.
    private static let askInterval = Duration.milliseconds(5)...Duration.milliseconds(160)

    /// Waits until the tables show everything through `position`.
    ///
    /// In the process that follows, the commit itself ends the wait; in another one, and for a
    /// tenant in which nothing has happened since the process began, the checkpoint is asked for; so
    /// it is where the position is remembered already, for a failover may have lost that.
    ///
    /// - Returns: Whether it has been reached within `limit`.
    package nonisolated func reached(
        _ tenant: TenantID, _ position: Position, within limit: Duration
    ) async -> Bool {
        let deadline = ContinuousClock.now + limit
        var pause = Self.askInterval.lowerBound
        if await checkpoints.position(of: tenant) >= position { await ask(tenant) }
        while true {
            let left = deadline - ContinuousClock.now
            if await checkpoints.wait(for: tenant, toReach: position, atMost: min(left, pause)) {
                return true
            }
            if await !knows(tenant) { await ask(tenant) }
            if await checkpoints.position(of: tenant) >= position { return true }
            guard ContinuousClock.now < deadline, !Task.isCancelled else { return false }
            pause = min(pause * 2, Self.askInterval.upperBound)
        }
    }

    /// Whether this program may show the tenant: it has met no event there that only a newer
    /// release can read, or one has followed on.
    ///
    /// - Throws: `PostgresFailure`.
    package func isReadable(_ tenant: TenantID) async throws -> Bool {
        guard let position = unreadable[tenant] else { return true }
        let result = try await pool.query(Checkpoints.position(of: tenant, version))
        guard let shown = try Checkpoints.position(in: result), shown > position else {
            return false
        }
        // Another one may have been met meanwhile.
        if unreadable[tenant] == position { unreadable[tenant] = nil }
        return unreadable[tenant] == nil
    }

    /// Whether what this process remembers of a tenant is where its tables stand.
    private nonisolated func knows(_ tenant: TenantID) async -> Bool {
        guard await lease.isHeld else { return false }
        return await checkpoints.position(of: tenant) > .start
    }

    private nonisolated func ask(_ tenant: TenantID) async {
        let known = await checkpoints.position(of: tenant)
        do {
            let shown = try await pool.pipeline(Checkpoints.shown(tenant))
            let (_, position) = try Checkpoints.shown(in: shown)
            await checkpoints.correct(tenant, from: known, to: position)
        } catch {
            // The wait goes on, and says in the end that it has not been reached.
            logger.debug(
                "a checkpoint cannot be read",
                metadata: ["tenant": "\(tenant)", "reason": "\(error)"])
        }
    }
}
