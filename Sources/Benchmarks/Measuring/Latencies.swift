import Histogram

/// How long operations took: an HDR histogram of nanoseconds, with three significant digits.
///
/// Histograms of tasks and of processes add up; percentiles do not.
struct Latencies: Codable, Sendable {
    /// Longer than this is counted as this.
    static let longest: Duration = .seconds(600)

    private var histogram = Histogram<UInt64>(
        highestTrackableValue: Latencies.nanoseconds(Latencies.longest),
        numberOfSignificantValueDigits: .three)

    var count: Int { Int(histogram.totalCount) }

    mutating func record(_ duration: Duration) {
        let value = Self.nanoseconds(min(max(duration, .nanoseconds(1)), Self.longest))
        histogram.record(value)
    }

    mutating func add(_ other: Latencies) {
        histogram.add(other.histogram)
    }

    /// - Parameter percent: 50 is the median, 100 the longest.
    /// - Returns: Nothing where nothing was recorded.
    func percentile(_ percent: Double) -> Duration? {
        guard count > 0 else { return nil }
        return .nanoseconds(Int64(clamping: histogram.valueAtPercentile(percent)))
    }

    private static func nanoseconds(_ duration: Duration) -> UInt64 {
        UInt64(clamping: duration.nanoseconds)
    }
}

extension Duration {
    /// Whole nanoseconds; saturates after 292 years.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? (seconds < 0 ? .min : .max) : whole + attoseconds / 1_000_000_000
    }

    var inSeconds: Double { Double(nanoseconds) / 1e9 }
    var inMilliseconds: Double { Double(nanoseconds) / 1e6 }
}
