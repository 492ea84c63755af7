import Testing

@testable import Benchmarks

@Test func `percentiles are those of the sorted values, to three digits`() throws {
    var latencies = Latencies()
    for milliseconds in (1...1000).shuffled() { latencies.record(.milliseconds(milliseconds)) }

    #expect(latencies.count == 1000)
    for (percent, expected) in [(50.0, 500.0), (99, 990), (100, 1000)] {
        let found = try #require(latencies.percentile(percent)).inMilliseconds
        #expect(abs(found - expected) <= expected / 1000 + 0.001)
    }
}

@Test func `nothing recorded has no percentile`() {
    #expect(Latencies().percentile(50) == nil)
}

@Test func `histograms of several tasks add up`() throws {
    var (first, second) = (Latencies(), Latencies())
    for _ in 0..<99 { first.record(.milliseconds(1)) }
    second.record(.seconds(2))
    first.add(second)

    #expect(first.count == 100)
    #expect(try #require(first.percentile(50)) < .milliseconds(2))
    #expect(try #require(first.percentile(100)) >= .seconds(2))
}

@Test func `a latency that no histogram holds is counted as the longest`() throws {
    var latencies = Latencies()
    latencies.record(.seconds(100_000))
    latencies.record(.seconds(-1))

    #expect(latencies.count == 2)
    let longest = try #require(latencies.percentile(100))
    #expect(abs(longest.inSeconds - Latencies.longest.inSeconds) < 1)
}
