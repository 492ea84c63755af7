extension ScoreSheet {
    /// One round's part of a Buchholz or Sonneborn-Berger sum.
    struct Contribution {
        /// The opponent's score as counted, or the dummy's.
        var opponentScore: Points
        var points: Points
        var isVoluntarilyUnplayed: Bool

        /// In ten-thousandths.
        var product: Int { opponentScore.hundredths * points.hundredths }
    }

    /// A participant's rounds as contributions.
    ///
    /// - Parameter own: Another sheet for the own points: of teams, match against game points.
    func contributions(_ entrant: Int, own: ScoreSheet? = nil) -> [Contribution] {
        outcomes[entrant].indices.compactMap { round in
            guard let score = countedScore(entrant, round: round) else { return nil }
            return Contribution(
                opponentScore: score, points: (own ?? self).points[entrant][round],
                isVoluntarilyUnplayed: !isRoundRobin
                    && outcomes[entrant][round].isVoluntarilyUnplayed)
        }
    }

    /// The score that stands for the opponent; nil if the round is no element of the sum.
    private func countedScore(_ entrant: Int, round: Int) -> Points? {
        if isRoundRobin {
            return opponent(entrant, round: round).map { scores[$0] }
        }
        if let opponent = playedOpponent(entrant, round: round) { return adjustedScores[opponent] }
        if let scheduled = opponent(entrant, round: round) {
            return min(scores[entrant], adjustedScores[scheduled])
        }
        return min(scores[entrant], rounds * system.draw)
    }

    func buchholz(_ entrant: Int, _ modifier: TieBreak.Modifier) -> TieBreakValue {
        let kept = remaining(contributions(entrant), modifier, value: \.opponentScore.hundredths)
        return TieBreakValue(kept.reduce(.zero) { $0 + $1.opponentScore })
    }

    func sonnebornBerger(
        _ entrant: Int, _ modifier: TieBreak.Modifier, own: ScoreSheet? = nil
    ) -> TieBreakValue {
        let kept = remaining(contributions(entrant, own: own), modifier, value: \.product)
        return TieBreakValue(tenThousandths: kept.reduce(0) { $0 + $1.product })
    }

    /// The average Buchholz of those met over the board, to the ten-thousandth: in up to 25 rounds
    /// averages that differ stay different.
    func averageBuchholz(_ entrant: Int) -> TieBreakValue? {
        let opponents = playedOpponents(entrant)
        guard !opponents.isEmpty else { return nil }
        let sum = opponents.reduce(0) { $0 + buchholz($1, .none).tenThousandths }
        return TieBreakValue(
            tenThousandths: (2 * sum + opponents.count) / (2 * opponents.count))
    }

    private func remaining(
        _ contributions: [Contribution], _ modifier: TieBreak.Modifier, value: (Contribution) -> Int
    ) -> [Contribution] {
        var kept = contributions
        switch modifier {
        case .cut(let count):
            for _ in 0..<count { cutLeast(&kept, value: value) }
        case .median(let count):
            for _ in 0..<count { cutLeast(&kept, value: value) }
            for _ in 0..<count { cutMost(&kept, value: value) }
        case .none, .reversed, .limit: break
        }
        return kept
    }

    /// Leaves out the contribution of the lowest opponent; of a participant who stayed away of their
    /// own will, the lowest one from such a round, unless that is lower still.
    private func cutLeast(_ contributions: inout [Contribution], value: (Contribution) -> Int) {
        func key(_ index: Int) -> (Points, Int) {
            (contributions[index].opponentScore, value(contributions[index]))
        }
        guard let least = contributions.indices.min(by: { key($0) < key($1) }) else { return }
        let voluntary = contributions.indices.filter { contributions[$0].isVoluntarilyUnplayed }
        // Of equal ones that of the lower opponent, so that a second cut finds what is left right.
        let lowest = voluntary.min {
            (value(contributions[$0]), contributions[$0].opponentScore)
                < (value(contributions[$1]), contributions[$1].opponentScore)
        }
        guard let lowest, value(contributions[lowest]) >= value(contributions[least]) else {
            contributions.remove(at: least)
            return
        }
        contributions.remove(at: lowest)
    }

    private func cutMost(_ contributions: inout [Contribution], value: (Contribution) -> Int) {
        func key(_ index: Int) -> (Points, Int) {
            (contributions[index].opponentScore, value(contributions[index]))
        }
        guard let most = contributions.indices.max(by: { key($0) < key($1) }) else { return }
        contributions.remove(at: most)
    }

    /// The same sheet as if all pairings of the tournament's last round had been drawn.
    func withLastRoundDrawn(history: TournamentHistory) -> ScoreSheet {
        guard isLastRoundIncluded, rounds > 0 else { return self }
        var drawn = outcomes
        var drawnPoints = points
        for entrant in outcomes.indices {
            guard let opponent = outcomes[entrant][rounds - 1].opponent else { continue }
            let colour = outcomes[entrant][rounds - 1].playedColour ?? .white
            drawn[entrant][rounds - 1] = .game(opponent: opponent, colour: colour, score: .draw)
            drawnPoints[entrant][rounds - 1] = system.draw
        }
        return ScoreSheet(history: history, outcomes: drawn, points: drawnPoints)
    }
}
