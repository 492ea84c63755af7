import Synchronization

/// What a `CopyWriter` and the connection's loop share: one piece that is to be sent.
final class CopyInChannel: Sendable {
    /// What the thread is to do next.
    enum Step {
        case nothing
        case send([UInt8])
        /// Everything has been sent.
        case finish
        /// The writer has given up.
        case abandon
    }

    private struct State {
        var piece: [UInt8]?
        var isFinished = false
        var isAbandoned = false
        var end: Result<Int, PostgresFailure>?
        /// Waits for room, or for the end.
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let ticket: UInt64
    private let mailbox: Mailbox
    private let state = Mutex(State())

    init(ticket: UInt64, mailbox: Mailbox) {
        self.ticket = ticket
        self.mailbox = mailbox
    }

    // MARK: The writer's side

    /// Hands a piece over as soon as the one before it has been passed on.
    ///
    /// - Throws: The copy's end, if it has come already: a failure.
    func send(_ piece: [UInt8]) async throws {
        while true {
            let (isTaken, end) = state.withLock { state in
                guard state.end == nil, state.piece == nil else { return (false, state.end) }
                state.piece = piece
                return (true, nil)
            }
            if let end {
                _ = try end.get()
                throw PostgresFailure(code: .server, message: "the copy ended before its rows did")
            }
            if isTaken { return mailbox.wake() }
            await wait()
        }
    }

    /// Waits for the server's word that the rows are stored.
    ///
    /// - Returns: How many.
    func finish() async throws -> Int {
        state.withLock { $0.isFinished = true }
        mailbox.wake()
        while true {
            if let end = state.withLock({ $0.end }) { return try end.get() }
            await wait()
        }
    }

    /// Ends the copy with nothing stored, and waits until it has ended.
    func abandon() async {
        state.withLock { $0.isAbandoned = true }
        mailbox.wake()
        while state.withLock({ $0.end == nil }) { await pause() }
    }

    /// Waits for a change; a cancelled task ends the copy, which is a change.
    private func wait() async {
        await withTaskCancellationHandler {
            if Task.isCancelled { mailbox.cancel(ticket) }
            await pause()
        } onCancel: {
            mailbox.cancel(ticket)
        }
    }

    private func pause() async {
        await withCheckedContinuation { waiter in
            let mayGoOn = state.withLock { state in
                let hasRoom = state.piece == nil && !state.isFinished && !state.isAbandoned
                guard state.end == nil, !hasRoom else { return true }
                state.waiter = waiter
                return false
            }
            if mayGoOn { waiter.resume() }
        }
    }

    // MARK: The loop's side

    func next() -> Step {
        let (step, waiter): (Step, CheckedContinuation<Void, Never>?) = state.withLock { state in
            if state.isAbandoned { return (.abandon, nil) }
            guard let piece = state.piece else {
                return (state.isFinished ? .finish : .nothing, nil)
            }
            state.piece = nil
            guard !state.isFinished else { return (.send(piece), nil) }
            defer { state.waiter = nil }
            return (.send(piece), state.waiter)
        }
        waiter?.resume()
        return step
    }

    func end(_ result: Result<[ResultHandle], PostgresFailure>) {
        let waiter = state.withLock { state in
            state.end = result.map { $0.last?.affected ?? 0 }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
