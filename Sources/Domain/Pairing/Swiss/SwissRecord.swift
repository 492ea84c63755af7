/// What the rounds before one say about everybody: scores, floats, colours.
struct SwissRecord {
    private let history: TournamentHistory
    private let round: Int
    private let virtual: [[Points]]
    /// By entrant and round: the points before the round. One more column than rounds played.
    private let running: [[Points]]
    private let places: [Int: Int]

    init(history: TournamentHistory, round: Int) {
        self.history = history
        self.round = round
        virtual = history.virtualPoints(upToRound: round)
        running = history.entrants.map { entrant in
            var sum = Points.zero
            var sums = [sum]
            for earlier in stride(from: 1, to: round, by: 1) {
                sum += history.pointSystem.points(for: entrant.outcome(ofRound: earlier))
                sums.append(sum)
            }
            return sums
        }
        var places: [Int: Int] = [:]
        for (place, entrant) in history.entrants.enumerated() { places[entrant.number] = place }
        self.places = places
    }

    /// Those to be paired, by score and then by number.
    func contenders(isLastRound: Bool) -> [Contender] {
        var contenders: [Contender] = []
        var numbered = 0
        for (place, entrant) in history.entrants.enumerated() {
            let isPaired = entrant.outcome(ofRound: round) == .absent
            if isPaired || entrant.rounds.prefix(round - 1).contains(where: \.isPaired) {
                numbered += 1
            }
            guard isPaired else { continue }
            contenders.append(
                contender(
                    entrant, at: place, isOdd: !numbered.isMultiple(of: 2), isLastRound: isLastRound
                ))
        }
        return contenders.sorted { ($1.score, $0.number) < ($0.score, $1.number) }
    }

    private func contender(_ entrant: Entrant, at place: Int, isOdd: Bool, isLastRound: Bool)
        -> Contender
    {
        let system = history.pointSystem
        let outcomes = (1..<max(round, 1)).map { entrant.outcome(ofRound: $0) }
        let colours = outcomes.compactMap(\.playedColour)
        let score = pairingScore(place, before: round)
        return Contender(
            number: entrant.number,
            score: score,
            colours: colours,
            preference: ColourPreference(colours: colours),
            colourDifference: colours.colourDifference,
            floats: [float(place, round: round - 1), float(place, round: round - 2)],
            isTopscorer: isLastRound && 2 * score > (round - 1) * system.win,
            mayHaveBye: !outcomes.contains(where: system.barsAllocatedBye),
            unplayedGames: outcomes.count - colours.count,
            hasOddNumber: isOdd)
    }

    private func pairingScore(_ place: Int, before round: Int) -> Points {
        running[place][round - 1] + virtual[place][round - 1]
    }

    /// The float of one round; nil if there was none.
    private func float(_ place: Int, round: Int) -> Contender.Float? {
        guard round >= 1 else { return nil }
        let outcome = history.entrants[place].outcome(ofRound: round)
        if let opponent = outcome.playedOpponent, let other = places[opponent] {
            let own = pairingScore(place, before: round)
            let theirs = pairingScore(other, before: round)
            return own == theirs ? nil : own > theirs ? .down : .up
        }
        let isAllocated = outcome == .bye(.pairingAllocated)
        let system = history.pointSystem
        return isAllocated || system.points(for: outcome) > system.loss ? .down : nil
    }
}
