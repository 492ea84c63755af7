import Synchronization

/// What the connection's loop and the consumer of a `CopyOut` share: the chunks in between.
final class CopyOutChannel: Sendable {
    private typealias Waiter = CheckedContinuation<CopyChunk?, any Error>

    private struct State {
        var chunks = Queue<CopyChunk>()
        var bytes = 0
        var end: Result<Void, PostgresFailure>?
        var waiter: Waiter?
        /// The thread has stopped reading until some of this is consumed.
        var isPaused = false
    }

    private let ticket: UInt64
    private let mailbox: Mailbox
    private let state = Mutex(State())

    init(ticket: UInt64, mailbox: Mailbox) {
        self.ticket = ticket
        self.mailbox = mailbox
    }

    // MARK: The consumer's side

    /// The next chunk; nothing once the copy has ended. A cancelled task waits for the server's
    /// word that it has stopped.
    func next() async throws -> CopyChunk? {
        try await withTaskCancellationHandler {
            if Task.isCancelled { abandon() }
            return try await withCheckedThrowingContinuation { waiter in
                take(for: waiter)
            }
        } onCancel: {
            abandon()
        }
    }

    private func take(for waiter: Waiter) {
        let (answer, mayGoOn): (Result<CopyChunk?, any Error>?, Bool) = state.withLock { state in
            if let chunk = state.chunks.popFirst() {
                state.bytes -= chunk.bytes.count
                let mayGoOn = state.isPaused && state.bytes <= CopyLimits.waitingBytes / 2
                if mayGoOn { state.isPaused = false }
                return (.success(chunk), mayGoOn)
            }
            switch state.end {
            case .success: return (.success(nil), false)
            case .failure(let failure): return (.failure(failure), false)
            case nil:
                guard state.waiter == nil else {
                    return (.failure(PostgresFailure.twoReaders), false)
                }
                state.waiter = waiter
                return (nil, false)
            }
        }
        if mayGoOn { mailbox.wake() }
        if let answer { waiter.resume(with: answer) }
    }

    /// Ends the statement, unless it has ended.
    func abandon() {
        let isUnderWay = state.withLock { state in
            state.chunks = Queue()
            state.bytes = 0
            return state.end == nil
        }
        if isUnderWay { mailbox.cancel(ticket) }
    }

    // MARK: The loop's side

    func put(_ chunk: CopyChunk) {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            if state.waiter == nil {
                state.chunks.append(chunk)
                state.bytes += chunk.bytes.count
            }
            return state.waiter
        }
        waiter?.resume(returning: chunk)
    }

    /// Whether so much waits that the socket must not be read; then the consumer wakes the thread.
    func mustPause() -> Bool {
        state.withLock { state in
            state.isPaused = state.bytes >= CopyLimits.waitingBytes
            return state.isPaused
        }
    }

    var isPaused: Bool { state.withLock { $0.isPaused } }

    func end(_ result: Result<[ResultHandle], PostgresFailure>) {
        let waiter = state.withLock { state in
            state.end = result.map { _ in }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(with: result.map { _ in nil })
    }
}

extension PostgresFailure {
    fileprivate static var twoReaders: PostgresFailure {
        PostgresFailure(code: .decoding, message: "two tasks read the rows of one copy")
    }
}
