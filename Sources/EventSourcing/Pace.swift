/// When a follower that keeps up takes its next piece of work.
///
/// After each piece it rests for as long as that took, up to a limit: what comes meanwhile goes
/// together, at a cost of one. The first event after a quiet time goes at once.
package struct Pace: Sendable {
    /// The longest rest: what is shown may be that much older.
    package let limit: Duration
    private var restEnd: ContinuousClock.Instant?

    package init(limit: Duration) {
        self.limit = limit
    }

    /// Takes note of a piece of work.
    package mutating func worked(
        from start: ContinuousClock.Instant, to end: ContinuousClock.Instant
    ) {
        restEnd = end + min(end - start, limit)
    }

    /// How long to rest from `now` on; nothing where it is time.
    package func rest(at now: ContinuousClock.Instant) -> Duration? {
        restEnd.flatMap { now < $0 ? $0 - now : nil }
    }
}
