import Synchronization

/// A bounded number of connections, made when they are needed and replaced when they break.
///
/// `query` and `pipeline` share connections: requests of several tasks are under way on one.
/// `transaction` and `withConnection` have theirs alone for as long as they run.
package final class Pool: Sendable {
    private let configuration: Configuration
    private let state: Mutex<PoolState>
    private let tickets = Atomic<UInt64>(0)

    /// Connects nothing yet.
    package init(_ configuration: Configuration, limits: PoolLimits = PoolLimits()) {
        self.configuration = configuration
        state = Mutex(PoolState(limits: limits))
    }

    /// Another pool on the same server, with sessions that differ as `change` says.
    package func sibling(
        limits: PoolLimits, _ change: (inout Configuration) -> Void
    ) -> Pool {
        var configuration = configuration
        change(&configuration)
        return Pool(configuration, limits: limits)
    }

    /// Connections that exist or are being made.
    package var connectionCount: Int { state.withLock { $0.connectionCount } }

    /// Runs one statement; see `pipeline`.
    package func query(_ sql: SQL, timeout: Duration? = nil) async throws -> QueryResult {
        try await pipeline([sql], timeout: timeout)[0]
    }

    /// Runs statements in one round trip; see `Connection.pipeline`.
    ///
    /// A server that was started anew leaves a pool of dead connections. What has not been sent on
    /// one of them goes out on another, and what only reads is sent a second time.
    ///
    /// - Parameter submitted: Called when they have their place on a connection, behind what was
    ///   submitted there before; again where they go out on another.
    /// - Throws: `PostgresFailure`; `poolExhausted` when too many wait already, or for too long.
    package func pipeline(
        _ statements: [SQL], timeout: Duration? = nil, submitted: @Sendable () -> Void = {}
    ) async throws -> [QueryResult] {
        var resendings = makeResendings(of: statements)
        while true {
            do {
                return try await withSlot(.shared) {
                    try await $0.pipeline(statements, timeout: timeout, submitted: submitted)
                }
            } catch let failure as PostgresFailure where resendings.allow(after: failure) {
                continue
            }
        }
    }

    func makeResendings(of statements: [SQL]) -> Resendings {
        Resendings(of: statements, connections: state.withLock { $0.limits.maxConnections })
    }

    /// Lends one connection for the time of `body`, which must not keep it.
    package func withConnection<Result>(
        _ body: (Connection) async throws -> Result
    ) async throws -> Result {
        try await withSlot(.exclusive, body)
    }

    /// Lends one connection until the release that `body` is given is called, once.
    func lease<Result>(
        _ body: (Connection, _ release: @escaping () -> Void) throws -> Result
    ) async throws -> Result {
        let (connection, slot) = try await acquire(.exclusive)
        let release = { self.release(slot, connection, after: .exclusive) }
        do {
            return try body(connection, release)
        } catch {
            release()
            throw error
        }
    }

    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// - Throws: What `body` throws, or `PostgresFailure`: `outcomeUnknown` if the connection ended
    ///   during the commit.
    package func transaction<Result>(
        isolation: Transaction.Isolation = .readCommitted,
        _ body: (Transaction) async throws -> Result
    ) async throws -> Result {
        try await withSlot(.exclusive) { connection in
            let transaction = Transaction(on: connection, isolation: isolation)
            return try await transaction.run(body)
        }
    }

    /// Closes all connections; those in use end what is under way on them first.
    package func close() async {
        let (connections, waiters) = state.withLock { $0.close() }
        for waiter in waiters { waiter.answer.resume(throwing: PostgresFailure.poolClosed) }
        await withTaskGroup { group in
            for connection in connections { group.addTask { await connection.close() } }
        }
    }

    // MARK: Slots

    private func withSlot<Result>(
        _ use: PoolState.Use, _ body: (Connection) async throws -> Result
    ) async throws -> Result {
        let (connection, slot) = try await acquire(use)
        do {
            let result = try await body(connection)
            release(slot, connection, after: use)
            return result
        } catch {
            release(slot, connection, after: use)
            throw error
        }
    }

    private func release(_ slot: Int, _ connection: Connection, after use: PoolState.Use) {
        // A transaction that somebody left open would swallow what the next user does.
        let isLeftOpen = use == .exclusive && connection.isInTransaction
        free(slot, isBroken: !connection.isOpen || isLeftOpen)
    }

    private func free(_ slot: Int, isBroken: Bool) {
        update { $0.release(slot, isBroken: isBroken) }
    }

    private func acquire(_ use: PoolState.Use) async throws -> (Connection, slot: Int) {
        let deadline = ContinuousClock.now + state.withLock { $0.limits.acquireTimeout }
        switch try await grant(use, until: deadline) {
        case .connection(let connection, let slot):
            return (connection, slot)
        case .vacancy(let slot):
            do {
                let connection = try await connect(until: deadline)
                return (try await adopt(connection, in: slot), slot)
            } catch {
                free(slot, isBroken: true)
                throw error
            }
        }
    }

    /// Puts a new connection into its slot; others may share it at once.
    private func adopt(_ connection: Connection, in slot: Int) async throws -> Connection {
        let isClosed = update { state in
            if !state.isClosed { state.connected(slot, connection) }
            return state.isClosed
        }
        guard !isClosed else {
            await connection.close()
            throw PostgresFailure.poolClosed
        }
        return connection
    }

    /// Tries until the server answers with a session, or with a no that waiting does not cure.
    private func connect(until deadline: ContinuousClock.Instant) async throws -> Connection {
        var backoff = Backoff()
        while true {
            do {
                return try await Connection.open(configuration)
            } catch let failure as PostgresFailure where failure.mayPass {
                let pause = backoff.step()
                guard ContinuousClock.now + pause < deadline else { throw failure }
                try await Task.sleep(for: pause)
            }
        }
    }

    // MARK: Waiting

    private func grant(
        _ use: PoolState.Use, until deadline: ContinuousClock.Instant
    ) async throws -> PoolState.Grant {
        let grant = try state.withLock { state in
            guard !state.isClosed else { throw PostgresFailure.poolClosed }
            if let grant = state.grant(use) { return PoolState.Grant?.some(grant) }
            guard !state.isWaitingFull else {
                throw PostgresFailure.poolExhausted("too many wait for the database already")
            }
            return nil
        }
        if let grant { return grant }
        let ticket = tickets.wrappingAdd(1, ordering: .relaxed).newValue
        return try await withThrowingTaskGroup { group in
            group.addTask {
                // Ends with the group: by the grant's coming, or by the time-out.
                try await Task.sleep(until: deadline)
                self.stopWaiting(
                    ticket, .poolExhausted("no connection to the database became free in time"))
            }
            defer { group.cancelAll() }
            return try await self.wait(use, ticket)
        }
    }

    private func wait(_ use: PoolState.Use, _ ticket: UInt64) async throws -> PoolState.Grant {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { answer in
                let waiter = PoolState.Waiter(ticket: ticket, use: use, answer: answer)
                let isClosed = update { state in
                    if !state.isClosed { state.wait(waiter) }
                    return state.isClosed
                }
                if isClosed { answer.resume(throwing: PostgresFailure.poolClosed) }
                if Task.isCancelled { stopWaiting(ticket, .waitCancelled) }
            }
        } onCancel: {
            stopWaiting(ticket, .waitCancelled)
        }
    }

    private func stopWaiting(_ ticket: UInt64, _ failure: PostgresFailure) {
        update { $0.stopWaiting(ticket) }?.answer.resume(throwing: failure)
    }

    /// Changes the state, and lets those go on who now can.
    private func update<Result: Sendable>(_ change: (inout PoolState) -> Result) -> Result {
        let (result, served) = state.withLock { state in
            let result = change(&state)
            return (result, state.served())
        }
        for (waiter, grant) in served { waiter.answer.resume(returning: grant) }
        return result
    }
}

extension PostgresFailure {
    fileprivate static var poolClosed: PostgresFailure {
        PostgresFailure(code: .closed, message: "the connections to the database have been closed")
    }

    fileprivate static var waitCancelled: PostgresFailure {
        PostgresFailure(code: .cancelled, message: "the request to the database was cancelled")
    }

    fileprivate static func poolExhausted(_ message: String) -> PostgresFailure {
        PostgresFailure(code: .poolExhausted, message: message)
    }

    /// Whether connecting again may help: nobody answered, or a server that starts, stops or has
    /// too many clients. libpq gives no SQLSTATE here, only the words; a server that answers
    /// anything else (a wrong password, no such database) says so again.
    fileprivate var mayPass: Bool {
        guard code == .connectFailed else { return false }
        guard message.contains("FATAL:") else { return true }
        return [
            "starting up", "shutting down", "recovery", "too many clients", "slots are reserved",
        ]
        .contains { message.contains($0) }
    }
}
