import Foundation

/// Everything that one run of the benchmarks has found, with where and when.
struct Report: Codable, Sendable {
    let machine: Machine
    let server: String
    let effort: Effort
    var suites: [SuiteReport] = []

    var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(self.summary)
        }
    }

    /// The figures without the histograms.
    private var summary: Summary {
        Summary(
            machine: machine, server: server, effort: effort,
            suites: suites.map { suite in
                .init(
                    title: suite.title,
                    measurements: suite.measurements.map { measurement in
                        .init(
                            name: measurement.name, unit: measurement.unit,
                            perSecond: measurement.samples.map(\.perSecond),
                            p50Milliseconds: measurement.milliseconds(50),
                            p99Milliseconds: measurement.milliseconds(99),
                            longestMilliseconds: measurement.milliseconds(100))
                    },
                    findings: suite.findings.map { finding in
                        .init(
                            name: finding.name, unit: finding.unit, values: finding.values,
                            median: finding.spread?.median, aim: finding.aim?.description,
                            isMet: finding.isMet)
                    })
            })
    }

    private struct Summary: Codable {
        let machine: Machine
        let server: String
        let effort: Effort
        let suites: [Suite]

        struct Suite: Codable {
            let title: String
            let measurements: [Measurement]
            let findings: [Finding]
        }

        struct Measurement: Codable {
            let name: String
            let unit: String
            let perSecond: [Double]
            let p50Milliseconds: Double?
            let p99Milliseconds: Double?
            let longestMilliseconds: Double?
        }

        struct Finding: Codable {
            let name: String
            let unit: String?
            let values: [Double]
            let median: Double?
            let aim: String?
            let isMet: Bool?
        }
    }
}

/// Where it was measured.
struct Machine: Codable, Sendable {
    let processors: Int
    let memoryBytes: UInt64
    let isOptimized: Bool

    static var current: Machine {
        var isOptimized = true
        // An assertion's condition is only evaluated in a debug build.
        assert({ isOptimized = false }() == ())
        return Machine(
            processors: ProcessInfo.processInfo.activeProcessorCount,
            memoryBytes: ProcessInfo.processInfo.physicalMemory, isOptimized: isOptimized)
    }
}
