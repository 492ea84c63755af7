/// A participant with the rounds so far.
package struct Entrant: Hashable, Sendable {
    /// The tournament pairing number (TPN); 1 is the strongest.
    package var number: Int
    package var rating: Int?
    /// Index 0 is round 1. Rounds after the last entry are absences.
    package var rounds: [RoundOutcome]

    package init(number: Int, rating: Int? = nil, rounds: [RoundOutcome] = []) {
        self.number = number
        self.rating = rating
        self.rounds = rounds
    }

    /// The outcome of a round, counted from 1.
    package func outcome(ofRound round: Int) -> RoundOutcome {
        rounds.indices.contains(round - 1) ? rounds[round - 1] : .absent
    }
}
