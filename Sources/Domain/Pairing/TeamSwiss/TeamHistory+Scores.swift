extension TeamHistory {
    /// What a round gave a team.
    package func points(_ score: TeamScore, of round: TeamRound) -> Points {
        switch score {
        case .match: matchPoints.points(for: round.outcome)
        case .game: gamePoints(of: round)
        }
    }

    private func gamePoints(of round: TeamRound) -> Points {
        switch round.outcome {
        case .game, .forfeit:
            guard round.boards.isEmpty else {
                return round.boards.reduce(.zero) { $0 + gamePoints.points(for: $1) }
            }
            // A match that was given up as a whole counts as one lost on every board.
            if case .forfeit(_, _, won: true) = round.outcome { return boards * gamePoints.win }
            return .zero
        case .bye(.pairingAllocated): return statedByeGamePoints ?? boards * gamePoints.draw
        case .bye(.fullPoint): return boards * gamePoints.win
        case .bye(.halfPoint): return boards * gamePoints.draw
        case .bye(.zeroPoint), .absent: return .zero
        }
    }

    /// What a match is worth on a score: that of a win, a draw and a loss on all boards.
    func pointSystem(_ score: TeamScore) -> PointSystem {
        guard score == .game else { return matchPoints }
        var system = PointSystem.standard
        system.win = boards * gamePoints.win
        system.draw = boards * gamePoints.draw
        system.loss = boards * gamePoints.loss
        system.absence = .zero
        system.statedAllocatedBye = statedByeGamePoints ?? system.draw
        return system
    }

    /// The teams as if they were the participants of a tournament of matches.
    ///
    /// The points of the matches are those of `pointSystem(_:)` only on match points; game points
    /// go by the boards.
    var matches: TournamentHistory {
        var history = TournamentHistory(
            plannedRounds: plannedRounds,
            entrants: teams.map { team in
                Entrant(number: team.number, rounds: team.rounds.map(\.outcome))
            })
        history.format = format
        history.pointSystem = pointSystem(primaryScore)
        history.initialColour = initialColour
        history.forbidden = forbidden
        history.acceleration = acceleration
        return history
    }

    /// The history as it stood before a round: its column keeps only the byes asked for, and later
    /// columns are gone.
    package func before(round: Int) -> TeamHistory {
        var earlier = self
        for index in earlier.teams.indices {
            var rounds = Array(earlier.teams[index].rounds.prefix(round))
            if rounds.count == round, rounds[round - 1].outcome.isPaired { rounds.removeLast() }
            earlier.teams[index].rounds = rounds
        }
        return earlier
    }
}
