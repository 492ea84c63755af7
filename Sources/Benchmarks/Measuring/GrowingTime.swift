/// Time for a tool that counts by itself, and more of it where a busy machine let it do nothing.
enum GrowingTime {
    /// Each attempt has twice the time of the one before.
    static let attempts = 5

    struct NothingDone: Error, CustomStringConvertible {
        let seconds: Double
        var description: String {
            "nothing was done in \(seconds) seconds; the machine is too busy to measure anything"
        }
    }

    /// Runs `measure` until it has counted an operation.
    ///
    /// - Parameters:
    ///   - seconds: What the first attempt gets.
    ///   - measure: Runs for as many seconds as it is given.
    /// - Throws: `NothingDone` after the last attempt, or what `measure` throws.
    static func sample(
        seconds: Double, _ measure: (_ seconds: Double) async throws -> Sample
    ) async throws -> Sample {
        var seconds = seconds
        for attempt in 1...attempts {
            let sample = try await measure(seconds)
            if sample.operations > 0 { return sample }
            if attempt < attempts { seconds *= 2 }
        }
        throw NothingDone(seconds: seconds)
    }
}
