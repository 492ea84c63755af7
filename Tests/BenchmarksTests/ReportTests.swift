import EventSourcing
import Foundation
import Testing

@testable import Benchmarks

@Test func `the table has a line for each measurement and each finding`() {
    #expect(
        report.text == """
            Appending

                              per second     lowest    highest     p50 ms     p99 ms     max ms
            ours (events)            300        100        500       2.00       8.00          -
            the peer (events)        100        100        100          -          -          -

                                  median     lowest    highest        aim
            ours : the peer         3.00       1.00       5.00      ≥ 2.5        met
            memory                   120        120        120         MB

            """)
}

@Test func `JSON has every value, the median, the aim and the verdict`() throws {
    let whole = Report(
        machine: Machine(processors: 2, memoryBytes: 1 << 30, isOptimized: true),
        server: "memory", effort: .full, suites: [report])
    let json = try JSONDecoder().decode(JSONValue.self, from: whole.json)

    guard case .array(let suites) = json["suites"],
        case .array(let findings) = suites[0]["findings"]
    else {
        Issue.record("no findings in \(json)")
        return
    }
    #expect(suites[0]["title"]?.string == "Appending")
    #expect(findings[0]["name"]?.string == "ours : the peer")
    #expect(findings[0]["aim"]?.string == "≥ 2.5")
    #expect(findings[0]["isMet"] == .bool(true))
    #expect(findings[1]["isMet"] == nil)
}

private let report: SuiteReport = {
    func sample(_ rate: Int) -> Sample {
        var sample = Sample(operations: rate, seconds: 1)
        sample.quantiles = .init(p50: .milliseconds(2), p99: .milliseconds(8))
        return sample
    }
    return SuiteReport(
        title: "Appending",
        measurements: [
            Measurement(name: "ours", unit: "events", samples: [300, 100, 500].map(sample)),
            Measurement(
                name: "the peer", unit: "events",
                samples: Array(repeating: Sample(operations: 100, seconds: 1), count: 3)),
        ],
        findings: [
            Finding(name: "ours : the peer", values: [3, 1, 5], aim: .atLeast(2.5)),
            Finding(name: "memory", values: [120], unit: "MB", aim: nil),
        ])
}()

@Test func `a curve's picture has a mark for each size`() {
    var curve = Curve(name: "append", title: "Appending", x: "events", y: "events a second")
    for (size, rate) in [(1_000_000.0, 9000.0), (10_000_000, 8000), (1_000_000, 9500)] {
        curve.add(size, rate)
    }
    let svg = curve.svg
    #expect(svg.split(separator: "<circle").count == 3)
    #expect(svg.contains("1 000 000"))
    #expect(svg.contains("10 000 000"))
    #expect(!svg.contains("nan"))
    #expect(curve.points.map(\.y.median) == [9250, 8000])
}

@Test(arguments: [[], [(1.0, 0.0)]] as [[(Double, Double)]])
func `a curve with hardly a point is a picture all the same`(points: [(Double, Double)]) {
    var curve = Curve(name: "append", title: "Appending", x: "events", y: "events a second")
    for (x, y) in points { curve.add(x, y) }
    #expect(curve.svg.hasPrefix("<svg"))
    #expect(!curve.svg.contains("nan"))
}
