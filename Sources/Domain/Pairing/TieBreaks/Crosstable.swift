/// Who met whom, with which colour and result, by rank.
package struct Crosstable: Hashable, Sendable {
    package struct Line: Hashable, Sendable {
        package let rank: Int
        package let number: Int
        package let cells: [Cell]
        package let points: Points
    }

    /// One round of one participant.
    package struct Cell: Hashable, Sendable, CustomStringConvertible {
        package let outcome: RoundOutcome
        /// The opponent's rank.
        package let opponentRank: Int?

        /// `12w1`: against the one ranked 12, with White, won. `+` and `-` are forfeits.
        package var description: String {
            switch outcome {
            case .game(_, let colour, let score, _):
                opponent + symbol(of: colour) + symbol(of: score)
            case .forfeit(_, let colour, let isWon):
                opponent + (colour.map(symbol) ?? "") + (isWon ? "+" : "-")
            case .bye(.pairingAllocated): "bye"
            case .bye(.fullPoint): "full"
            case .bye(.halfPoint): "half"
            case .bye(.zeroPoint), .absent: "-"
            }
        }

        private var opponent: String { opponentRank.map(String.init) ?? "?" }

        private func symbol(of colour: Colour) -> String { colour == .white ? "w" : "b" }

        private func symbol(of score: GameScore) -> String {
            switch score {
            case .win: "1"
            case .draw: "="
            case .loss: "0"
            }
        }
    }

    package let rounds: Int
    /// Best first; tied by the first tie-breaks of the rules' recommendation, then by number.
    package let lines: [Line]

    package init(of history: TournamentHistory, by list: [TieBreak] = [TieBreak(.points)]) {
        let rounds = history.playedRounds
        let standings = Standings(of: history, by: list)
        var positions: [Int: Int] = [:]
        for (position, line) in standings.lines.enumerated() {
            positions[line.number] = position + 1
        }
        var entrants: [Int: Entrant] = [:]
        for entrant in history.entrants { entrants[entrant.number] = entrant }
        self.rounds = rounds
        lines = standings.lines.compactMap { line in
            guard let entrant = entrants[line.number] else { return nil }
            let outcomes = stride(from: 1, through: rounds, by: 1).map {
                entrant.outcome(ofRound: $0)
            }
            return Line(
                rank: line.rank, number: line.number,
                cells: outcomes.map {
                    Cell(outcome: $0, opponentRank: $0.opponent.flatMap { positions[$0] })
                },
                points: outcomes.reduce(.zero) { $0 + history.pointSystem.points(for: $1) })
        }
    }
}
