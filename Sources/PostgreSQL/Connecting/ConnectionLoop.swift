import CLibPQ
import Glibc

/// The life of one connection: sends what the mailbox brings, hands out what the server answers, and
/// watches the time. `ConnectionThread` calls it, and waits for it.
///
/// libpq is in pipeline mode. Requests are sent as they come, behind each other, and the server
/// answers them in order; `expected` says what each coming result belongs to.
final class ConnectionLoop {
    /// Requests sent and not yet answered; what comes more waits on our side.
    static let maxInFlight = 256
    /// How long after its time a request may still run before the connection is given up.
    static let grace: Duration = .seconds(5)
    /// How long a cancel request may take to show before another is sent.
    static let cancelInterval: Duration = .milliseconds(250)
    /// How long the end of a transaction may take before its outcome counts as unknown.
    static let commitTimeout: Duration = .seconds(30)
    /// How long `close` waits for what is under way.
    static let closeGrace: Duration = .seconds(5)

    /// What the next result from the server answers.
    enum Expected {
        case prepared(StatementCache.Entry)
        case deallocated(name: String)
        case statement(Request, index: Int, StatementCache.Entry)
        /// A statement, or a script, in the simple protocol.
        case simple(Request)
        case rolledBack
        /// The end of a request, or of our own preparations.
        case sync(Request?)
    }

    let session: Session
    let mailbox: Mailbox
    var pending = Queue<Request>()
    var inFlight = Queue<Request>()
    var expected = Queue<Expected>()
    var statements = StatementCache()
    /// Set while rows of a copy move.
    var copying: Copying?
    /// Rows of a copy that are not handed out yet.
    var assembly = CopyAssembly()
    /// The socket is not read, because the consumer of a copy has enough for now.
    var isReadingPaused = false
    /// A piece of a copy may wait on our side until the socket takes more: nobody rings for it.
    var isCopyBlocked = false
    /// Since when a copy has been waiting for the server; nothing while it waits for our side.
    var copyStandsSince: ContinuousClock.Instant?
    /// How long it may.
    let copyStandstill: Duration?
    /// Evicted from the cache, and not yet known to be gone from the server.
    var staleNames: [String] = []

    /// Nothing is sent behind a request that may leave a transaction open, until it is answered.
    var isFenced = false
    /// Requests in flight that are to end early; nothing is sent behind them.
    var endingInFlight = 0
    var isCancelUnderWay = false
    var cancelsSent = 0
    var lastCancel: ContinuousClock.Instant?
    /// No deadline is earlier than this.
    var nextDeadline: ContinuousClock.Instant?
    /// Until when the thread waits at most.
    private var watchedDeadline: ContinuousClock.Instant?
    var closeDeadline: ContinuousClock.Instant?
    /// Set once; then the connection ends.
    var loss: PostgresFailure?

    init(session: Session, mailbox: Mailbox, copyStandstill: Duration?) {
        self.session = session
        self.mailbox = mailbox
        self.copyStandstill = copyStandstill
    }

    /// Does what there is to do without waiting.
    ///
    /// - Returns: What is to be waited for before the next turn; nothing once the connection is lost
    ///   or closed: then `end` answers everybody who waits.
    func turn() -> ConnectionWatch? {
        guard loss == nil else { return nil }
        takeNews()
        expire(at: .now)
        copyOn()
        sendPending()
        let isBlocked = flush()
        if closeDeadline != nil, pending.isEmpty, inFlight.isEmpty { loss = loss ?? .closed }
        guard loss == nil else { return nil }
        watchedDeadline = nextDeadline
        return ConnectionWatch(
            // A negative descriptor is passed over; a paused one is, errors and all.
            socket: isReadingPaused ? -1 : session.socket,
            isForWriting: isBlocked || isCopyBlocked, bell: mailbox.bell,
            until: hasReadAhead ? .now : nextDeadline)
    }

    /// Sends what has come in, for somebody else than the thread, which may be waiting meanwhile.
    ///
    /// - Returns: Whether the thread can wait on as it does.
    func sendNews() -> Bool {
        takeNews()
        sendPending()
        let isBlocked = flush()
        guard loss == nil, closeDeadline == nil, !isBlocked, !hasReadAhead else { return false }
        guard let nextDeadline else { return true }
        return watchedDeadline.map { $0 <= nextDeadline } ?? false
    }

    /// What was waited for has come, or its time is over.
    func take(_ found: ConnectionWatch.Found) {
        if found.isBellRung { mailbox.silence() }
        if found.isSocketReady, copyStandsSince != nil { copyMoves() }
        if found.isSocketReady || hasReadAhead { receive() }
    }

    /// Whether answers have come that nothing will announce: libpq reads when the socket takes no
    /// more.
    private var hasReadAhead: Bool {
        loss == nil && copying == nil && !expected.isEmpty && PQisBusy(session.pointer) == 0
    }

    private func takeNews() {
        let news = mailbox.collect()
        for request in news.requests {
            pending.append(request)
            note(request.deadline)
        }
        for ticket in news.cancelled { endRequest(ticket) }
        if news.isCancelDelivered {
            isCancelUnderWay = false
            attemptCancel(at: .now)
        }
        if news.isClosing, closeDeadline == nil {
            closeDeadline = .now + Self.closeGrace
            note(closeDeadline)
        }
    }

    /// Hands libpq's buffer to the system; whether some of it has to wait.
    private func flush() -> Bool {
        guard loss == nil else { return false }
        let left = PQflush(session.pointer)
        if left < 0 { lose() }
        return left > 0
    }

    func note(_ deadline: ContinuousClock.Instant?) {
        guard let deadline else { return }
        nextDeadline = min(nextDeadline ?? deadline, deadline)
    }

    /// Notes that the connection is of no more use, in libpq's words or the server's.
    func lose(_ reason: PostgresFailure? = nil) {
        guard loss == nil else { return }
        loss = PostgresFailure(
            code: .connectionLost,
            message: "the connection to the database was lost: "
                + (reason?.message ?? session.errorMessage),
            sqlState: reason?.sqlState)
    }
}
