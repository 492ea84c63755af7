import ArgumentParser
import Pairing

/// Ranks a tournament: `clubs pairing standings FILE.trf --tie-breaks PTS,BH/C1,SB`.
struct StandingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "standings",
        abstract: "Rank the players by points and tie-breaks.",
        discussion: """
            Prints NUMBER RANK VALUE… a line, best first, values in the order of the list and - for one \
            that is not defined. Tied players share the best rank.

            Codes are NAME or NAME/MODIFIER: PTS DE WIN WON BPG BWG PS REP STD TPN RTNG BH FB AOB SB KS \
            ARO TPR PTP APRO APPO; modifiers are /C1 /C2 /M1 /M2 (BH FB SB), /C1 (PS ARO), /L+1 /L-1 \
            (KS) and /R (TPN RTNG). Teams also have MPvGP EMMSB EMGSB EGMSB EGGSB EDE EDEBT EDEBB EDET \
            EDEB BC TBR BBE SSSC, and NAME:MP or NAME:GP to say on which score. The value of DE, EDE…, \
            TBR and BBE is the place inside the tied group. AOB has two decimals.

            EXAMPLE
              clubs pairing standings open.trf --tie-breaks PTS,BH/C1,SB
            """)

    @OptionGroup var tournament: TournamentOptions

    @Option(help: "Codes of C.07, in the order they apply; the rules' recommendation if not given.")
    var tieBreaks: String?

    @Option(help: "Rank as it was after a round.")
    var afterRound: Int?

    @Option(
        help: "A rating for whoever has none; without one the tie-breaks by ratings are dropped.")
    var unratedRating: Int?

    func run() throws {
        try Failure.reported { () throws(Failure) in
            let (_, tournament) = try tournament.readPlayed()
            let played = tournament.pairedRounds
            if let afterRound, !(0...played).contains(afterRound) {
                throw .unreadable("standings: rounds 0 to \(played) have been paired")
            }
            let list = try list(for: tournament)
            for line in try tournament.standings(
                by: list, afterRound: afterRound, unrated: try ratingOfUnrated()
            ).lines {
                let values = zip(list, line.values).map { $1.map($0.text) ?? "-" }
                print((["\(line.number)", "\(line.rank)"] + values).joined(separator: " "))
            }
        }
    }

    private func ratingOfUnrated() throws(Failure) -> Int? {
        guard unratedRating.map((1...9999).contains) ?? true else {
            throw .unreadable("standings: --unrated-rating takes 1 to 9999")
        }
        return unratedRating
    }

    private func list(for tournament: ReportedTournament) throws(Failure) -> [TieBreak] {
        let isOfTeams = tournament.isOfTeams
        let codes = tieBreaks ?? tournament.recommendedTieBreaks
        var list: [TieBreak] = []
        for code in codes.split(separator: ",", omittingEmptySubsequences: false) {
            guard let tieBreak = TieBreak(code: String(code)) else {
                let names = TieBreak.Name.allCases.map(\.rawValue).joined(separator: " ")
                throw .unreadable("standings: ‘\(code)’ is no tie-break; there are \(names)")
            }
            let isOfOthers =
                isOfTeams
                ? tieBreak.name.isOfRatings : tieBreak.name.isOfTeams || tieBreak.score != nil
            guard !isOfOthers else {
                throw .unreadable(
                    "standings: ‘\(code)’ is for \(isOfTeams ? "players" : "teams"), and this is a "
                        + "tournament of \(isOfTeams ? "teams" : "players")")
            }
            list.append(tieBreak)
        }
        return list
    }
}

extension ReportedTournament {
    var isOfTeams: Bool {
        if case .teams = self { true } else { false }
    }

    /// By the rules; Buchholz and its relatives say nothing in a round robin.
    var recommendedTieBreaks: String {
        switch self {
        case .players(let history) where history.format.isRoundRobin: "PTS,DE,SB,WIN,KS"
        case .players: "PTS,DE,BH/C1,BH,SB,WIN,BPG"
        case .teams(let history) where history.format.isRoundRobin: "PTS,EDE,MPvGP,SB"
        case .teams: "PTS,EDE,MPvGP,BH/C1,BH"
        }
    }

    func standings(
        by list: [TieBreak], afterRound: Int?, unrated rating: Int?
    ) throws(Failure) -> Standings {
        switch self {
        case .teams(let history): return Standings(of: history, by: list, afterRound: afterRound)
        case .players(var history):
            if let rating {
                for index in history.entrants.indices where history.entrants[index].rating == nil {
                    history.entrants[index].rating = rating
                }
            }
            return Standings(of: history, by: list, afterRound: afterRound)
        }
    }
}
