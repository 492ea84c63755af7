import Synchronization

/// What all lanes of a process share.
package struct LaneLimits: Sendable {
    /// Commands that may wait in all queues together; each takes about a kilobyte.
    package static let defaultQueueLimit = 20_000

    /// How long a lane that has met another writer takes turns with it, unless it meets it again.
    package static let defaultContention = Duration.seconds(1)

    let admission: Admission
    let memory: LaneMemory
    let contention: Duration

    /// - Parameters:
    ///   - queueLimit: How many commands may wait in all queues together.
    ///   - memoryLimit: Bytes that the folded states may take, estimated.
    ///   - contention: How long a lane that has met another writer takes turns with it.
    package init(
        queueLimit: Int = defaultQueueLimit, memoryLimit: Int = LaneMemory.defaultByteLimit,
        contention: Duration = defaultContention
    ) {
        admission = Admission(limit: queueLimit)
        memory = LaneMemory(byteLimit: memoryLimit)
        self.contention = contention
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
