/// Everybody's rounds and scores, as the tie-breaks need them.
///
/// Participants are indices into `entrants`.
struct ScoreSheet {
    let entrants: [Entrant]
    let rounds: Int
    /// Whether the tournament's last round is among them.
    let isLastRoundIncluded: Bool
    let system: PointSystem
    let isRoundRobin: Bool
    /// By entrant, then by round.
    let outcomes: [[RoundOutcome]]
    let points: [[Points]]
    /// Final scores, and the same as opponents see them.
    let scores: [Points]
    let adjustedScores: [Points]
    let places: [Int: Int]

    init(history: TournamentHistory, rounds: Int) {
        let outcomes = history.entrants.map { entrant in
            stride(from: 1, through: rounds, by: 1).map { entrant.outcome(ofRound: $0) }
        }
        let system = history.pointSystem
        self.init(
            history: history, outcomes: outcomes,
            points: outcomes.map { $0.map { system.points(for: $0) } })
    }

    /// - Parameter points: What each round gave, where the outcome alone does not say it: the game
    ///   points of a team.
    init(history: TournamentHistory, outcomes: [[RoundOutcome]], points: [[Points]]) {
        let system = history.pointSystem
        entrants = history.entrants
        rounds = outcomes.first?.count ?? 0
        isLastRoundIncluded = rounds >= history.plannedRounds
        self.system = system
        isRoundRobin = history.format.isRoundRobin
        self.outcomes = outcomes
        self.points = points
        scores = points.map { $0.reduce(.zero, +) }
        adjustedScores = zip(outcomes, points).map { Self.adjusted($0, points: $1, system: system) }
        var places: [Int: Int] = [:]
        for (place, entrant) in history.entrants.enumerated() { places[entrant.number] = place }
        self.places = places
    }

    /// Requested byes after which nothing but voluntarily unplayed rounds follow count as draws.
    private static func adjusted(_ outcomes: [RoundOutcome], points: [Points], system: PointSystem)
        -> Points
    {
        var score = Points.zero
        var isAtEnd = true
        for (outcome, points) in zip(outcomes, points).reversed() {
            score += isAtEnd && outcome.isRequestedBye ? system.draw : points
            isAtEnd = isAtEnd && outcome.isVoluntarilyUnplayed
        }
        return score
    }

    /// The participant met over the board in a round.
    func playedOpponent(_ entrant: Int, round index: Int) -> Int? {
        outcomes[entrant][index].playedOpponent.flatMap { places[$0] }
    }

    /// The participant a round was scheduled against.
    func opponent(_ entrant: Int, round index: Int) -> Int? {
        outcomes[entrant][index].opponent.flatMap { places[$0] }
    }

    /// Everybody met over the board, a round each.
    func playedOpponents(_ entrant: Int) -> [Int] {
        outcomes[entrant].indices.compactMap { playedOpponent(entrant, round: $0) }
    }

    /// Points of the games over the board.
    func playedPoints(_ entrant: Int) -> Points {
        zip(outcomes[entrant], points[entrant]).reduce(.zero) {
            $1.0.playedOpponent == nil ? $0 : $0 + $1.1
        }
    }
}
