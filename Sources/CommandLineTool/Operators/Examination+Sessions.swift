import EventStorage
import PostgreSQL

/// Whether a session of the database keeps others from going on.
extension Examination {
    /// A transaction open for longer is named, in seconds: its snapshot slows every append.
    static let longTransaction = 60
    /// Who leaves a transaction idle, holds a tenant, or keeps others waiting for longer is named,
    /// in seconds: what waits for a tenant ends a silent session by itself then, if it can.
    static let shortTransaction = 5

    func longTransactions(_ check: String) async throws -> Finding {
        let open = try await OpenTransaction.all(olderThan: seconds, in: pool)
        let hidden = try await OpenTransaction.hiddenCount(in: pool)
        if open.isEmpty, hidden > 0 {
            return Finding(
                check: check, grade: .warn,
                found: "none that can be seen; \(hidden) sessions of other users cannot",
                remedy: "GRANT pg_read_all_stats TO the user of DATABASE_URL")
        }
        return finding(
            check, open, .warn,
            remedy: "an old snapshot makes every append slower; "
                + "SELECT pg_terminate_backend(PROCESS) ends one")
    }

    func idleTransactions(_ check: String) async throws -> Finding {
        let idle = try await short.filter { $0.idleSeconds.map { $0 >= shortSeconds } ?? false }
        return finding(
            check, idle, .warn,
            remedy: "see why the client stands still, a stopped process or an open console; "
                + "SELECT pg_terminate_backend(PROCESS) ends one")
    }

    func tenantLocks(_ check: String) async throws -> Finding {
        let holding = try await short.filter { !$0.tenants.isEmpty || $0.waiterCount > 0 }
        return finding(
            check, holding, holding.contains { $0.waiterCount > 0 } ? .fail : .warn,
            remedy: "nobody else can append to a tenant that is held, or write where a table is "
                + "locked; a service that waits for a tenant ends a silent session after "
                + "\(Self.shortTransaction) s, SELECT pg_terminate_backend(PROCESS) ends any")
    }

    private var short: [OpenTransaction] {
        get async throws { try await OpenTransaction.all(olderThan: shortSeconds, in: pool) }
    }

    private var shortSeconds: Int { min(seconds, Self.shortTransaction) }

    private func finding(
        _ check: String, _ sessions: [OpenTransaction], _ grade: Finding.Grade, remedy: String
    ) -> Finding {
        guard !sessions.isEmpty else { return Finding(check: check, grade: .ok, found: "none") }
        return Finding(
            check: check, grade: grade, found: Self.named(sessions, of: sessions.count),
            remedy: remedy)
    }
}
