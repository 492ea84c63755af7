import ArgumentParser
import Pairing

/// Ranks a tournament: `clubs pairing standings FILE.trf --tie-breaks PTS,BH/C1,SB`.
struct StandingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "standings",
        abstract: "Rank the players by points and tie-breaks.",
        discussion: """
            Prints NUMBER RANK VALUE… a line, best first, values in the order of the list and - for one \
            that is not defined. Tied players share the best rank. A direct encounter's value is the \
            place inside the tied group.
            """)

    @OptionGroup var tournament: TournamentOptions

    @Option(help: "Codes of C.07, in the order they apply.")
    var tieBreaks = "PTS,DE,BH/C1,BH,SB,WIN,BPG"

    @Option(help: "Rank as it was after a round.")
    var afterRound: Int?

    func run() throws {
        try Failure.reported { () throws(Failure) in
            let report = try InputFile.report(at: tournament.file)
            let rounds = tournament.rounds ?? report.plannedRounds ?? report.pairedRounds
            let history = try tournament.history(of: report, rounds: rounds)
            if let afterRound, !(0...history.pairedRounds).contains(afterRound) {
                throw .unreadable("standings: rounds 0 to \(history.pairedRounds) have been paired")
            }
            let standings = Standings(of: history, by: try list(), afterRound: afterRound)
            for line in standings.lines {
                let values = line.values.map { $0?.description ?? "-" }
                print((["\(line.number)", "\(line.rank)"] + values).joined(separator: " "))
            }
        }
    }

    private func list() throws(Failure) -> [TieBreak] {
        var list: [TieBreak] = []
        for code in tieBreaks.split(separator: ",") {
            guard let tieBreak = TieBreak(code: String(code)) else {
                let names = TieBreak.Name.allCases.map(\.rawValue).joined(separator: " ")
                throw .unreadable("standings: ‘\(code)’ is no tie-break; there are \(names)")
            }
            list.append(tieBreak)
        }
        return list
    }
}
