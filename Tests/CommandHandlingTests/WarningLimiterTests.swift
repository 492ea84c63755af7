import CommandHandling
import Testing

/// However often something is said, the log has one line of it in a while.
@Suite struct WarningLimiterTests {
    private let start = ContinuousClock.now

    @Test func `a key has one line in an interval, and the next tells of those between`() {
        let limiter = WarningLimiter<String>(interval: .seconds(10))
        #expect(limiter.admit("a", at: start) == 0)
        for second in 1..<10 {
            #expect(limiter.admit("a", at: start + .seconds(second)) == nil)
        }
        #expect(limiter.admit("b", at: start + .seconds(9)) == 0)
        #expect(limiter.admit("a", at: start + .seconds(10)) == 9)
        #expect(limiter.admit("a", at: start + .seconds(20)) == 0)
    }

    @Test func `keys beyond the limit are silent until others are over`() {
        let limiter = WarningLimiter<Int>(interval: .seconds(10), keyLimit: 2)
        #expect(limiter.admit(1, at: start) == 0)
        #expect(limiter.admit(2, at: start + .seconds(1)) == 0)
        #expect(limiter.admit(3, at: start + .seconds(2)) == nil)
        // The first one's interval is over.
        #expect(limiter.admit(3, at: start + .seconds(10)) == 0)
        #expect(limiter.admit(4, at: start + .seconds(10)) == nil)
    }
}
