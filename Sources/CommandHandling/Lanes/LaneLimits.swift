import Synchronization

/// What all lanes of a process share.
package struct LaneLimits: Sendable {
    /// Commands that may wait in all queues together; each takes about a kilobyte.
    package static let defaultQueueLimit = 20_000

    let admission: Admission
    let memory: LaneMemory

    /// - Parameters:
    ///   - queueLimit: How many commands may wait in all queues together.
    ///   - memoryLimit: Bytes that the folded states may take, estimated.
    package init(
        queueLimit: Int = defaultQueueLimit, memoryLimit: Int = LaneMemory.defaultByteLimit
    ) {
        admission = Admission(limit: queueLimit)
        memory = LaneMemory(byteLimit: memoryLimit)
    }
}

/// Counts the commands that wait, and refuses at once when there are too many.
final class Admission: Sendable {
    private let limit: Int
    private let waiting = Atomic<Int>(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// All of them may wait, or none.
    func enter(_ count: Int) -> Bool {
        let isWithin = waiting.add(count, ordering: .relaxed).newValue <= limit
        if !isWithin { leave(count) }
        return isWithin
    }

    func leave(_ count: Int) {
        waiting.subtract(count, ordering: .relaxed)
    }
}
