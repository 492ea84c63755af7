/// How long to wait before the next attempt: doubled each time, up to a bound, and scattered so
/// that many who failed together do not come back together.
package struct Backoff: Sendable {
    private var next: Duration
    private let longest: Duration

    package init(first: Duration = .milliseconds(20), longest: Duration = .seconds(1)) {
        next = first
        self.longest = longest
    }

    /// Between half of the current step and all of it.
    package mutating func step() -> Duration {
        defer { next = min(next * 2, longest) }
        return next * Double.random(in: 0.5...1)
    }
}
