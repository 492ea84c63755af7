import Synchronization

/// Wakes the one task that waits for it, or lets the next one pass; rings do not add up.
final class Bell: Sendable {
    private enum State {
        case silent
        case waitedFor(CheckedContinuation<Void, Never>)
        case rung
    }

    private let state = Mutex(State.silent)

    func ring() {
        let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
            if case .waitedFor(let waiter) = state {
                state = .silent
                return waiter
            }
            state = .rung
            return nil
        }
        waiter?.resume()
    }

    /// Returns when it has rung since this returned last.
    func wait() async {
        await withCheckedContinuation { waiter in
            let hasRung = state.withLock { state in
                defer { state = if case .rung = state { .silent } else { .waitedFor(waiter) } }
                return if case .rung = state { true } else { false }
            }
            if hasRung { waiter.resume() }
        }
    }
}
