import Foundation
import Synchronization

/// Catches the next commit that fits, on its way to the server or on its answer's way back.
///
/// Armed by `PostgresProxy.trap`; it springs once.
package final class Trap: Sendable {
    package enum Place: Sendable, CaseIterable {
        /// The statements have run, and the server has not been told to commit.
        case request
        /// The server has committed, and nobody has heard of it.
        case answer
    }

    let place: Place
    let fits: @Sendable (Commit) -> Bool
    private let (stream, continuation) = AsyncStream.makeStream(of: HeldCommit.self)

    init(_ place: Place, fits: @escaping @Sendable (Commit) -> Bool) {
        self.place = place
        self.fits = fits
    }

    /// Waits until a commit is caught.
    ///
    /// - Throws: `CancellationError` where the trap has been taken away, or the task is cancelled.
    package func caught() async throws -> HeldCommit {
        for await held in stream { return held }
        throw CancellationError()
    }

    func spring(_ held: HeldCommit) {
        continuation.yield(held)
        continuation.finish()
    }

    func disarm() { continuation.finish() }
}

/// A commit that stands still until the test says how it goes on.
package final class HeldCommit: Sendable {
    /// How it goes on.
    enum Fate {
        case pass
        case cut
        case passAndCut
    }

    package let commit: Commit
    private let fate = Mutex<Fate?>(nil)
    private let decided = DispatchSemaphore(value: 0)

    init(_ commit: Commit) { self.commit = commit }

    /// It goes on as if nothing had been.
    package func release() { decide(.pass) }

    /// Neither side hears any more of the other.
    package func cut() { decide(.cut) }

    /// What is held goes on its way, and is the last that does.
    package func releaseAndCut() { decide(.passAndCut) }

    /// Blocks the thread until the test has decided.
    func wait() -> Fate {
        decided.wait()
        return fate.withLock { $0 } ?? .cut
    }

    private func decide(_ fate: Fate) {
        let isFirst = self.fate.withLock { known in
            defer { known = known ?? fate }
            return known == nil
        }
        if isFirst { decided.signal() }
    }
}
