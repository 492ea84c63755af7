/// What one run of a benchmark has come to.
struct Sample: Codable, Sendable {
    /// What the benchmark counts: events, commands, requests, rows.
    let operations: Int
    let seconds: Double
    /// Of single operations, where the benchmark sees them.
    let latencies: Latencies?

    init(operations: Int, elapsed: Duration, latencies: Latencies? = nil) {
        self.init(operations: operations, seconds: elapsed.inSeconds, latencies: latencies)
    }

    init(operations: Int, seconds: Double, latencies: Latencies? = nil) {
        self.operations = operations
        self.seconds = seconds
        self.latencies = latencies
    }

    var perSecond: Double { seconds > 0 ? Double(operations) / seconds : 0 }

    /// Times one piece of work that does `operations` of something.
    static func timing(_ operations: Int, _ work: () async throws -> Void) async rethrows -> Sample
    {
        let start = ContinuousClock.now
        try await work()
        return Sample(operations: operations, elapsed: .now - start)
    }
}
