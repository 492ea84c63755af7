/// Makes random team tournaments, paired by the Swiss team system.
///
/// The same settings give the same tournament, byte for byte. Of the settings for players, those on
/// rates, byes, withdrawals, late entries and forfeits are read for teams; forfeits also hit single
/// boards.
package struct TeamTournamentGenerator: Sendable {
    private let settings: TournamentGenerator.Settings
    private var random: SeededRandom
    private var history: TeamHistory
    private var firstRounds: [Int] = []
    private var hasWithdrawn: [Bool]

    /// A whole tournament; shorter than planned if a round has no legal pairing.
    ///
    /// - Parameters:
    ///   - settings: `players` is the number of teams.
    ///   - boards: Of one match.
    package static func history(
        _ settings: TournamentGenerator.Settings, boards: Int, primaryScore: TeamScore,
        colourModel: TeamColourModel
    ) -> TeamHistory {
        var generator = TeamTournamentGenerator(settings, boards: boards)
        generator.history.primaryScore = primaryScore
        generator.history.colourModel = colourModel
        for round in stride(from: 1, through: settings.rounds, by: 1) {
            generator.requestByes(inRound: round)
            guard let pairing = try? generator.history.swissPairing(ofRound: round) else { break }
            generator.play(pairing, round: round)
        }
        return generator.history
    }

    private init(_ settings: TournamentGenerator.Settings, boards: Int) {
        self.settings = settings
        random = SeededRandom(seed: settings.seed)
        history = TeamHistory(
            plannedRounds: settings.rounds, boards: boards,
            teams: stride(from: 1, through: settings.players, by: 1).map { Team(number: $0) })
        hasWithdrawn = [Bool](repeating: false, count: settings.players)
        history.initialColour = settings.initialColour ?? (random.chance(50) ? .white : .black)
        for _ in history.teams {
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
        for index in history.teams.indices {
            if round > 1, firstRounds[index] < round, random.chance(settings.withdrawalPercent) {
                hasWithdrawn[index] = true
            }
            let isThere = firstRounds[index] <= round && !hasWithdrawn[index]
            if !isThere || random.chance(settings.zeroPointByePercent) {
                enter(TeamRound(.bye(.zeroPoint)), for: index + 1, round: round)
            } else if random.chance(settings.halfPointByePercent) {
                enter(TeamRound(.bye(.halfPoint)), for: index + 1, round: round)
            } else if random.chance(settings.fullPointByePercent) {
                enter(TeamRound(.bye(.fullPoint)), for: index + 1, round: round)
            }
        }
    }

    private mutating func play(_ pairing: SwissPairing, round: Int) {
        for match in pairing.boards {
            let (white, black) = rounds(of: match)
            enter(white, for: match.white, round: round)
            enter(black, for: match.black, round: round)
        }
        if let bye = pairing.bye {
            enter(TeamRound(.bye(.pairingAllocated)), for: bye, round: round)
        }
    }

    private mutating func enter(_ entered: TeamRound, for number: Int, round: Int) {
        while history.teams[number - 1].rounds.count < round {
            history.teams[number - 1].rounds.append(.absent)
        }
        history.teams[number - 1].rounds[round - 1] = entered
    }

    /// A match board by board, unless a team does not come at all.
    private mutating func rounds(of match: SwissPairing.Board) -> (TeamRound, TeamRound) {
        if random.chance(settings.forfeitPercent) {
            let winner = Int.random(in: 0...2, using: &random)
            return history.forfeited(
                match, winner: winner == 0 ? nil : winner == 1 ? .white : .black)
        }
        var white: [RoundOutcome] = []
        var black: [RoundOutcome] = []
        for board in 0..<history.boards {
            let first = history.player(ofTeam: match.white, board: board)
            let second = history.player(ofTeam: match.black, board: board)
            let colour: Colour = board.isMultiple(of: 2) ? .white : .black
            // The first board is always played, so that the match has been.
            if board > 0, random.chance(settings.forfeitPercent) {
                let isWon = random.chance(50)
                white.append(.forfeit(opponent: second, colour: colour, won: isWon))
                black.append(.forfeit(opponent: first, colour: colour.opposite, won: !isWon))
                continue
            }
            let score = score()
            white.append(.game(opponent: second, colour: colour, score: score))
            black.append(.game(opponent: first, colour: colour.opposite, score: score.reversed))
        }
        return history.rounds(of: match, white: white, black: black)
    }

    private mutating func score() -> GameScore {
        random.chance(settings.drawPercent) ? .draw : random.chance(50) ? .win : .loss
    }
}

extension TeamHistory {
    /// The number of whoever sits on a board (from 0), if players are numbered team by team.
    func player(ofTeam team: Int, board: Int) -> Int {
        (team - 1) * boards + board + 1
    }

    /// Both sides of a match to which a team, or neither, came.
    fileprivate func forfeited(
        _ match: SwissPairing.Board, winner: Colour?
    ) -> (TeamRound, TeamRound) {
        func side(_ team: Int, against other: Int, _ colour: Colour) -> TeamRound {
            let isWon = winner == colour
            return TeamRound(
                .forfeit(opponent: other, colour: colour, won: isWon),
                boards: (0..<boards).map { board in
                    .forfeit(
                        opponent: player(ofTeam: other, board: board),
                        colour: board.isMultiple(of: 2) ? colour : colour.opposite, won: isWon)
                })
        }
        return (
            side(match.white, against: match.black, .white),
            side(match.black, against: match.white, .black)
        )
    }

    /// Both sides of a match from what happened on the boards.
    fileprivate func rounds(
        of match: SwissPairing.Board, white: [RoundOutcome], black: [RoundOutcome]
    ) -> (TeamRound, TeamRound) {
        func total(_ side: [RoundOutcome]) -> Points {
            side.reduce(.zero) { $0 + gamePoints.points(for: $1) }
        }
        let score: GameScore =
            total(white) > total(black) ? .win : total(white) == total(black) ? .draw : .loss
        return (
            TeamRound(.game(opponent: match.black, colour: .white, score: score), boards: white),
            TeamRound(
                .game(opponent: match.white, colour: .black, score: score.reversed), boards: black)
        )
    }
}
