import Synchronization

/// How many streams are open, and no more than that.
final class StreamCount: Sendable {
    private let limit: Int
    private let count = Mutex(0)

    init(limit: Int) { self.limit = limit }

    var taken: Int { count.withLock { $0 } }

    /// - Returns: Nothing where all places are taken.
    func take() -> Place? {
        let isTaken = count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        return isTaken ? Place(of: self) : nil
    }

    /// One open stream; given back when it ends, or with the answer that was never written.
    final class Place: Sendable {
        private let owner: StreamCount
        private let isHeld = Mutex(true)

        fileprivate init(of owner: StreamCount) { self.owner = owner }

        func giveBack() {
            let wasHeld = isHeld.withLock { held in
                defer { held = false }
                return held
            }
            if wasHeld { owner.count.withLock { $0 -= 1 } }
        }

        deinit { giveBack() }
    }
}
