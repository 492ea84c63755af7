import CommandHandling
import EventSourcing
import Synchronization
import TestSupport

/// This machine's clock, which counts how often it is asked: a lane asks it once for each command
/// that it decides, one behind the other.
final class CountingTime: TimeSource {
    private let questions = Atomic<Int>(0)

    var count: Int { questions.load(ordering: .acquiring) }

    func now() -> Timestamp {
        questions.add(1, ordering: .acquiringAndReleasing)
        return SystemTime().now()
    }

    /// Returns when it has been asked so often.
    func asked(_ count: Int) async throws {
        try await waitWhile { self.count < count }
    }
}
