/// A named measurement that yields samples.
struct Benchmark: Sendable {
    /// What it measures, as the table and the JSON name it: `64 writers, 1 tenant`.
    let name: String
    /// What one operation is: `events`, `requests`.
    let unit: String
    private let body: @Sendable (Effort) async throws -> Sample

    init(
        _ name: String, per unit: String,
        _ body: @escaping @Sendable (Effort) async throws -> Sample
    ) {
        self.name = name
        self.unit = unit
        self.body = body
    }

    func sample(_ effort: Effort) async throws -> Sample {
        try await body(effort)
    }
}

/// How long and how large.
struct Effort: Codable, Sendable {
    /// How often each benchmark of a suite is run; medians want five or more.
    var rounds: Int
    /// How long a loop runs.
    var seconds: Double
    /// Divides what is counted rather than timed, such as a million events.
    var divisor: Int
    /// Parts of the names of what is measured; everything where there are none.
    var only: [String] = []

    static let full = Effort(rounds: 5, seconds: 4, divisor: 1)
    /// Exercises everything, and shows nothing about speed.
    static let quick = Effort(rounds: 1, seconds: 0.3, divisor: 500)

    var duration: Duration { .seconds(seconds) }

    func includes(_ name: String) -> Bool {
        only.isEmpty || only.contains { name.contains($0) }
    }

    /// A number of events or rows for this effort.
    func scaled(_ count: Int) -> Int { max(1, count / divisor) }
}
