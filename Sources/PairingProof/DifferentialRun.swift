import Glibc
import Pairing

/// Tournaments that we pair, and that another program pairs again.
package struct DifferentialRun: Sendable {
    private let reference: Gacrux
    private let folder: String

    /// A tournament on which the two programs differ.
    package struct Difference: Sendable, CustomStringConvertible {
        package let settings: TournamentGenerator.Settings
        package let report: String
        package let answer: String

        package var description: String {
            """
            Seed \(settings.seed), \(settings.players) players, \(settings.rounds) rounds. Our \
            pairings stand in the report:
            \(report)
            The reference answers (its pairing on the left, ours on the right):
            \(answer)
            """
        }
    }

    package init(reference: Gacrux) {
        self.reference = reference
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        folder = "\(base)/clubs-differential-\(getpid())"
    }

    /// Makes each tournament, and has it checked; so many at a time.
    ///
    /// - Parameter progress: Called after each tournament with the number done.
    /// - Returns: The tournaments that differ, in the order of the settings.
    package func differences(
        in tournaments: [TournamentGenerator.Settings], workers: Int = 2,
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> [Difference] {
        mkdir(folder, 0o700)
        defer { rmdir(folder) }
        var found: [(place: Int, difference: Difference)] = []
        try await withThrowingTaskGroup(of: (Int, Difference?).self) { group in
            var next = 0
            var done = 0
            func add() {
                guard next < tournaments.count else { return }
                let place = next
                next += 1
                group.addTask { @concurrent in
                    (place, try difference(in: tournaments[place], place: place))
                }
            }
            for _ in 0..<workers { add() }
            while let (place, difference) = try await group.next() {
                if let difference { found.append((place, difference)) }
                done += 1
                progress(done)
                add()
            }
        }
        return found.sorted { $0.place < $1.place }.map(\.difference)
    }

    private func difference(in settings: TournamentGenerator.Settings, place: Int) throws
        -> Difference?
    {
        let history = TournamentGenerator.history(settings)
        guard history.pairedRounds > 0 else { return nil }
        let report = ReportFile(name: "Seed \(settings.seed)", history: history).text
        let path = "\(folder)/\(place).trf"
        try TextFile.write(report, to: path)
        defer { unlink(path) }
        return try reference.disagreement(onReportAt: path).map {
            Difference(settings: settings, report: report, answer: $0)
        }
    }
}

/// Files of text, without Foundation.
package enum TextFile {
    package struct NotWritten: Error, CustomStringConvertible {
        package let description: String
    }

    package static func write(_ text: String, to path: String) throws(NotWritten) {
        guard let file = fopen(path, "w") else {
            throw NotWritten(description: "\(path): \(String(cString: strerror(errno)))")
        }
        let isWritten = fputs(text, file) >= 0
        guard fclose(file) == 0, isWritten else {
            throw NotWritten(description: "\(path): \(String(cString: strerror(errno)))")
        }
    }
}
