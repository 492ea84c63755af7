/// What one run of a benchmark has come to.
struct Sample: Codable, Sendable {
    /// What the benchmark counts: events, commands, requests, rows.
    let operations: Int
    let seconds: Double
    /// Of single operations, where the benchmark sees them.
    let latencies: Latencies?
    /// What a tool says of them that keeps them to itself.
    var quantiles: Quantiles?

    struct Quantiles: Codable, Sendable {
        let p50: Duration
        let p99: Duration
    }

    init(operations: Int, elapsed: Duration, latencies: Latencies? = nil) {
        self.init(operations: operations, seconds: elapsed.inSeconds, latencies: latencies)
    }

    init(operations: Int, seconds: Double, latencies: Latencies? = nil) {
        self.operations = operations
        self.seconds = seconds
        self.latencies = latencies
    }

    /// - Returns: Nothing where the benchmark does not know it.
    func percentile(_ percent: Double) -> Duration? {
        if let latencies { return latencies.percentile(percent) }
        return switch percent {
        case 50: quantiles?.p50
        case 99: quantiles?.p99
        default: nil
        }
    }

    var perSecond: Double { seconds > 0 ? Double(operations) / seconds : 0 }

    /// The same time, where each operation did `size` of what is counted.
    func counting(_ size: Int) -> Sample {
        var sample = Sample(
            operations: operations * size, seconds: seconds, latencies: latencies)
        sample.quantiles = quantiles
        return sample
    }

    /// Times one piece of work that does `operations` of something.
    static func timing(_ operations: Int, _ work: () async throws -> Void) async rethrows -> Sample
    {
        let start = ContinuousClock.now
        try await work()
        return Sample(operations: operations, elapsed: .now - start)
    }
}
