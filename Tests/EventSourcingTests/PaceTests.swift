import EventSourcing
import Testing

@Suite struct PaceTests {
    private let start = ContinuousClock.now

    @Test func `the first piece of work goes at once`() {
        #expect(Pace(limit: .seconds(1)).rest(at: start) == nil)
    }

    @Test func `a rest is as long as the work, and no longer than its limit`() {
        var pace = Pace(limit: .milliseconds(10))
        for (work, rest) in [(3, 3), (10, 10), (50, 10)] {
            let end = start + .milliseconds(work)
            pace.worked(from: start, to: end)
            #expect(pace.rest(at: end) == .milliseconds(rest))
        }
    }

    @Test func `a quiet time counts as rest`() {
        var pace = Pace(limit: .milliseconds(10))
        let end = start + .milliseconds(8)
        pace.worked(from: start, to: end)
        #expect(pace.rest(at: end + .milliseconds(5)) == .milliseconds(3))
        #expect(pace.rest(at: end + .milliseconds(8)) == nil)
        #expect(pace.rest(at: end + .seconds(60)) == nil)
    }
}
