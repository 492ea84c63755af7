import Logging
import PostgreSQL

/// Ends sessions that hold what another one waits for, and say nothing more.
///
/// A process that is stopped, and not dead, in the middle of a pipeline keeps its locks: to the
/// server it is neither idle nor at a statement, so none of the server's time-outs strikes. Whoever
/// waits looks who is in the way, and ends a session from which the server has been waiting to hear
/// for too long. What that had sent is rolled back; its process, should it go on, finds the
/// connection gone and decides again.
struct LockWarden: Sendable {
    /// How long a session may keep others waiting without a word.
    static let patience = Duration.seconds(5)
    /// How often a waiter looks.
    private static let interval = Duration.seconds(1)

    private let pool: Pool
    private let logger = Logger(label: "clubs.log")

    /// - Parameter writers: Whose sessions it ends: those of the same user, so its own session has
    ///   not taken on the service's role.
    init(beside writers: Pool) {
        pool = writers.sibling(limits: PoolLimits(maxConnections: 1)) { $0.settings["role"] = nil }
    }

    func close() async { await pool.close() }

    /// Watches while `body` lets the session `waiter` wait for a lock.
    func watch<Result: Sendable>(
        over waiter: Int32, _ body: () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup { group in
            group.addTask {
                while true {
                    try await Task.sleep(for: Self.interval)
                    await self.endSilentBlockers(of: waiter)
                }
            }
            defer { group.cancelAll() }
            return try await body()
        }
    }

    private func endSilentBlockers(of waiter: Int32) async {
        do {
            let ended = try await pool.query(
                """
                SELECT pg_terminate_backend(blocker.pid)
                FROM unnest(pg_blocking_pids(\(waiter))) AS holding (pid)
                    JOIN pg_stat_activity AS blocker USING (pid)
                WHERE blocker.usename = session_user AND blocker.wait_event = 'ClientRead'
                    AND blocker.state_change < now() - make_interval(secs => \(Self.patienceSeconds))
                """
            ).rows.count
            guard ended > 0 else { return }
            logger.warning(
                "a session that held a tenant's head without a word was ended",
                metadata: ["sessions": "\(ended)"])
        } catch {
            // The waiting has a limit of its own.
            logger.debug("who holds a head cannot be seen", metadata: ["reason": "\(error)"])
        }
    }

    private static var patienceSeconds: Double { Double(patience.components.seconds) }
}
