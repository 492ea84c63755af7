/// Everything about an individual tournament that its pairing and its standings depend on.
///
/// A value: whoever keeps tournaments (a report file, a log of events) makes one of these, and
/// every function of this target takes it from there.
package struct TournamentHistory: Hashable, Sendable {
    package var format = Format.swiss
    /// The number of rounds fixed beforehand; the last one has rules of its own.
    package var plannedRounds: Int
    package var pointSystem = PointSystem.standard
    /// The colour drawn by lot before round 1.
    package var initialColour = Colour.white
    /// Ascending by number, without gaps being required.
    package var entrants: [Entrant]
    package var forbidden: [Separation] = []
    /// "Rather not" pairs: avoided after every quality criterion, never at their cost.
    package var discouraged: [Separation] = []
    package var acceleration = Acceleration.none

    package enum Format: Hashable, Sendable {
        case swiss
        /// By Berger tables, in as many cycles as the rounds make.
        ///
        /// - Parameter swapsLastRounds: Whether the last two rounds of a first of two cycles are
        ///   played in reverse order.
        case roundRobin(swapsLastRounds: Bool)
        /// A system that is ranked here but not paired, by its name.
        case other(String)

        package var isRoundRobin: Bool {
            if case .roundRobin = self { true } else { false }
        }
    }

    package init(plannedRounds: Int, entrants: [Entrant]) {
        self.plannedRounds = plannedRounds
        self.entrants = entrants
    }

    /// The last round in which somebody was paired; 0 before the first.
    package var pairedRounds: Int {
        entrants.reduce(0) { latest, entrant in
            max(latest, (entrant.rounds.lastIndex(where: \.isPaired) ?? -1) + 1)
        }
    }

    /// The last round that counts in standings: the last one paired, or one after it if from there
    /// on everybody has a bye, which leaves nobody to pair.
    package var playedRounds: Int {
        var played = pairedRounds
        while played < plannedRounds,
            entrants.allSatisfy({ $0.outcome(ofRound: played + 1) != .absent })
        {
            played += 1
        }
        return played
    }

    /// The history as it stood before a round: its column keeps only the byes asked for, and later
    /// columns are gone.
    package func before(round: Int) -> TournamentHistory {
        var earlier = self
        for index in earlier.entrants.indices {
            let outcomes = earlier.entrants[index].rounds.prefix(round)
            earlier.entrants[index].rounds = outcomes.enumerated().map { place, outcome in
                place == round - 1 && outcome.isPaired ? .absent : outcome
            }
            if outcomes.count == round, outcomes[round - 1].isPaired {
                earlier.entrants[index].rounds.removeLast()
            }
        }
        return earlier
    }
}

/// Participants none of whom should meet another of them in some rounds.
package struct Separation: Hashable, Sendable {
    package var rounds: ClosedRange<Int>?
    package var numbers: [Int]

    /// - Parameter rounds: nil for all rounds.
    package init(rounds: ClosedRange<Int>? = nil, numbers: [Int]) {
        self.rounds = rounds
        self.numbers = numbers
    }

    func applies(inRound round: Int) -> Bool {
        rounds?.contains(round) ?? true
    }
}
