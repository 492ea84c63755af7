import Synchronization

/// A transaction on a connection that is leased for it.
package final class Transaction: Sendable {
    package enum Isolation: Sendable {
        case readCommitted
        case repeatableRead

        fileprivate var begin: SQL {
            switch self {
            case .readCommitted: "BEGIN"
            case .repeatableRead: "BEGIN ISOLATION LEVEL REPEATABLE READ"
            }
        }
    }

    let connection: Connection
    /// The server's process that serves its session.
    package var processID: Int32 { connection.processID }
    private let isolation: Isolation
    private enum Stage {
        /// `BEGIN` travels with the first statement, so that it costs no round trip.
        case notBegun
        case open
        /// `COMMIT` has been answered.
        case committed
    }

    private let stage = Mutex(Stage.notBegun)

    init(on connection: Connection, isolation: Isolation) {
        self.connection = connection
        self.isolation = isolation
    }

    /// Runs one statement; ended at once by cancellation or time-out.
    package func query(_ sql: SQL, timeout: Duration? = nil) async throws -> QueryResult {
        try await pipeline([sql], timeout: timeout)[0]
    }

    /// Runs statements in one round trip. After a failure the transaction can only be rolled back.
    ///
    /// - Parameter commits: Whether `COMMIT` travels behind them; nothing can follow then.
    /// - Throws: `PostgresFailure`, `outcomeUnknown` where the connection ended during a commit.
    package func pipeline(
        _ statements: [SQL], timeout: Duration? = nil, commits: Bool = false
    ) async throws -> [QueryResult] {
        guard !statements.isEmpty || commits else { return [] }
        let before: [SQL] = begin() ? [isolation.begin] : []
        do {
            let results = try await connection.send(
                before + statements + (commits ? ["COMMIT"] : []), scope: .transaction,
                timeout: commits ? ConnectionLoop.commitTimeout : timeout, isShielded: commits)
            if commits { try committed(results.last) }
            return Array(results.dropFirst(before.count).prefix(statements.count))
        } catch var failure as PostgresFailure {
            failure.statementIndex = failure.statementIndex.map { max(0, $0 - before.count) }
            throw failure
        }
    }

    /// Whether it is the caller who begins.
    private func begin() -> Bool {
        stage.withLock { stage in
            precondition(stage != .committed, "nothing follows a commit")
            defer { stage = .open }
            return stage == .notBegun
        }
    }

    /// Sends `BEGIN` by itself, if nothing has been sent yet.
    func begin() async throws {
        guard begin() else { return }
        _ = try await connection.send([isolation.begin], scope: .transaction)
    }

    func run<Result>(_ body: (Transaction) async throws -> Result) async throws -> Result {
        let result: Result
        do {
            result = try await body(self)
        } catch {
            await rollBack()
            throw error
        }
        try await commit()
        return result
    }

    private func commit() async throws {
        guard stage.withLock({ $0 }) == .open else { return }
        let answer = try await connection.send(
            ["COMMIT"], scope: .transaction, timeout: ConnectionLoop.commitTimeout, isShielded: true
        )
        try committed(answer.last)
    }

    /// The server answers COMMIT with ROLLBACK when a statement before it has failed.
    private func committed(_ answer: QueryResult?) throws {
        stage.withLock { $0 = .committed }
        guard answer?.commandTag == "COMMIT" else {
            throw PostgresFailure(
                code: .server, message: "the transaction was rolled back: a statement had failed",
                sqlState: "25P02")
        }
    }

    /// Whatever hinders it, the pool sees a connection that is lost or in a transaction, and drops
    /// it; the server then rolls back by itself.
    private func rollBack() async {
        guard stage.withLock({ $0 }) == .open, connection.isOpen else { return }
        do {
            _ = try await connection.send(
                ["ROLLBACK"], scope: .transaction, timeout: ConnectionLoop.commitTimeout,
                isShielded: true)
        } catch {
            await connection.close()
        }
    }
}
