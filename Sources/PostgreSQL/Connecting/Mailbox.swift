import CLibPQ
import Glibc
import Synchronization

/// What tasks and a connection's loop share: tasks put requests in, the loop takes them out.
final class Mailbox: Sendable {
    /// Requests that may wait for one connection or be under way on it; more are refused at once.
    static let maxRequests = 1024

    /// What has come in since the loop looked last.
    struct News {
        var requests: [Request] = []
        /// Tickets of requests whose tasks were cancelled.
        var cancelled: [UInt64] = []
        /// A cancel request has reached the server, or failed to.
        var isCancelDelivered = false
        var isClosing = false
    }

    private struct State {
        var news = News()
        var load = 0
        var isSignalled = false
        var isInTransaction = false
        var end: PostgresFailure?
        var closers: [CheckedContinuation<Void, Never>] = []
        var listeners: [UInt64: Listener] = [:]
    }

    private struct Listener {
        let channel: String
        let stream: AsyncStream<Notification>.Continuation
    }

    private let state = Mutex(State())
    private let tickets = Atomic<UInt64>(0)
    /// Readable as long as there is news.
    let bell: Int32

    init() throws {
        bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard bell >= 0 else {
            throw PostgresFailure(
                code: .connectFailed,
                message: "no eventfd for a connection: \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        Glibc.close(bell)
    }

    func makeTicket() -> UInt64 {
        tickets.wrappingAdd(1, ordering: .relaxed).newValue
    }

    // MARK: The tasks' side

    /// Requests waiting or under way.
    var load: Int { state.withLock { $0.load } }
    /// Whether the connection still takes requests.
    var isOpen: Bool { state.withLock { $0.end == nil && !$0.news.isClosing } }
    /// Whether the last finished request has left a transaction open.
    var isInTransaction: Bool { state.withLock { $0.isInTransaction } }

    /// Takes a request, of which the thread is to be told, or answers it with a refusal.
    ///
    /// - Returns: Whether it was taken.
    func put(_ request: Request) -> Bool {
        let refusal: PostgresFailure? = state.withLock { state in
            if var end = state.end {
                end.wasNeverSent = true
                return end
            }
            if state.news.isClosing { return .closed }
            guard state.load < Self.maxRequests else { return .tooManyRequests }
            state.load += 1
            state.news.requests.append(request)
            return nil
        }
        if let refusal { request.fail(refusal) }
        return refusal == nil
    }

    func cancel(_ ticket: UInt64) {
        state.withLock { state in
            guard state.end == nil else { return }
            state.news.cancelled.append(ticket)
            ring(&state)
        }
    }

    /// Lets the thread look at what it shares with tasks beside this.
    func wake() {
        state.withLock { ring(&$0) }
    }

    /// Asks the thread to end when what it has been given is done.
    func requestClose() {
        state.withLock { state in
            state.news.isClosing = true
            ring(&state)
        }
    }

    /// Returns when the thread has closed the connection.
    func waitForEnd() async {
        await withCheckedContinuation { closer in
            let hasEnded = state.withLock { state in
                if state.end == nil { state.closers.append(closer) }
                return state.end != nil
            }
            if hasEnded { closer.resume() }
        }
    }

    /// Adds a stream for what is notified on `channel`; it ends with the connection.
    func addListener(
        _ listener: UInt64, channel: String, stream: AsyncStream<Notification>.Continuation
    ) {
        let hasEnded = state.withLock { state in
            guard state.end == nil else { return true }
            state.listeners[listener] = Listener(channel: channel, stream: stream)
            return false
        }
        if hasEnded { stream.finish() }
    }

    func removeListener(_ listener: UInt64) {
        state.withLock { $0.listeners[listener] = nil }
    }

    // MARK: The loop's side

    /// Takes what has come in.
    func collect() -> News {
        state.withLock { state in
            let isClosing = state.news.isClosing
            defer {
                state.news = News()
                state.news.isClosing = isClosing
                state.isSignalled = false
            }
            return state.news
        }
    }

    /// Makes the bell silent again; to be followed by `collect`.
    func silence() {
        var count: UInt64 = 0
        _ = read(bell, &count, MemoryLayout<UInt64>.size)
    }

    /// To be called before each answer, so that who is answered sees the new state.
    func requestFinished(isInTransaction: Bool) {
        state.withLock { state in
            state.load -= 1
            state.isInTransaction = isInTransaction
        }
    }

    func cancelDelivered() {
        state.withLock { state in
            state.news.isCancelDelivered = true
            ring(&state)
        }
    }

    func deliver(_ notification: Notification) {
        let streams = state.withLock { state in
            state.listeners.values.filter { $0.channel == notification.channel }.map(\.stream)
        }
        for stream in streams { stream.yield(notification) }
    }

    /// Ends everything: requests not yet collected, streams, and those who wait for the end.
    func end(with failure: PostgresFailure) {
        let (requests, closers, listeners) = state.withLock { state in
            state.end = failure
            defer {
                state.news.requests = []
                state.closers = []
                state.listeners = [:]
                state.load = 0
            }
            return (state.news.requests, state.closers, state.listeners)
        }
        var unsent = failure
        unsent.wasNeverSent = true
        for request in requests { request.fail(unsent) }
        for listener in listeners.values { listener.stream.finish() }
        for closer in closers { closer.resume() }
    }

    private func ring(_ state: inout State) {
        guard !state.isSignalled else { return }
        state.isSignalled = true
        var one: UInt64 = 1
        _ = write(bell, &one, MemoryLayout<UInt64>.size)
    }
}

extension PostgresFailure {
    static var closed: PostgresFailure {
        var failure = PostgresFailure(
            code: .closed, message: "the connection to the database has been closed")
        failure.wasNeverSent = true
        return failure
    }

    fileprivate static var tooManyRequests: PostgresFailure {
        PostgresFailure(
            code: .poolExhausted,
            message: "\(Mailbox.maxRequests) requests wait for this database connection already")
    }
}
