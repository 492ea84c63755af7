/// Where the values of tie-breaks come from: players, or teams.
protocol TieBreakSource {
    /// - Returns: nil where the tie-break is not defined.
    func value(of tieBreak: TieBreak, for entrant: Int) -> TieBreakValue?

    /// A tied group in subgroups, best first, by a tie-break that ranks groups.
    func ranked(_ group: [Int], by tieBreak: TieBreak) -> [[Int]]
}

/// Finds the value of each tie-break for each player.
struct TieBreakCalculator: TieBreakSource {
    private let sheet: ScoreSheet
    private let drawnSheet: ScoreSheet

    init(sheet: ScoreSheet, history: TournamentHistory) {
        self.sheet = sheet
        drawnSheet = sheet.withLastRoundDrawn(history: history)
    }

    func value(of tieBreak: TieBreak, for entrant: Int) -> TieBreakValue? {
        switch tieBreak.name {
        case .points: TieBreakValue(sheet.scores[entrant])
        case .wins: TieBreakValue(sheet.wins(entrant))
        case .gamesWon: TieBreakValue(sheet.gamesWon(entrant))
        case .blackGames: TieBreakValue(sheet.blackGames(entrant))
        case .blackWins: TieBreakValue(sheet.blackWins(entrant))
        case .progressiveScore:
            TieBreakValue(sheet.progressiveScore(entrant, leavingOut: tieBreak.cut))
        case .roundsElected: TieBreakValue(sheet.roundsElected(entrant))
        case .standardPoints: TieBreakValue(sheet.standardPoints(entrant))
        case .pairingNumber: TieBreakValue(sheet.entrants[entrant].number)
        case .rating: sheet.entrants[entrant].rating.map { TieBreakValue($0) }
        case .buchholz: sheet.buchholz(entrant, tieBreak.modifier)
        case .foreBuchholz: drawnSheet.buchholz(entrant, tieBreak.modifier)
        case .averageBuchholz: sheet.averageBuchholz(entrant)
        case .sonnebornBerger: sheet.sonnebornBerger(entrant, tieBreak.modifier)
        case .koya: TieBreakValue(sheet.koya(entrant, halfPoints: tieBreak.limit))
        case .averageRating:
            sheet.averageRating(entrant, cut: tieBreak.cut).map { TieBreakValue($0) }
        case .tournamentPerformance: sheet.tournamentPerformance(entrant).map { TieBreakValue($0) }
        case .perfectPerformance: sheet.perfectPerformance(entrant).map { TieBreakValue($0) }
        case .averagePerformance:
            sheet.averageOfOpponents(entrant, sheet.tournamentPerformance).map { TieBreakValue($0) }
        case .averagePerfectPerformance:
            sheet.averageOfOpponents(entrant, sheet.perfectPerformance).map { TieBreakValue($0) }
        default: nil
        }
    }

    func ranked(_ group: [Int], by tieBreak: TieBreak) -> [[Int]] {
        tieBreak.name == .directEncounter
            ? DirectEncounter(sheet: sheet).ranked(group) : [group]
    }
}

extension TieBreak {
    var cut: Int {
        if case .cut(let count) = modifier { count } else { 0 }
    }

    var limit: Int {
        if case .limit(let halfPoints) = modifier { halfPoints } else { 0 }
    }
}
