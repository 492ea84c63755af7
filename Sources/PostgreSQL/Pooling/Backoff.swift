/// How long to wait before the next attempt: doubled each time, up to a bound, and scattered so
/// that many who failed together do not come back together.
struct Backoff {
    static let first: Duration = .milliseconds(20)
    static let longest: Duration = .seconds(1)

    private var next = first

    /// Between half of the current step and all of it.
    mutating func step() -> Duration {
        defer { next = min(next * 2, Self.longest) }
        return next * Double.random(in: 0.5...1)
    }
}
