extension ReportFile {
    /// A report of a team tournament whose players are numbered team by team, as many as boards.
    package init(name: String, history: TeamHistory) {
        records = [
            .text(code: "012", content: " " + name),
            .text(code: "062", content: " \(history.teams.count * history.boards)"),
            .text(code: "082", content: " \(history.teams.count)"),
            .text(code: "092", content: " Team: Swiss-System"),
            .plannedRounds(history.plannedRounds, .trf26),
            .initialColour(history.initialColour, .trf26),
            .kind(history.kind),
            .boardColours((0..<history.boards).map { $0.isMultiple(of: 2) ? .white : .black }),
        ]
        addPlayers(history)
        addTeams(history)
        addByesAndForfeits(history)
        records += history.forbidden.map { .separation($0, .trf26) }
    }

    private mutating func addPlayers(_ history: TeamHistory) {
        for team in history.teams {
            for board in 0..<history.boards {
                var player = ReportedPlayer(
                    number: history.player(ofTeam: team.number, board: board),
                    name: "Player \(team.number)-\(board + 1)",
                    rating: max(2400 - 10 * team.number - 50 * board, 1000))
                player.rounds = team.rounds.map { round in
                    round.boards.indices.contains(board) ? round.boards[board] : .absent
                }
                while player.rounds.last == .absent { player.rounds.removeLast() }
                player.points = player.rounds.reduce(.zero) {
                    $0 + history.gamePoints.points(for: $1)
                }
                records.append(.player(player))
            }
        }
    }

    private mutating func addTeams(_ history: TeamHistory) {
        for team in history.teams {
            var reported = ReportedTeam(number: team.number, name: "Team \(team.number)")
            reported.matchPoints = total(.match, team, history)
            reported.gamePoints = total(.game, team, history)
            reported.players = (0..<history.boards).map {
                history.player(ofTeam: team.number, board: $0)
            }
            records.append(.team(reported, .trf26))
        }
    }

    private func total(_ score: TeamScore, _ team: Team, _ history: TeamHistory) -> Points {
        team.rounds.reduce(.zero) { $0 + history.points(score, of: $1) }
    }

    private mutating func addByesAndForfeits(_ history: TeamHistory) {
        let rounds = history.teams.map(\.rounds.count).max() ?? 0
        var allocated = [Int](repeating: 0, count: rounds)
        for round in stride(from: 1, through: rounds, by: 1) {
            for bye in [Bye.fullPoint, .halfPoint, .zeroPoint] {
                let numbers = history.teams.filter { $0.round(round).outcome == .bye(bye) }
                    .map(\.number)
                guard !numbers.isEmpty else { continue }
                records.append(.requestedByes(bye, round: round, numbers: numbers))
            }
            for team in history.teams {
                switch team.round(round).outcome {
                case .bye(.pairingAllocated): allocated[round - 1] = team.number
                case .forfeit(let opponent, .white, let isWon):
                    let other = history.teams.first { $0.number == opponent }
                    let winner: Colour? =
                        if isWon { .white } else {
                            other.map { Self.hasWon($0, round) } ?? false ? .black : nil
                        }
                    records.append(
                        .forfeitedMatch(
                            ReportedForfeit(
                                round: round, white: team.number, black: opponent, winner: winner)))
                case .game, .forfeit, .bye, .absent: continue
                }
            }
        }
        while allocated.last == 0 { allocated.removeLast() }
        records.append(
            .teamByes(
                match: history.matchPoints.allocatedBye,
                game: history.statedByeGamePoints ?? history.boards * history.gamePoints.draw,
                numbers: allocated))
    }

    private static func hasWon(_ team: Team, _ round: Int) -> Bool {
        if case .forfeit(_, _, won: true) = team.round(round).outcome { true } else { false }
    }
}

extension TeamHistory {
    /// The code of record `192`.
    fileprivate var kind: String {
        var words = ["FIDE", "TEAM"]
        switch colourModel {
        case .typeA: words.append("TYPEA")
        case .typeB: words.append("TYPEB")
        case .none: break
        }
        words.append(primaryScore.rawValue)
        if usesSecondaryScore { words.append(primaryScore.other.rawValue) }
        return words.joined(separator: "_")
    }
}
