import DequeModule
import EventSourcing

/// The commands that a lane has seen take effect last, so that a repeat is known without asking.
///
/// What is not here may still be in the log: its unique key, or a question, tells.
struct RecentCommands {
    /// How many committed ones one lane keeps; about 150 bytes each.
    static let limit = 2048

    private var digests: [CommandID: BodyDigest] = [:]
    /// The oldest first; the last `uncommitted` of them are not committed.
    private var order = Deque<CommandID>()
    private var uncommitted = 0
    /// How many of them each batch that is on its way has.
    private var sealed = Deque<Int>()

    subscript(command: CommandID) -> BodyDigest? { digests[command] }

    mutating func add(_ command: CommandID, _ digest: BodyDigest) {
        digests[command] = digest
        order.append(command)
        uncommitted += 1
    }

    /// What has been added until now goes out together.
    mutating func seal() {
        sealed.append(sealed.reduce(uncommitted, -))
    }

    /// What was sealed first is committed.
    mutating func commit() {
        uncommitted -= sealed.removeFirst()
        while order.count - uncommitted > Self.limit, let oldest = order.popFirst() {
            digests[oldest] = nil
        }
    }

    mutating func rollBack() {
        for command in order.suffix(uncommitted) { digests[command] = nil }
        order.removeLast(uncommitted)
        uncommitted = 0
        sealed = []
    }
}
