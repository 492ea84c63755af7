import Foundation

/// One session on a PostgreSQL server.
///
/// This target is the service's client of PostgreSQL: libpq spoken from Swift tasks. A statement
/// is a value (`SQL`), an answer is rows that are decoded when asked for (`QueryResult`, `Row`),
/// what goes wrong is one type (`PostgresFailure`). Most callers use a `Pool`; a connection of
/// one's own is for `LISTEN`. Each connection has a thread (`ConnectionThread`), so that the
/// cooperative pool never waits on a socket, and many tasks may use one connection at a time:
/// their requests are sent behind each other without waiting for answers.
package final class Connection: Sendable {
    /// libpq and OpenSSL need little; eight megabytes for each thread would be waste.
    static let threadStackSize = 512 * 1024
    /// Notifications kept for a slow reader; older ones are dropped, for they only wake.
    private static let maxNotifications = 256

    let mailbox: Mailbox
    private let thread: ConnectionThread
    /// The server's process that serves this session.
    package let processID: Int32
    /// How long a request may take that does not say so itself.
    private let requestTimeout: Duration?

    private init(
        mailbox: Mailbox, thread: ConnectionThread, processID: Int32, requestTimeout: Duration?
    ) {
        self.mailbox = mailbox
        self.thread = thread
        self.processID = processID
        self.requestTimeout = requestTimeout
    }

    deinit {
        mailbox.requestClose()
    }

    /// Connects.
    ///
    /// - Throws: `PostgresFailure` with `connectFailed`, or `cancelled`.
    package static func open(_ configuration: Configuration) async throws -> Connection {
        let mailbox = try Mailbox()
        let (thread, processID) = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { opened in
                startThread(configuration, mailbox, opened)
            }
        } onCancel: {
            mailbox.requestClose()
        }
        return Connection(
            mailbox: mailbox, thread: thread, processID: processID,
            requestTimeout: configuration.requestTimeout)
    }

    private static func startThread(
        _ configuration: Configuration, _ mailbox: Mailbox,
        _ opened: CheckedContinuation<(ConnectionThread, Int32), any Error>
    ) {
        let thread = Thread {
            do {
                let session = try Session.connect(configuration, mailbox: mailbox)
                let processID = session.processID
                let loop = ConnectionLoop(
                    session: session, mailbox: mailbox,
                    copyStandstill: configuration.copyStandstill)
                let thread = ConnectionThread(loop, mailbox)
                opened.resume(returning: (thread, processID))
                thread.run()
            } catch {
                opened.resume(throwing: error)
            }
        }
        thread.name = "postgresql"
        thread.stackSize = threadStackSize
        thread.start()
    }

    /// Runs one statement.
    ///
    /// A statement that may store something is waited for even when its task is cancelled or its
    /// time is over, for a commit must not be interrupted; a read is ended at once.
    ///
    /// - Parameter timeout: From now, the waiting for this connection included; `nil` is a little
    ///   more than the session's `statement_timeout`, so that a connection that hangs is noticed.
    /// - Throws: `PostgresFailure`.
    package func query(_ sql: SQL, timeout: Duration? = nil) async throws -> QueryResult {
        try await pipeline([sql], timeout: timeout)[0]
    }

    /// Runs statements in one round trip, as one transaction unless they spell out their own.
    ///
    /// All are sent at once. If one fails, those behind it are not run, and those before it are
    /// undone, also where `BEGIN` was among them: the transaction is then rolled back. Without
    /// `BEGIN` and `COMMIT`, requests of other tasks are sent behind this one without waiting for
    /// it. Statements are parsed before the first one runs, so none can use a table that another
    /// of them creates: that is for `execute(script:)`.
    ///
    /// - Throws: `PostgresFailure` with the place of the statement in `statementIndex`.
    package func pipeline(
        _ statements: [SQL], timeout: Duration? = nil, submitted: @Sendable () -> Void = {}
    ) async throws -> [QueryResult] {
        try await send(statements, scope: .single, timeout: timeout, submitted: submitted)
    }

    /// Runs statements separated by semicolons, which the program trusts, as they are: for
    /// migrations. They are one transaction unless they spell out their own.
    package func execute(script: String) async throws {
        guard !script.utf8.contains(0) else {
            throw PostgresFailure(code: .encoding, message: "the script has a NUL byte")
        }
        _ = try await perform(.script(script), scope: .single)
    }

    /// What is notified on `channel` from now on; ends when the connection does.
    package func listen(_ channel: String) async throws -> AsyncStream<Notification> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Notification.self, bufferingPolicy: .bufferingNewest(Self.maxNotifications))
        let listener = mailbox.makeTicket()
        mailbox.addListener(listener, channel: channel, stream: continuation)
        continuation.onTermination = { [mailbox] _ in mailbox.removeListener(listener) }
        _ = try await query("LISTEN \(identifier: channel)")
        return stream
    }

    /// Lets what is under way end, for some seconds, and closes the connection.
    package func close() async {
        mailbox.requestClose()
        await mailbox.waitForEnd()
    }
}

extension Connection {
    /// Whether requests still have a chance.
    package var isOpen: Bool { mailbox.isOpen }
    /// Requests waiting or under way.
    var load: Int { mailbox.load }
    /// Whether the last request has left a transaction open.
    var isInTransaction: Bool { mailbox.isInTransaction }

    /// - Parameter isShielded: The end of a transaction, which is not dropped with its task.
    func send(
        _ statements: [SQL], scope: Request.Scope, timeout: Duration? = nil,
        isShielded: Bool = false, submitted: @Sendable () -> Void = {}
    ) async throws -> [QueryResult] {
        guard !statements.isEmpty else { return [] }
        for (index, sql) in statements.enumerated() {
            guard let problem = sql.problem else { continue }
            throw PostgresFailure(problem, in: sql, at: index)
        }
        return try await perform(
            .pipeline(statements), scope: scope, timeout: timeout, isShielded: isShielded,
            submitted: submitted
        ).map(QueryResult.init)
    }

    func makeTicket() -> UInt64 { mailbox.makeTicket() }

    func submit(_ request: Request) { thread.submit(request) }

    func perform(
        _ work: Request.Work, scope: Request.Scope, timeout: Duration? = nil,
        isShielded: Bool = false, submitted: @Sendable () -> Void = {}
    ) async throws -> [ResultHandle] {
        let ticket = mailbox.makeTicket()
        let deadline = (timeout ?? requestTimeout).map { ContinuousClock.now + $0 }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { answer in
                submit(
                    Request(
                        ticket: ticket, work: work, scope: scope, deadline: deadline
                    ) { answer.resume(with: $0) })
                submitted()
                // A task cancelled before this line has told a mailbox that did not know it yet.
                if Task.isCancelled, !isShielded { mailbox.cancel(ticket) }
            }
        } onCancel: {
            if !isShielded { mailbox.cancel(ticket) }
        }
    }
}

extension PostgresFailure {
    fileprivate init(_ unfit: UnfitValue, in sql: SQL, at index: Int) {
        self.init(
            code: .encoding, message: "the database cannot hold \(unfit.reason)",
            sqlState: unfit.sqlState)
        statement = sql.text
        statementIndex = index
    }
}
