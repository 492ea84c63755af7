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
    /// `BEGIN` travels with the first statement, so that it costs no round trip.
    private let hasBegun = Mutex(false)

    init(on connection: Connection, isolation: Isolation) {
        self.connection = connection
        self.isolation = isolation
    }

    /// Runs one statement; ended at once by cancellation or time-out.
    package func query(_ sql: SQL, timeout: Duration? = nil) async throws -> QueryResult {
        try await pipeline([sql], timeout: timeout)[0]
    }

    /// Runs statements in one round trip. After a failure the transaction can only be rolled back.
    package func pipeline(_ statements: [SQL], timeout: Duration? = nil) async throws
        -> [QueryResult]
    {
        guard !statements.isEmpty else { return [] }
        let isFirst = hasBegun.withLock { hasBegun in
            defer { hasBegun = true }
            return !hasBegun
        }
        guard isFirst else {
            return try await connection.send(statements, scope: .transaction, timeout: timeout)
        }
        do {
            let results = try await connection.send(
                [isolation.begin] + statements, scope: .transaction, timeout: timeout)
            return Array(results.dropFirst())
        } catch var failure as PostgresFailure {
            failure.statementIndex = failure.statementIndex.map { max(0, $0 - 1) }
            throw failure
        }
    }

    /// Sends `BEGIN` by itself, if nothing has been sent yet.
    func begin() async throws {
        let isFirst = hasBegun.withLock { hasBegun in
            defer { hasBegun = true }
            return !hasBegun
        }
        guard isFirst else { return }
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
        guard hasBegun.withLock({ $0 }) else { return }
        let answer = try await connection.send(
            ["COMMIT"], scope: .transaction, timeout: ConnectionLoop.commitTimeout, isShielded: true
        )
        // The server answers COMMIT with ROLLBACK when a statement before it has failed.
        guard answer[0].commandTag == "COMMIT" else {
            throw PostgresFailure(
                code: .server, message: "the transaction was rolled back: a statement had failed",
                sqlState: "25P02")
        }
    }

    /// Whatever hinders it, the pool sees a connection that is lost or in a transaction, and drops
    /// it; the server then rolls back by itself.
    private func rollBack() async {
        guard hasBegun.withLock({ $0 }), connection.isOpen else { return }
        do {
            _ = try await connection.send(
                ["ROLLBACK"], scope: .transaction, timeout: ConnectionLoop.commitTimeout,
                isShielded: true)
        } catch {
            await connection.close()
        }
    }
}
