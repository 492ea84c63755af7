import Synchronization

/// Operations that begin by the clock, whether or not the earlier ones have ended.
///
/// Each latency is counted from the moment at which the operation was due. So a stall is paid by
/// all who would have come meanwhile, and not hidden by a client that politely waits (coordinated
/// omission).
struct OpenLoop: Sendable {
    let perSecond: Int
    let duration: Duration
    /// How many may be under way; beyond it the system under test is overloaded, and the run ends
    /// with `Overloaded` rather than with memory.
    var limit = 10_000

    struct Overloaded: Error, CustomStringConvertible {
        let limit: Int
        var description: String { "more than \(limit) operations were under way at once" }
    }

    /// - Parameter operation: Gets its number, from 0, and when it was due.
    /// - Returns: Latencies from when each was due to its end.
    func run(
        _ operation:
            @escaping @Sendable (_ number: Int, _ due: ContinuousClock.Instant) async throws -> Void
    ) async throws -> Sample {
        let total = Int(duration.inSeconds * Double(perSecond))
        let start = ContinuousClock.now
        var latencies = Latencies()
        let underWay = UnderWay()
        try await withThrowingTaskGroup(of: Duration.self) { group in
            for number in 0..<total {
                let due = start + .seconds(1) * number / perSecond
                // Whoever is late begins at once, and its latency says so.
                try await Task.sleep(until: due, clock: .continuous)
                guard underWay.begin() <= limit else { throw Overloaded(limit: limit) }
                group.addTask {
                    try await operation(number, due)
                    underWay.end()
                    return .now - due
                }
            }
            for try await latency in group { latencies.record(latency) }
        }
        return Sample(operations: total, elapsed: .now - start, latencies: latencies)
    }
}

/// How many operations have begun and not ended.
private final class UnderWay: Sendable {
    private let count = Mutex(0)

    func begin() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }

    func end() { count.withLock { $0 -= 1 } }
}
