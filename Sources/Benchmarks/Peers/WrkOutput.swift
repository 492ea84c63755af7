/// What wrk prints at its end.
struct WrkOutput: Sendable {
    /// 0 where none was answered: then there is neither a rate nor a percentile.
    let requests: Int
    let perSecond: Double
    let p50: Duration
    let p99: Duration

    struct Unusable: Error, CustomStringConvertible {
        let output: String
        var description: String { "wrk's output shows no clean run: \(output)" }
    }

    /// - Throws: `Unusable` where a figure is missing, or not every answer was a good one.
    init(_ output: String) throws {
        let lines = output.split(separator: "\n").map { $0.split { $0 == " " || $0 == "\t" } }
        func word(_ place: Int, after first: String) -> Substring? {
            lines.first { $0.first == first[...] }.flatMap { $0.count > place ? $0[place] : nil }
        }
        guard !output.contains("Non-2xx"), !output.contains("Socket errors"),
            let requests = lines.first(where: { $0.count > 1 && $0[1] == "requests" })?.first
                .flatMap({ Int($0) }),
            let perSecond = word(1, after: "Requests/sec:").flatMap({ Double($0) }),
            let p50 = word(1, after: "50%").flatMap(Self.duration),
            let p99 = word(1, after: "99%").flatMap(Self.duration), perSecond > 0 || requests == 0
        else { throw Unusable(output: output) }
        self.requests = requests
        self.perSecond = perSecond
        self.p50 = p50
        self.p99 = p99
    }

    /// `1.23ms`, `512.00us`, `1.20s`, `1.10m`.
    private static func duration(_ text: Substring) -> Duration? {
        let number = text.prefix { $0.isNumber || $0 == "." }
        guard let value = Double(number) else { return nil }
        switch text.dropFirst(number.count) {
        case "us": return .seconds(value / 1e6)
        case "ms": return .seconds(value / 1e3)
        case "s": return .seconds(value)
        case "m": return .seconds(value * 60)
        default: return nil
        }
    }

    var sample: Sample {
        guard requests > 0 else { return Sample(operations: 0, seconds: 0) }
        var sample = Sample(operations: requests, seconds: Double(requests) / perSecond)
        sample.quantiles = .init(p50: p50, p99: p99)
        return sample
    }
}
