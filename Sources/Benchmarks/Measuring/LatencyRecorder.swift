import Synchronization

/// Latencies from many tasks.
final class LatencyRecorder: Sendable {
    private let recorded = Mutex(Latencies())

    func record(_ duration: Duration) {
        recorded.withLock { $0.record(duration) }
    }

    var latencies: Latencies { recorded.withLock { $0 } }
}
