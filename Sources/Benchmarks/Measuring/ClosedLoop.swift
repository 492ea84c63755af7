/// Writers that each wait for an answer before they go on.
struct ClosedLoop: Sendable {
    let writers: Int
    let duration: Duration

    /// Runs `operation` again and again in each writer until the time is over; what has begun by
    /// then ends, and counts.
    ///
    /// - Parameter operation: Gets the writer, from 0, and how often it has gone round, from 0.
    /// - Throws: The first error of any operation: a benchmark that fails measures nothing.
    func run(
        _ operation: @escaping @Sendable (_ writer: Int, _ turn: Int) async throws -> Void
    ) async throws -> Sample {
        let start = ContinuousClock.now
        let end = start + duration
        let latencies = try await withThrowingTaskGroup(of: Latencies.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var latencies = Latencies()
                    var turn = 0
                    var began = ContinuousClock.now
                    repeat {
                        try await operation(writer, turn)
                        let ended = ContinuousClock.now
                        latencies.record(ended - began)
                        began = ended
                        turn += 1
                    } while began < end
                    return latencies
                }
            }
            return try await group.reduce(into: Latencies()) { $0.add($1) }
        }
        return Sample(
            operations: latencies.count, elapsed: .now - start, latencies: latencies)
    }
}
