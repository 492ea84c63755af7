/// Benchmarks that are measured in turn on one server, and what is compared among them.
struct Suite: Sendable {
    let title: String
    var benchmarks: [Benchmark]
    var comparisons: [Comparison]
    /// Runs before each sample, outside of its time.
    var settle: @Sendable () async throws -> Void = {}

    /// Measures in rounds: each benchmark once in each, in reversed order every other round, so
    /// that neither a machine that gets busier nor a table that grows favours one of them.
    func run(
        _ effort: Effort, progress: @Sendable (String) -> Void
    ) async throws -> SuiteReport {
        let benchmarks = benchmarks.filter { effort.includes($0.name) }
        var samples: [String: [Sample]] = [:]
        for round in 0..<effort.rounds {
            for benchmark in round.isMultiple(of: 2) ? benchmarks : benchmarks.reversed() {
                progress("\(title) \(round + 1)/\(effort.rounds): \(benchmark.name)")
                try await settle()
                samples[benchmark.name, default: []].append(try await benchmark.sample(effort))
            }
        }
        return SuiteReport(
            title: title,
            measurements: benchmarks.map { benchmark in
                Measurement(
                    name: benchmark.name, unit: benchmark.unit,
                    samples: samples[benchmark.name] ?? [])
            },
            findings: comparisons.map { $0.finding(in: samples) }
                .filter { effort.only.isEmpty || !$0.values.isEmpty })
    }
}
