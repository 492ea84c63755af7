extension ScoreSheet {
    /// Rounds that gave as many points as a win.
    func wins(_ entrant: Int) -> Int {
        points[entrant].count { $0 == system.win }
    }

    func gamesWon(_ entrant: Int) -> Int {
        outcomes[entrant].count { if case .game(_, _, .win, _) = $0 { true } else { false } }
    }

    func blackGames(_ entrant: Int) -> Int {
        outcomes[entrant].count { $0.playedColour == .black }
    }

    func blackWins(_ entrant: Int) -> Int {
        outcomes[entrant].count { if case .game(_, .black, .win, _) = $0 { true } else { false } }
    }

    /// The sum of the running score after each round from one on.
    func progressiveScore(_ entrant: Int, leavingOut cut: Int) -> Points {
        var running = Points.zero
        var sum = Points.zero
        for (index, points) in points[entrant].enumerated() {
            running += points
            if index >= cut { sum += running }
        }
        return sum
    }

    /// Rounds that were not given up: neither by a bye asked for nor by a forfeit.
    func roundsElected(_ entrant: Int) -> Int {
        outcomes[entrant].count { !$0.isVoluntarilyUnplayed }
    }

    /// 1 for each round with more points than the opponent, half for equal ones; without a game, than
    /// a draw is worth.
    func standardPoints(_ entrant: Int) -> Points {
        outcomes[entrant].indices.reduce(.zero) { sum, round in
            let own = points[entrant][round]
            let opponent = playedOpponent(entrant, round: round)
            let other = opponent.map { points[$0][round] } ?? system.draw
            return sum + (own > other ? .one : own == other ? .half : .zero)
        }
    }

    /// Points against those who made at least half of what they could; in a round robin free rounds
    /// are none in which they could.
    func koya(_ entrant: Int, halfPoints: Int) -> Points {
        outcomes[entrant].indices.reduce(.zero) { sum, round in
            guard let opponent = opponent(entrant, round: round) else { return sum }
            let games = isRoundRobin ? outcomes[opponent].count { $0.opponent != nil } : rounds
            let limit = games * system.win.hundredths + 2 * halfPoints * Points.half.hundredths
            return 2 * scores[opponent].hundredths >= limit ? sum + points[entrant][round] : sum
        }
    }
}
