/// What must hold between two benchmarks of one suite: ours, and a peer on the same server.
struct Comparison: Sendable {
    let name: String
    let aim: Aim?
    private let values: @Sendable ([String: [Sample]]) -> [Double]

    /// Ours : peer in operations a second, round by round.
    static func rates(
        _ name: String, _ ours: String, to peer: String, _ aim: Aim?
    ) -> Comparison {
        Comparison(name: name, aim: aim) { samples in
            zip(samples[ours] ?? [], samples[peer] ?? []).compactMap { ours, peer in
                peer.perSecond > 0 ? ours.perSecond / peer.perSecond : nil
            }
        }
    }

    /// Ours : peer in time for the same work, round by round.
    static func times(
        _ name: String, _ ours: String, to peer: String, _ aim: Aim?
    ) -> Comparison {
        Comparison(name: name, aim: aim) { samples in
            zip(samples[ours] ?? [], samples[peer] ?? []).compactMap { ours, peer in
                peer.seconds > 0 ? ours.seconds / peer.seconds : nil
            }
        }
    }

    /// One percentile : another of the same benchmark.
    static func percentiles(
        _ name: String, of benchmark: String, _ upper: Double, to lower: Double, _ aim: Aim?
    ) -> Comparison {
        Comparison(name: name, aim: aim) { samples in
            (samples[benchmark] ?? []).compactMap { sample in
                guard let high = sample.percentile(upper),
                    let low = sample.percentile(lower)
                else { return nil }
                return high / low
            }
        }
    }

    /// A percentile of a benchmark, in milliseconds.
    static func milliseconds(
        _ name: String, of benchmark: String, _ percent: Double, _ aim: Aim?
    ) -> Comparison {
        Comparison(name: name, aim: aim) { samples in
            (samples[benchmark] ?? []).compactMap {
                $0.percentile(percent)?.inMilliseconds
            }
        }
    }

    func finding(in samples: [String: [Sample]]) -> Finding {
        Finding(name: name, values: values(samples), aim: aim)
    }
}

/// What a value should come to.
enum Aim: Codable, Equatable, Sendable {
    case atLeast(Double)
    case atMost(Double)

    func isMet(by value: Double) -> Bool {
        switch self {
        case .atLeast(let bound): value >= bound
        case .atMost(let bound): value <= bound
        }
    }
}
