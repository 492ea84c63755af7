import Glibc
import Pairing

/// Tournaments that we pair, and that another program pairs again.
package struct DifferentialRun: Sendable {
    /// What the two programs are compared in.
    package enum Subject: String, CaseIterable, Sendable {
        /// The pairs and colours of every round.
        case dutch
        /// The values of `comparedCodes` after the last round.
        case tieBreaks

        /// FB comes last: the reference lets what it assumes of the last round, and so who stayed
        /// away until the end, stand for every code after it.
        static let comparedCodes = [
            "PTS", "BH", "BH/C1", "BH/C2", "BH/M1", "BH/M2", "AOB", "SB", "SB/C1", "WIN", "WON",
            "BPG", "BWG", "REP", "STD", "PS", "PS/C1", "KS", "ARO", "ARO/C1", "TPR", "PTP", "APRO",
            "APPO", "FB",
        ]
    }

    private let subject: Subject
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
            The reference (on the left) differs from us (on the right):
            \(answer)
            """
        }
    }

    package init(_ subject: Subject = .dutch, reference: Gacrux) {
        self.subject = subject
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
        // The reference counts rounds that are planned but not played as absences.
        let isPlayedOut = history.pairedRounds == history.plannedRounds
        guard history.pairedRounds > 0, subject == .dutch || isPlayedOut else { return nil }
        let report = ReportFile(name: "Seed \(settings.seed)", history: history).text
        let path = "\(folder)/\(place).trf"
        try TextFile.write(report, to: path)
        defer { unlink(path) }
        let answer =
            switch subject {
            case .dutch: try reference.disagreement(onReportAt: path)
            case .tieBreaks: try tieBreakDisagreement(history, path: path)
            }
        return answer.map { Difference(settings: settings, report: report, answer: $0) }
    }

    private func tieBreakDisagreement(_ history: TournamentHistory, path: String) throws -> String?
    {
        let codes = Subject.comparedCodes
        let theirs = try reference.tieBreaks(codes, onReportAt: path)
        let standings = Standings(of: history, by: codes.compactMap { TieBreak(code: $0) })
        var lines: [String] = []
        for line in standings.lines {
            for (place, code) in codes.enumerated() {
                let our = line.values[place].flatMap { Double($0.description) }
                let their = theirs[line.number]?[place]
                guard !isSame(our, their) else { continue }
                let words = [their, our].map { $0.map { "\($0)" } ?? "-" }
                lines.append("\(line.number) \(code): \(words[0]) \(words[1])")
            }
        }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    /// The reference rounds averages to a thousandth, we to a hundredth, and writes 0 for what is
    /// not defined.
    private func isSame(_ our: Double?, _ their: Double?) -> Bool {
        abs((our ?? 0) - (their ?? 0)) < 0.0051
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
