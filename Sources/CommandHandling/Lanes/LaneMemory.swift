import Synchronization

/// What the states of all lanes of a process may take, shared fairly: while there is room each
/// takes what it needs, and when there is none nobody keeps more than an equal share.
final class LaneMemory: Sendable {
    static let defaultByteLimit = 256 * 1024 * 1024

    private struct State {
        var byteCount = 0
        var shares = 0
    }

    let byteLimit: Int
    private let state = Mutex(State())

    init(byteLimit: Int = defaultByteLimit) {
        self.byteLimit = byteLimit
    }

    /// What the states take, estimated.
    var byteCount: Int { state.withLock { $0.byteCount } }

    var isShort: Bool { byteCount > byteLimit }

    fileprivate func join() {
        state.withLock { $0.shares += 1 }
    }

    fileprivate func leave(_ byteCount: Int) {
        state.withLock { state in
            state.byteCount -= byteCount
            state.shares -= 1
        }
    }

    /// - Returns: What one may keep, where there is too much.
    fileprivate func change(by difference: Int) -> Int? {
        state.withLock { state in
            state.byteCount += difference
            return state.byteCount > byteLimit ? byteLimit / max(1, state.shares) : nil
        }
    }
}

/// One lane's part of the process's memory; it is given back when the lane goes.
final class MemoryShare {
    private let memory: LaneMemory
    private var byteCount = 0

    init(of memory: LaneMemory) {
        self.memory = memory
        memory.join()
    }

    deinit {
        memory.leave(byteCount)
    }

    /// - Returns: What the lane is to come down to; nothing where it may keep all it has.
    @discardableResult
    func set(_ byteCount: Int) -> Int? {
        defer { self.byteCount = byteCount }
        guard let allowed = memory.change(by: byteCount - self.byteCount) else { return nil }
        return byteCount > allowed ? allowed : nil
    }
}
