import Pairing

/// A participant as the brute force sees it: worked out from the history alone, by the text of the
/// rules, and sharing no code with the engine.
struct PlainPlayer {
    enum Strength: Int { case none, mild, strong, absolute }

    let number: Int
    /// Pairing score, in hundredths.
    let score: Int
    let opponents: Set<Int>
    /// Of the games played, oldest first.
    let colours: [Colour]
    let isTopscorer: Bool
    let isBarredFromBye: Bool
    let unplayed: Int
    /// By rounds ago, 1 and 2: +1 down, -1 up, 0 none.
    let floats: [Int]
    /// Whether the number is odd among those ever paired.
    let isOdd: Bool

    var difference: Int {
        colours.count { $0 == .white } - colours.count { $0 == .black }
    }

    var strength: Strength {
        guard let last = colours.last else { return .none }
        if abs(difference) > 1 { return .absolute }
        if colours.count > 1, colours[colours.count - 2] == last { return .absolute }
        return difference == 0 ? .mild : .strong
    }

    var wish: Colour? {
        guard let last = colours.last else { return nil }
        if difference != 0, abs(difference) > 1 || strength == .strong {
            return difference > 0 ? .black : .white
        }
        return last == .white ? .black : .white
    }

    /// Whether the last two games were both of a colour.
    func hadTwice(_ colour: Colour) -> Bool {
        colours.count > 1 && colours.suffix(2).allSatisfy { $0 == colour }
    }

    func floatedDown(_ roundsAgo: Int) -> Bool { floats[roundsAgo - 1] > 0 }
    func floatedUp(_ roundsAgo: Int) -> Bool { floats[roundsAgo - 1] < 0 }
}

extension TournamentHistory {
    /// Those to be paired in a round, in order.
    func plainPlayers(inRound round: Int) -> [PlainPlayer] {
        var players: [PlainPlayer] = []
        var everPaired = 0
        for entrant in entrants {
            let past = (1..<max(round, 1)).map { entrant.outcome(ofRound: $0) }
            let isPairedNow = entrant.outcome(ofRound: round) == .absent
            if isPairedNow || past.contains(where: { $0.opponent != nil || $0.isAllocatedBye }) {
                everPaired += 1
            }
            guard isPairedNow else { continue }
            let score = plainScore(entrant, before: round)
            let most = (round - 1) * plainPoints(.bye(.fullPoint))
            players.append(
                PlainPlayer(
                    number: entrant.number, score: score,
                    opponents: Set(past.compactMap(\.playedOpponent)),
                    colours: past.compactMap(\.playedColour),
                    isTopscorer: round == plannedRounds && 2 * score > most,
                    isBarredFromBye: past.contains(where: \.barsBye),
                    unplayed: past.count { $0.playedOpponent == nil },
                    floats: [1, 2].map { plainFloat(entrant, inRound: round - $0) },
                    isOdd: everPaired % 2 == 1))
        }
        return players.sorted {
            $0.score != $1.score ? $0.score > $1.score : $0.number < $1.number
        }
    }

    private func plainPoints(_ outcome: RoundOutcome) -> Int {
        pointSystem.points(for: outcome).hundredths
    }

    /// The score before a round with that round's virtual points.
    private func plainScore(_ entrant: Entrant, before round: Int) -> Int {
        var score = 0
        for earlier in 1..<max(round, 1) { score += plainPoints(entrant.outcome(ofRound: earlier)) }
        let grants: [VirtualPoints]
        switch acceleration {
        case .none: grants = []
        case .granted(let given): grants = given
        case .baku: grants = bakuGrants
        }
        for grant in grants
        where grant.rounds.contains(round) && grant.numbers.contains(entrant.number) {
            score += grant.points.hundredths
        }
        return score
    }

    private func plainFloat(_ entrant: Entrant, inRound round: Int) -> Int {
        guard round > 0 else { return 0 }
        let outcome = entrant.outcome(ofRound: round)
        if let number = outcome.playedOpponent,
            let opponent = entrants.first(where: { $0.number == number })
        {
            let own = plainScore(entrant, before: round)
            let other = plainScore(opponent, before: round)
            return own == other ? 0 : own > other ? 1 : -1
        }
        if outcome.isAllocatedBye { return 1 }
        return plainPoints(outcome) > pointSystem.loss.hundredths ? 1 : 0
    }
}

extension RoundOutcome {
    fileprivate var isAllocatedBye: Bool { self == .bye(.pairingAllocated) }

    /// A bye given by a pairing, or as many points as for a win without a game.
    fileprivate var barsBye: Bool {
        switch self {
        case .bye(.pairingAllocated), .bye(.fullPoint), .forfeit(_, _, won: true): true
        default: false
        }
    }
}
