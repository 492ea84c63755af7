import Synchronization
import Testing

@testable import Benchmarks

@Test func `rounds are interleaved, and every other one is reversed`() async throws {
    let order = Mutex<[String]>([])
    func benchmark(_ name: String) -> Benchmark {
        Benchmark(name, per: "things") { _ in
            order.withLock { $0.append(name) }
            return Sample(operations: 1, seconds: 1)
        }
    }
    let settled = Mutex(0)
    let suite = Suite(
        title: "Order", benchmarks: [benchmark("a"), benchmark("b")], comparisons: [],
        settle: { settled.withLock { $0 += 1 } })
    let report = try await suite.run(
        Effort(rounds: 3, seconds: 1, divisor: 1), progress: { _ in })

    #expect(order.withLock { $0 } == ["a", "b", "b", "a", "a", "b"])
    #expect(settled.withLock { $0 } == 6)
    #expect(report.measurements.map(\.name) == ["a", "b"])
    #expect(report.measurements.allSatisfy { $0.samples.count == 3 })
}

@Test func `a ratio is taken round by round, and its median is what counts`() {
    let samples = [
        "ours": [30.0, 50, 10].map { Sample(operations: Int($0), seconds: 1) },
        "peer": [10.0, 10, 10].map { Sample(operations: Int($0), seconds: 1) },
    ]
    let rates = Comparison.rates("rates", "ours", to: "peer", .atLeast(3)).finding(in: samples)
    #expect(rates.values == [3, 5, 1])
    #expect(rates.spread?.median == 3)
    #expect(rates.spread?.lowest == 1)
    #expect(rates.spread?.highest == 5)
    #expect(rates.isMet == true)

    let missed = Comparison.rates("rates", "ours", to: "peer", .atLeast(3.01)).finding(in: samples)
    #expect(missed.isMet == false)
}

@Test func `a ratio of times is ours to the peer's`() {
    let samples = [
        "ours": [Sample(operations: 100, seconds: 3)],
        "peer": [Sample(operations: 100, seconds: 2)],
    ]
    let finding = Comparison.times("times", "ours", to: "peer", .atMost(1.5)).finding(in: samples)
    #expect(finding.values == [1.5])
    #expect(finding.isMet == true)
}

@Test func `a peer that did nothing gives no ratio, and no verdict`() {
    let samples = [
        "ours": [Sample(operations: 1, seconds: 1)], "peer": [Sample(operations: 0, seconds: 1)],
    ]
    let finding = Comparison.rates("rates", "ours", to: "peer", .atLeast(1)).finding(in: samples)
    #expect(finding.values.isEmpty)
    #expect(finding.spread == nil)
    #expect(finding.isMet == nil)
}

@Test func `percentiles of one benchmark are compared with each other`() throws {
    var latencies = Latencies()
    for _ in 0..<98 { latencies.record(.milliseconds(10)) }
    for _ in 0..<2 { latencies.record(.milliseconds(30)) }
    let samples = ["ours": [Sample(operations: 100, seconds: 1, latencies: latencies)]]
    let finding = Comparison.percentiles("p99 : p50", of: "ours", 99, to: 50, .atMost(3.1))
        .finding(in: samples)
    #expect(abs(try #require(finding.values.first) - 3) < 0.01)
    #expect(finding.isMet == true)
}

@Test(
    arguments: [([3], 3), ([1, 2], 1.5), ([5, 1, 3], 3), ([4, 1, 3, 2], 2.5)]
        as [([Double], Double)]
)
func `the median is the middle one, or the mean of the two in the middle`(
    values: [Double], median: Double
) {
    #expect(values.median == median)
}
