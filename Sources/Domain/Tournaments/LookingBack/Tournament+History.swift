import EventSourcing
import HashTreeCollections
import Pairing
import Vocabulary

/// The tournament as the pairing engine and the standings see it: numbers and outcomes.
extension Tournament {
    /// What standings rest on: every result as it is known now. An open game counts as nothing.
    ///
    /// - Complexity: O(players × rounds).
    package func history(throughRound last: Int? = nil) -> TournamentHistory {
        history(throughRound: last ?? rounds.count) { $0.result ?? .open }
    }

    /// What the pairing of a round rests on: the rounds before it, with corrections that count by
    /// then, and byes and absences in it. An open game counts as a draw.
    package func history(
        forPairing round: Int, absent: Set<PersonID> = []
    ) -> TournamentHistory {
        var history = history(throughRound: round - 1) { $0.result(forPairing: round) ?? .draw }
        for (index, player) in entries.order.enumerated() {
            guard let bye = plannedBye(of: player, inRound: round, absent: absent) else { continue }
            history.entrants[index].requestBye(bye.bye, inRound: round)
        }
        return history
    }

    /// Why somebody is not to be paired in a round that is still to be paired.
    func plannedBye(
        of player: PersonID, inRound round: Int, absent: Set<PersonID>
    ) -> ByeKind? {
        guard let entry = entries[player], entry.plays(inRound: round), !absent.contains(player)
        else { return .zero }
        return byes.bye(of: player, inRound: round)?.kind
    }

    private func history(
        throughRound last: Int, result: (Board) -> GameResult
    ) -> TournamentHistory {
        let played = rounds.prefix(max(last, 0)).map { round in
            outcomes(of: round, result: result)
        }
        var history = TournamentHistory(
            plannedRounds: plannedRounds ?? rounds.count,
            entrants: entries.order.enumerated().map { index, player in
                var outcomes = played.map { $0[player] ?? .absent }
                // As report files are read: rounds after the last entry are absences.
                while outcomes.last == .absent { outcomes.removeLast() }
                return Entrant(
                    number: index + 1, rating: entries[player]?.details.rating, rounds: outcomes)
            })
        history.initialColour = initialColour
        guard let settings else { return history }
        history.pointSystem = settings.scoring.pointSystem
        if settings.format.isRoundRobin {
            history.format = .roundRobin(swapsLastRounds: settings.format == .doubleRoundRobin)
        }
        history.forbidden = separations(.absolute, of: settings)
        history.discouraged = separations(.weak, of: settings)
        return history
    }

    private func outcomes(
        of round: Round, result: (Board) -> GameResult
    ) -> [PersonID: RoundOutcome] {
        var outcomes: [PersonID: RoundOutcome] = [:]
        for board in round.boards.values {
            let result = result(board)
            outcomes[board.seats.white] = outcome(of: board, result, for: .white)
            outcomes[board.seats.black] = outcome(of: board, result, for: .black)
        }
        for (player, kind) in round.byes { outcomes[player] = .bye(kind.bye) }
        return outcomes
    }

    private func outcome(
        of board: Board, _ result: GameResult, for colour: Colour
    ) -> RoundOutcome {
        let other = colour == .white ? board.seats.black : board.seats.white
        guard let opponent = number(of: other), result != .open else { return .absent }
        if result.isForfeit {
            return .forfeit(
                opponent: opponent, colour: board.isColourless ? nil : colour,
                won: result.winner == colour)
        }
        let score: GameScore =
            result.winner.map { $0 == colour ? .win : .loss } ?? .draw
        return .game(
            opponent: opponent, colour: colour, score: score, isRated: !board.isUnrated)
    }

    /// The avoid rules of one strength, as numbers.
    func separations(_ strength: AvoidRule.Strength, of settings: Settings) -> [Separation] {
        settings.avoid.filter { $0.strength == strength }.flatMap { rule in
            groups(of: rule).filter { $0.count > 1 }.map {
                Separation(rounds: rule.until.map { 1...$0 }, numbers: $0)
            }
        }
    }

    private func groups(of rule: AvoidRule) -> [[Int]] {
        func grouped<Label: Comparable & Hashable>(
            by label: (EntryDetails) -> Label?
        ) -> [[Int]] {
            var groups: [Label: [Int]] = [:]
            for (index, player) in entries.order.enumerated() {
                guard let details = entries[player]?.details, let label = label(details)
                else { continue }
                groups[label, default: []].append(index + 1)
            }
            return groups.sorted { $0.key < $1.key }.map(\.value)
        }
        return switch rule.kind {
        case .pair: [(rule.players ?? []).compactMap { number(of: $0) }.sorted()]
        case .household: grouped { $0.household }
        case .house: grouped { $0.house }
        case .school: grouped { $0.school }
        }
    }
}
