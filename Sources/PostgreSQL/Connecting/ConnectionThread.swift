import Synchronization

/// A connection's loop, and the thread that waits for it.
///
/// The thread reads answers and watches the time. Whoever submits a request while it waits sends
/// that at once, without waking it first: a change of threads can take longer than a statement.
/// Whether the server is still there is seen by the thread alone, a moment later.
final class ConnectionThread: Sendable {
    /// Nothing once the connection has ended.
    private let loop: Mutex<ConnectionLoop?>
    private let mailbox: Mailbox

    init(_ loop: sending ConnectionLoop, _ mailbox: Mailbox) {
        self.loop = Mutex(loop)
        self.mailbox = mailbox
    }

    /// Runs until the connection is lost or closed; then everybody who waits has been answered.
    func run() {
        while let watch = loop.withLock({ $0?.turn() }) {
            let found = watch.wait()
            loop.withLock { $0?.take(found) }
        }
        loop.withLock { loop in
            loop?.end()
            // With it goes the session.
            loop = nil
        }
    }

    /// Sends a request, or answers it with a refusal; never waits for either.
    func submit(_ request: Request) {
        guard mailbox.put(request) else { return }
        // Whoever has the loop now may have looked into the mailbox before.
        let isSent = loop.withLockIfAvailable { $0?.sendNews() ?? false } ?? false
        if !isSent { mailbox.wake() }
    }
}
