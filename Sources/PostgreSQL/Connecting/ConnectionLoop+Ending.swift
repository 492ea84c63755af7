import CLibPQ
import Foundation

/// Ending requests before they end by themselves.
///
/// A cancel request is a second connection that tells the server to interrupt whatever the first
/// is at. It must never strike a commit: one that waits for a standby then returns success without
/// having waited. So it is sent only while nothing in flight may commit. Otherwise we wait, and
/// after `grace` give the connection up with the outcome unknown.
extension ConnectionLoop {
    /// The task behind `ticket` was cancelled.
    func endRequest(_ ticket: UInt64) {
        if let request = pending.remove(where: { $0.ticket == ticket }) {
            refuse(request, .cancelled)
        } else if let request = inFlight.waiting.first(where: { $0.ticket == ticket }) {
            end(request, .cancelled, at: .now)
        }
    }

    /// Ends what has had its time, once the earliest deadline has come.
    func expire(at now: ContinuousClock.Instant) {
        guard let due = nextDeadline, due <= now else { return }
        nextDeadline = nil
        while let late = pending.remove(where: { $0.deadline.map { $0 <= now } ?? false }) {
            refuse(late, .timedOut)
        }
        for request in pending.waiting { note(request.deadline) }
        for (place, request) in inFlight.waiting.enumerated() {
            if let ending = request.ending {
                let last = ending.since + Self.grace
                note(last)
                if last <= now, place == 0 || request.mayCommit {
                    return lose(.noEnd(request))
                }
            } else if let deadline = request.deadline {
                if deadline <= now { end(request, .timedOut, at: now) } else { note(deadline) }
            }
        }
        expireCopy(at: now)
        if let closeDeadline {
            if closeDeadline <= now { loss = loss ?? .closed }
            note(closeDeadline)
        }
        attemptCancel(at: now)
    }

    func end(
        _ request: Request, _ code: PostgresFailure.Code, at now: ContinuousClock.Instant
    ) {
        guard request.ending == nil else { return }
        request.end(with: code, at: now)
        endingInFlight += 1
        note(now + Self.grace)
        if inFlight.first !== request, !request.mayCommit, request.scope == .single {
            // Still behind others: nobody needs to wait for a read that no one wants.
            request.fail(.ended(code, request))
        }
        attemptCancel(at: now)
    }

    /// Sends a cancel request if the server is at a statement that is to end, and nothing that
    /// may commit is in the way.
    func attemptCancel(at now: ContinuousClock.Instant) {
        guard endingInFlight > 0, !isCancelUnderWay, inFlight.first?.ending != nil else { return }
        guard !inFlight.waiting.contains(where: \.mayCommit) else { return }
        // The server waits for our rows; the copy's own protocol ends it.
        if case .into = copying { return }
        if let lastCancel, now < lastCancel + Self.cancelInterval {
            return note(lastCancel + Self.cancelInterval)
        }
        guard let handle = PQgetCancel(session.pointer) else { return lose() }
        isCancelUnderWay = true
        cancelsSent += 1
        lastCancel = now
        note(now + Self.cancelInterval)
        CancelRequest(owning: handle).send(then: mailbox)
    }

    private func refuse(_ request: Request, _ code: PostgresFailure.Code) {
        mailbox.requestFinished(isInTransaction: mailbox.isInTransaction)
        request.fail(.ended(code, request))
    }

    /// Answers everybody: what was sent and may commit with the outcome unknown, the rest with
    /// nothing stored.
    func end() {
        guard let loss else { return }
        // First of all: whoever is answered and gives the connection back finds it closed.
        mailbox.end(with: loss)
        for request in inFlight.removeAll() {
            guard !request.hasFailedForCertain else {
                request.fail(request.failure ?? loss)
                continue
            }
            var failure = loss
            failure.wasNeverSent = false
            failure.statement = request.statement(at: request.results.count)
            failure.statementIndex = request.results.count
            failure.code =
                request.mayCommit ? .outcomeUnknown : request.ending?.code ?? .connectionLost
            request.fail(failure)
        }
        var unsent = loss
        unsent.wasNeverSent = true
        for request in pending.removeAll() { request.fail(unsent) }
    }
}

/// Owns a `PGcancel`.
///
/// `@unchecked Sendable`: made by the connection's loop, then used by one other thread alone.
private final class CancelRequest: @unchecked Sendable {
    private let handle: OpaquePointer

    init(owning handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        PQfreeCancel(handle)
    }

    /// Sends it from a thread of its own, for libpq knows it only as a blocking call.
    ///
    /// A failure needs no report: the connection's thread tries again, and gives up by its grace.
    func send(then mailbox: Mailbox) {
        let thread = Thread {
            var message = [CChar](repeating: 0, count: 256)
            PQcancel(self.handle, &message, Int32(message.count))
            mailbox.cancelDelivered()
        }
        thread.name = "pg-cancel"
        thread.stackSize = Connection.threadStackSize
        thread.start()
    }
}

extension PostgresFailure {
    static func ended(_ code: Code, _ request: Request) -> PostgresFailure {
        let what =
            code == .cancelled
            ? "the request to the database was cancelled" : "the database took too long"
        var failure = PostgresFailure(code: code, message: what)
        failure.statement = request.statement(at: 0)
        return failure
    }

    fileprivate static func noEnd(_ request: Request) -> PostgresFailure {
        PostgresFailure(
            code: .server,
            message: "a request had not ended \(ConnectionLoop.grace) after its time was over")
    }
}
