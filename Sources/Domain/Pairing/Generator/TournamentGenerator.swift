/// Makes random tournaments, paired by the Dutch system.
///
/// The same settings give the same tournament, byte for byte.
///
/// - Source: what FIDE's endorsement asks of a generator, C.04 Annex 3: numbers of players and
///   rounds, rates of draws, forfeits and byes, withdrawals and late entries.
package struct TournamentGenerator: Sendable {
    package struct Settings: Hashable, Sendable {
        package var players: Int
        package var rounds: Int
        package var seed: UInt64
        package var highestRating = 2400
        package var lowestRating = 1400
        /// Percentages of games between equals, or of players in a round.
        package var drawPercent = 30
        package var forfeitPercent = 0
        package var halfPointByePercent = 0
        package var zeroPointByePercent = 0
        package var fullPointByePercent = 0
        package var withdrawalPercent = 0
        /// Of all players: those who come in a later round.
        package var lateEntryPercent = 0
        package var isBakuAccelerated = false
        package var forbiddenPairs = 0
        package var pointSystem = PointSystem.standard
        /// nil draws it by lot from the seed.
        package var initialColour: Colour?

        package init(players: Int, rounds: Int, seed: UInt64) {
            self.players = players
            self.rounds = rounds
            self.seed = seed
        }
    }

    private let settings: Settings
    private var random: SeededRandom
    private var history: TournamentHistory
    private var firstRounds: [Int] = []
    private var hasWithdrawn: [Bool]

    /// A whole tournament; shorter than planned if a round has no legal pairing.
    package static func history(_ settings: Settings) -> TournamentHistory {
        var generator = TournamentGenerator(settings)
        for round in stride(from: 1, through: settings.rounds, by: 1) {
            generator.requestByes(inRound: round)
            guard let pairing = try? generator.history.swissPairing(ofRound: round) else { break }
            generator.play(pairing, round: round)
        }
        return generator.history
    }

    private init(_ settings: Settings) {
        self.settings = settings
        random = SeededRandom(seed: settings.seed)
        let spread = settings.highestRating - settings.lowestRating
        var entrants: [Entrant] = []
        for number in stride(from: 1, through: settings.players, by: 1) {
            let place = (2 * number - 1) * spread / (2 * settings.players)
            entrants.append(Entrant(number: number, rating: settings.highestRating - place))
        }
        history = TournamentHistory(plannedRounds: settings.rounds, entrants: entrants)
        hasWithdrawn = [Bool](repeating: false, count: entrants.count)
        history.pointSystem = settings.pointSystem
        history.initialColour = settings.initialColour ?? (random.chance(50) ? .white : .black)
        if settings.isBakuAccelerated { history.acceleration = .granted(history.bakuGrants) }
        for _ in entrants {
            let isLate = settings.rounds > 1 && random.chance(settings.lateEntryPercent)
            firstRounds.append(isLate ? Int.random(in: 2...settings.rounds, using: &random) : 1)
        }
        for _ in 0..<settings.forbiddenPairs where settings.players > 2 {
            let first = Int.random(in: 1..<settings.players, using: &random)
            let second = Int.random(in: (first + 1)...settings.players, using: &random)
            history.forbidden.append(
                Separation(rounds: 1...settings.rounds, numbers: [first, second]))
        }
    }

    private mutating func requestByes(inRound round: Int) {
        for index in history.entrants.indices {
            if round > 1, firstRounds[index] < round, random.chance(settings.withdrawalPercent) {
                hasWithdrawn[index] = true
            }
            let isThere = firstRounds[index] <= round && !hasWithdrawn[index]
            if !isThere || random.chance(settings.zeroPointByePercent) {
                history.entrants[index].requestBye(.zeroPoint, inRound: round)
            } else if random.chance(settings.halfPointByePercent) {
                history.entrants[index].requestBye(.halfPoint, inRound: round)
            } else if random.chance(settings.fullPointByePercent) {
                history.entrants[index].requestBye(.fullPoint, inRound: round)
            }
        }
    }

    private mutating func play(_ pairing: SwissPairing, round: Int) {
        for board in pairing.boards {
            let (white, black) = outcomes(of: board)
            enter(white, for: board.white, round: round)
            enter(black, for: board.black, round: round)
        }
        if let bye = pairing.bye {
            enter(.bye(.pairingAllocated), for: bye, round: round)
        }
    }

    private mutating func enter(_ outcome: RoundOutcome, for number: Int, round: Int) {
        let index = number - 1
        while history.entrants[index].rounds.count < round {
            history.entrants[index].rounds.append(.absent)
        }
        history.entrants[index].rounds[round - 1] = outcome
    }

    private mutating func outcomes(of board: SwissPairing.Board) -> (RoundOutcome, RoundOutcome) {
        if random.chance(settings.forfeitPercent) {
            let absentee = Int.random(in: 0..<5, using: &random)
            // One time in five both stay away.
            return (
                .forfeit(
                    opponent: board.black, colour: .white, won: absentee == 1 || absentee == 2),
                .forfeit(opponent: board.white, colour: .black, won: absentee > 2)
            )
        }
        let score = scoreOfWhite(board)
        return (
            .game(opponent: board.black, colour: .white, score: score),
            .game(opponent: board.white, colour: .black, score: score.reversed)
        )
    }

    private mutating func scoreOfWhite(_ board: SwissPairing.Board) -> GameScore {
        let gap =
            (history.entrants[board.white - 1].rating ?? 0)
            - (history.entrants[board.black - 1].rating ?? 0)
        let expected = min(max(0.5 + Double(gap) / 800, 0.02), 0.98)
        let draws = Double(settings.drawPercent) / 50 * min(expected, 1 - expected)
        if random.chance(draws) { return .draw }
        return random.chance((expected - draws / 2) / max(1 - draws, 0.01)) ? .win : .loss
    }
}
