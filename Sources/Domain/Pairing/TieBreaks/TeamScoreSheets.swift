/// The sheets of the teams: one by match points, one by game points, and one by boards.
struct TeamScoreSheets {
    let primaryScore: TeamScore
    /// The boards of one match.
    let boards: Int
    let byMatch: ScoreSheet
    let byGame: ScoreSheet
    let drawnByMatch: ScoreSheet
    let drawnByGame: ScoreSheet
    /// By team, then by round: the own side of each board.
    let boardOutcomes: [[[RoundOutcome]]]
    /// By team, then by round and board. A bye is a win on each board, or what it is worth.
    let boardPoints: [[[Points]]]

    /// - Complexity: O(teams × rounds × boards).
    init(history: TeamHistory, rounds: Int) {
        primaryScore = history.primaryScore
        boards = history.boards
        let outcomes = history.teams.map { team in
            stride(from: 1, through: rounds, by: 1).map { team.round($0) }
        }
        func sheet(_ score: TeamScore) -> (own: ScoreSheet, drawn: ScoreSheet) {
            var matches = history.matches
            matches.pointSystem = history.pointSystem(score)
            let sheet = ScoreSheet(
                history: matches, outcomes: outcomes.map { $0.map(\.outcome) },
                points: outcomes.map { $0.map { history.points(score, of: $0) } })
            return (sheet, sheet.withLastRoundDrawn(history: matches))
        }
        (byMatch, drawnByMatch) = sheet(.match)
        (byGame, drawnByGame) = sheet(.game)
        boardOutcomes = outcomes.map { $0.map(\.boards) }
        boardPoints = outcomes.map { $0.map { history.boardPoints(of: $0) } }
    }

    func sheet(_ score: TeamScore) -> ScoreSheet {
        score == .match ? byMatch : byGame
    }

    func drawnSheet(_ score: TeamScore) -> ScoreSheet {
        score == .match ? drawnByMatch : drawnByGame
    }
}

extension TeamHistory {
    /// What a round gave a team on each of its boards.
    fileprivate func boardPoints(of round: TeamRound) -> [Points] {
        let worth: Points
        switch round.outcome {
        case .game, .forfeit:
            if !round.boards.isEmpty {
                return round.boards.map { gamePoints.points(for: $0) }
            }
            if case .forfeit(_, _, won: true) = round.outcome {
                worth = gamePoints.win
            } else {
                worth = .zero
            }
        case .bye(.pairingAllocated), .bye(.fullPoint): worth = gamePoints.win
        case .bye(.halfPoint): worth = gamePoints.draw
        case .bye(.zeroPoint), .absent: worth = .zero
        }
        return [Points](repeating: worth, count: boards)
    }
}
