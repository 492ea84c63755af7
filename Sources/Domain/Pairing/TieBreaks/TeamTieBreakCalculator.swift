/// Finds the value of each tie-break for each team.
///
/// - Source: FIDE Handbook C.07, teams; section 8 of the digest.
struct TeamTieBreakCalculator: TieBreakSource {
    let sheets: TeamScoreSheets

    func value(of tieBreak: TieBreak, for team: Int) -> TieBreakValue? {
        let score = tieBreak.score ?? sheets.primaryScore
        let sheet = sheets.sheet(score)
        return switch tieBreak.name {
        case .points: TieBreakValue(sheet.scores[team])
        case .otherScore: TieBreakValue(sheets.sheet(sheets.primaryScore.other).scores[team])
        case .wins: TieBreakValue(score == .match ? sheet.wins(team) : boardsWon(team))
        case .gamesWon: TieBreakValue(score == .match ? sheet.gamesWon(team) : games(team, .win))
        case .blackGames:
            TieBreakValue(score == .match ? sheet.blackGames(team) : games(team, colour: .black))
        case .blackWins:
            TieBreakValue(
                score == .match ? sheet.blackWins(team) : games(team, .win, colour: .black))
        case .progressiveScore:
            TieBreakValue(sheet.progressiveScore(team, leavingOut: tieBreak.cut))
        case .roundsElected: TieBreakValue(sheet.roundsElected(team))
        case .standardPoints: TieBreakValue(sheet.standardPoints(team))
        case .pairingNumber: TieBreakValue(sheet.entrants[team].number)
        case .buchholz: sheet.buchholz(team, tieBreak.modifier)
        case .foreBuchholz: sheets.drawnSheet(score).buchholz(team, tieBreak.modifier)
        case .averageBuchholz: sheet.averageBuchholz(team)
        case .sonnebornBerger: sheet.sonnebornBerger(team, tieBreak.modifier)
        case .koya: TieBreakValue(sheet.koya(team, halfPoints: tieBreak.limit))
        case .matchMatchSonnebornBerger: extended(team, tieBreak, of: .match, times: .match)
        case .matchGameSonnebornBerger: extended(team, tieBreak, of: .match, times: .game)
        case .gameMatchSonnebornBerger: extended(team, tieBreak, of: .game, times: .match)
        case .gameGameSonnebornBerger: extended(team, tieBreak, of: .game, times: .game)
        case .boardCount: boardCount(team)
        case .scoreStrengthCombination: combination(team, score)
        default: nil
        }
    }

    func ranked(_ group: [Int], by tieBreak: TieBreak) -> [[Int]] {
        switch tieBreak.name {
        case .directEncounter:
            DirectEncounter(sheet: sheets.sheet(tieBreak.score ?? sheets.primaryScore))
                .ranked(group)
        case .topBoardResults: ranked(group) { boardTotals($0) }
        case .bottomBoardElimination: ranked(group) { Self.withoutBottom(boardTotals($0)) }
        case .extendedDirectEncounter, .extendedDirectEncounterCountTop,
            .extendedDirectEncounterCountBottom, .extendedDirectEncounterTop,
            .extendedDirectEncounterBottom:
            ExtendedDirectEncounter(sheets: sheets, boardRules: tieBreak.name.boardRules)
                .ranked(group)
        default: [group]
        }
    }

    /// Opponents' totals on one score times the points got against them on another.
    private func extended(
        _ team: Int, _ tieBreak: TieBreak, of score: TeamScore, times own: TeamScore
    ) -> TieBreakValue {
        sheets.sheet(score).sonnebornBerger(team, tieBreak.modifier, own: sheets.sheet(own))
    }

    /// Games with a result and a colour over the board, whatever is given.
    private func games(_ team: Int, _ score: GameScore? = nil, colour: Colour? = nil) -> Int {
        sheets.boardOutcomes[team].joined().count { outcome in
            guard case .game(_, let played, let result, _) = outcome else { return false }
            return (score.map { $0 == result } ?? true) && (colour.map { $0 == played } ?? true)
        }
    }

    /// Boards that gave as much as a game won, byes and forfeits included.
    private func boardsWon(_ team: Int) -> Int {
        let win = Points(hundredths: sheets.byGame.system.win.hundredths / max(sheets.boards, 1))
        return sheets.boardPoints[team].joined().count { $0 == win }
    }

    private func boardTotals(_ team: Int) -> [Points] {
        sheets.boardPoints[team].totals(boards: sheets.boards)
    }

    /// The sum of board number × points: lower is better.
    private func boardCount(_ team: Int) -> TieBreakValue {
        TieBreakValue(
            boardTotals(team).enumerated().reduce(.zero) { $0 + ($1.offset + 1) * $1.element })
    }

    /// The points of all boards but the bottom one, but the bottom two, ….
    static func withoutBottom(_ totals: [Points]) -> [Points] {
        stride(from: totals.count - 1, to: 0, by: -1).map { totals.prefix($0).reduce(.zero, +) }
    }

    /// The other score and the Buchholz on this one, made as small as the other score is.
    private func combination(_ team: Int, _ score: TeamScore) -> TieBreakValue {
        let first = sheets.sheet(score)
        let second = sheets.sheet(score.other)
        let most = first.rounds * first.system.win.hundredths
        let divisor = max(most / max(second.system.win.hundredths, 1), 1)
        let buchholz = first.buchholz(team, .none).tenThousandths
        // To the hundredth, half up.
        let hundredths = (buchholz + 50 * divisor) / (100 * divisor)
        return TieBreakValue(second.scores[team] + Points(hundredths: hundredths))
    }

    private func ranked(_ group: [Int], by key: (Int) -> [Points]) -> [[Int]] {
        Dictionary(grouping: group, by: key)
            .sorted { $1.key.lexicographicallyPrecedes($0.key) }
            .map { $0.value.sorted() }
    }
}

extension [[Points]] {
    /// From points by round and board: by board.
    func totals(boards: Int) -> [Points] {
        (0..<boards).map { board in
            reduce(.zero) { $1.indices.contains(board) ? $0 + $1[board] : $0 }
        }
    }
}
