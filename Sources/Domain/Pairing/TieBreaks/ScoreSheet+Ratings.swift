extension ScoreSheet {
    /// Ratings of those met over the board; nil if nobody was met, or if somebody in the tournament
    /// has no rating: then the tie-breaks by ratings are dropped.
    private func opponentRatings(_ entrant: Int) -> [Int]? {
        let opponents = playedOpponents(entrant)
        guard !opponents.isEmpty, entrants.allSatisfy({ $0.rating != nil }) else { return nil }
        return opponents.compactMap { entrants[$0].rating }
    }

    func averageRating(_ entrant: Int, cut: Int) -> Int? {
        opponentRatings(entrant).flatMap {
            PerformanceRating.average(Array($0.sorted().dropFirst(cut)))
        }
    }

    func tournamentPerformance(_ entrant: Int) -> Int? {
        opponentRatings(entrant).flatMap {
            PerformanceRating.tournament(ratings: $0, points: ordinaryPoints(entrant))
        }
    }

    func perfectPerformance(_ entrant: Int) -> Int? {
        opponentRatings(entrant).flatMap {
            PerformanceRating.perfect(ratings: $0, points: ordinaryPoints(entrant))
        }
    }

    func averageOfOpponents(_ entrant: Int, _ performance: (Int) -> Int?) -> Int? {
        PerformanceRating.average(playedOpponents(entrant).compactMap(performance))
    }

    /// Points over the board on the scale of 1, ½ and 0 that ratings know.
    private func ordinaryPoints(_ entrant: Int) -> Points {
        outcomes[entrant].reduce(.zero) { sum, outcome in
            switch outcome {
            case .game(_, _, .win, _): sum + .one
            case .game(_, _, .draw, _): sum + .half
            case .game, .forfeit, .bye, .absent: sum
            }
        }
    }
}
