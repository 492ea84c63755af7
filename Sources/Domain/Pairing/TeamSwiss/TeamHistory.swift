/// Everything about a team tournament that its pairing and its standings depend on.
///
/// A team's rounds are told twice: as a match against a team, and board by board. The first decides
/// match points, colours and who has met whom; the second game points and the board tie-breaks.
///
/// - Source: FIDE Handbook C.04.6 and C.07, teams; section 12 of the Swiss digest.
package struct TeamHistory: Hashable, Sendable {
    package var format = TournamentHistory.Format.swiss
    package var plannedRounds: Int
    /// The boards of one match.
    package var boards: Int
    /// What a match gives; the pairing-allocated bye gives a draw unless stated otherwise.
    package var matchPoints = PointSystem.match
    /// What a game gives.
    package var gamePoints = PointSystem.standard
    /// The game points of the pairing-allocated bye, if not those of a drawn match.
    package var statedByeGamePoints: Points?
    package var primaryScore = TeamScore.match
    /// Whether the other score helps to say which of two teams comes first for colours.
    package var usesSecondaryScore = true
    package var colourModel = TeamColourModel.typeA
    /// The colour drawn by lot before round 1.
    package var initialColour = Colour.white
    /// Ascending by number.
    package var teams: [Team]
    package var forbidden: [Separation] = []
    /// Virtual points, on the primary score.
    package var acceleration = Acceleration.none

    package init(plannedRounds: Int, boards: Int, teams: [Team]) {
        self.plannedRounds = plannedRounds
        self.boards = boards
        self.teams = teams
    }

    /// The last round in which somebody was paired; 0 before the first.
    package var pairedRounds: Int {
        teams.reduce(0) { latest, team in
            max(latest, (team.rounds.lastIndex(where: \.outcome.isPaired) ?? -1) + 1)
        }
    }
}

/// A team with the rounds so far.
package struct Team: Hashable, Sendable {
    /// The tournament pairing number (TPN).
    package var number: Int
    /// Index 0 is round 1. Rounds after the last entry are absences.
    package var rounds: [TeamRound]

    package init(number: Int, rounds: [TeamRound] = []) {
        self.number = number
        self.rounds = rounds
    }

    /// A round, counted from 1.
    package func round(_ round: Int) -> TeamRound {
        rounds.indices.contains(round - 1) ? rounds[round - 1] : .absent
    }
}

/// What one round was for one team.
package struct TeamRound: Hashable, Sendable {
    /// The match: opponents are teams, the colour is that of the first board.
    package var outcome: RoundOutcome
    /// The own side of each board, the first board first; empty where there was no match.
    package var boards: [RoundOutcome]

    package init(_ outcome: RoundOutcome, boards: [RoundOutcome] = []) {
        self.outcome = outcome
        self.boards = boards
    }

    package static let absent = TeamRound(.absent)
}

/// The two scores of a team.
package enum TeamScore: String, Hashable, Sendable {
    case match = "MP"
    case game = "GP"

    package var other: TeamScore { self == .match ? .game : .match }
}

/// Which colours teams prefer; the rules of a competition choose.
package enum TeamColourModel: Hashable, Sendable {
    /// One strength only. The default.
    case typeA
    /// Strong and mild preferences.
    case typeB
    /// No preferences at all.
    case none
}

extension PointSystem {
    /// Two points for a match won, one for a drawn one or the pairing-allocated bye.
    package static let match: PointSystem = {
        var system = PointSystem.standard
        system.win = Points(hundredths: 200)
        system.draw = .one
        system.statedAllocatedBye = .one
        return system
    }()
}
