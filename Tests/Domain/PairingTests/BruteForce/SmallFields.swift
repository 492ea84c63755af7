import Pairing

/// Small tournaments from seeds, as they are played and as nobody would play them.
enum SmallFields {
    /// Tournaments of up to eight players that the generator plays by the rules.
    static func generated(seed: UInt64) -> TournamentHistory {
        var random = SeededRandom(seed: seed)
        let players = Int.random(in: 2...8, using: &random)
        let longest = players - 1 + players % 2
        let rounds = Int.random(in: 1...longest, using: &random)
        var settings = TournamentGenerator.Settings(players: players, rounds: rounds, seed: seed)
        settings.drawPercent = [0, 30, 60, 100].randomElement(using: &random) ?? 30
        settings.forfeitPercent = [0, 0, 10, 30].randomElement(using: &random) ?? 0
        settings.halfPointByePercent = [0, 0, 10].randomElement(using: &random) ?? 0
        settings.zeroPointByePercent = [0, 0, 10].randomElement(using: &random) ?? 0
        settings.fullPointByePercent = [0, 0, 0, 5].randomElement(using: &random) ?? 0
        settings.withdrawalPercent = [0, 0, 5].randomElement(using: &random) ?? 0
        settings.lateEntryPercent = [0, 0, 20].randomElement(using: &random) ?? 0
        settings.forbiddenPairs = [0, 0, 1, 4].randomElement(using: &random) ?? 0
        settings.isBakuAccelerated = Int.random(in: 0..<5, using: &random) == 0
        if Int.random(in: 0..<4, using: &random) == 0 {
            settings.pointSystem.win = Points(hundredths: 300)
            settings.pointSystem.draw = .one
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            settings.pointSystem.statedAllocatedBye = .half
        }
        return TournamentGenerator.history(settings)
    }

    /// Tournaments whose rounds were paired by chance alone: rematches, repeated byes, colours three
    /// and four times running, pairs to be avoided. Whatever stands there, the next round must be
    /// right.
    static func adversarial(seed: UInt64) -> TournamentHistory {
        var random = SeededRandom(seed: seed)
        let players = Int.random(in: 2...8, using: &random)
        let played = Int.random(in: 0...6, using: &random)
        let slant = [50, 50, 80, 95].randomElement(using: &random) ?? 50
        let entrants = (1...players).map { Entrant(number: $0) }
        let isLast = Bool.random(using: &random)
        var history = TournamentHistory(
            plannedRounds: isLast ? played + 1 : played + 3, entrants: entrants)
        history.initialColour = Bool.random(using: &random) ? .white : .black
        for _ in 0..<played { history.playAtRandom(slant: slant, &random) }
        for index in history.entrants.indices where Int.random(in: 0..<12, using: &random) == 0 {
            history.entrants[index].requestBye(.halfPoint, inRound: played + 1)
        }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            history.discouraged.append(separation(of: players, &random))
        }
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            history.forbidden.append(separation(of: players, &random))
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            history.acceleration = .granted(
                (1...players).map {
                    VirtualPoints(
                        points: Points(hundredths: 50 * Int.random(in: 0...3, using: &random)),
                        rounds: 1...(played + 1), numbers: $0...$0)
                })
        }
        return history
    }

    private static func separation(of players: Int, _ random: inout SeededRandom) -> Separation {
        Separation(
            rounds: nil,
            numbers: [
                Int.random(in: 1...players, using: &random),
                Int.random(in: 1...players, using: &random),
            ])
    }
}

extension TournamentHistory {
    /// - Parameter slant: In how many of a hundred games the better one has White, and wins: with
    ///   many, the leaders all want Black.
    fileprivate mutating func playAtRandom(slant: Int, _ random: inout SeededRandom) {
        var open = Array(entrants.indices).shuffled(using: &random)
        while let first = open.popLast() {
            let isAway = Int.random(in: 0..<10, using: &random) == 0
            guard !isAway, let second = open.popLast() else {
                let byes: [Bye] = [.pairingAllocated, .halfPoint, .zeroPoint, .fullPoint]
                let bye = isAway ? byes.randomElement(using: &random) : .pairingAllocated
                entrants[first].rounds.append(bye.map { .bye($0) } ?? .absent)
                continue
            }
            let isSlanted = Int.random(in: 0..<100, using: &random) < slant
            let (white, black) = (first < second) == isSlanted ? (first, second) : (second, first)
            meet(white, black, slant: slant, &random)
        }
    }

    private mutating func meet(
        _ white: Int, _ black: Int, slant: Int, _ random: inout SeededRandom
    ) {
        let (first, second) = (entrants[white].number, entrants[black].number)
        if Int.random(in: 0..<10, using: &random) == 0 {
            let won = Int.random(in: 0...2, using: &random)
            entrants[white].rounds.append(
                .forfeit(opponent: second, colour: .white, won: won == 1))
            entrants[black].rounds.append(.forfeit(opponent: first, colour: .black, won: won == 2))
            return
        }
        let isSlanted = slant > 50 && Int.random(in: 0..<100, using: &random) < slant
        let better: GameScore = white < black ? .win : .loss
        let any = [GameScore.win, .draw, .loss].randomElement(using: &random) ?? .draw
        let score = isSlanted ? better : any
        entrants[white].rounds.append(.game(opponent: second, colour: .white, score: score))
        entrants[black].rounds.append(
            .game(opponent: first, colour: .black, score: score.reversed))
    }
}
