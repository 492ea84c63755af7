/// What a suite has measured.
struct SuiteReport: Codable, Sendable {
    let title: String
    var measurements: [Measurement]
    var findings: [Finding]
}

/// All samples of one benchmark.
struct Measurement: Codable, Sendable {
    let name: String
    let unit: String
    let samples: [Sample]

    /// Nothing where only single operations were timed.
    var perSecond: Spread? { Spread(samples.filter { $0.seconds > 0 }.map(\.perSecond)) }

    /// The median over the rounds of a percentile, in milliseconds.
    func milliseconds(_ percent: Double) -> Double? {
        samples.compactMap { $0.percentile(percent)?.inMilliseconds }.median
    }
}

/// A value that was found in each round: a ratio, a size, a delay.
struct Finding: Codable, Sendable {
    let name: String
    let values: [Double]
    /// Nothing for a ratio.
    var unit: String?
    let aim: Aim?

    var spread: Spread? { Spread(values) }

    /// Whether the median meets the aim; nothing where there is no aim or no value.
    var isMet: Bool? {
        guard let aim, let spread else { return nil }
        return aim.isMet(by: spread.median)
    }
}

/// The middle and the ends of a few values.
struct Spread: Equatable, Sendable {
    let median: Double
    let lowest: Double
    let highest: Double

    /// Nothing for no values.
    init?(_ values: [Double]) {
        guard let median = values.median, let lowest = values.min(), let highest = values.max()
        else { return nil }
        self.median = median
        self.lowest = lowest
        self.highest = highest
    }
}
