import EventSourcing
import HashTreeCollections
import Pairing
import Vocabulary

/// The arbiter's hand in a round: who sits where, and which rules that leaves.
extension Tournament {
    func override(
        _ number: Int, with wishes: [PlacementChange], force: Bool,
        because reasonCode: ReasonCode, _ reason: VaultReference?, under settings: Settings
    ) throws(Rejection) -> [Event] {
        guard let round = round(number) else { throw .notPaired(number) }
        try check(wishes.count, of: .changes, in: Limits.overrideChanges)
        var placing = Placing(round)
        for wish in wishes {
            for player in wish.players where entries[player]?.plays(inRound: number) != true {
                throw .pairingImpossible(.notPlaying(player))
            }
            try placing.apply(wish)
        }
        let changes = placing.boardChanges
        let byeChanges = placing.byeChanges
        guard !changes.isEmpty || !byeChanges.isEmpty else { return [] }
        for change in changes {
            if let result = round.boards[change.board]?.result {
                throw .resultExists(BoardID(number, change.board), result)
            }
        }
        if settings.format.isKnockout { try checkMatches(of: changes, byeChanges) }
        let faults: [PairingFault] =
            changes.compactMap(\.after).flatMap { self.faults(of: $0, inRound: number) }
            + byeChanges.flatMap { self.faults(of: $0, inRound: number) }
        let breaches = faults.filter { $0.level == .breach }
        guard breaches.isEmpty || force else { throw .pairingBreach(breaches) }
        return [
            .pairingOverridden(
                round: number, changes: changes, byes: byeChanges,
                level: faults.map(\.level).max() ?? .ok, reasonCode: reasonCode, reason: reason)
        ]
    }

    private func checkMatches(
        of changes: [BoardChange], _ byeChanges: [ByeChange]
    ) throws(Rejection) {
        for change in changes {
            guard let before = change.before, let after = change.after,
                Set(before.players) == Set(after.players)
            else { throw .pairingImpossible(.notOfThisMatch(board: change.board)) }
        }
        if let bye = byeChanges.first {
            throw .pairingImpossible(.byeOfAnotherKind(bye.after ?? bye.before ?? .zero))
        }
    }

    /// What seating two together does to the rules of the pairing.
    package func faults(of seats: Seats, inRound number: Int) -> [PairingFault] {
        guard let settings else { return [] }
        var faults: [PairingFault] = []
        if settings.format == .swiss, haveMet(seats, beforeRound: number) {
            faults.append(.rematch(seats))
        }
        for (player, colour) in [(seats.white, Colour.white), (seats.black, .black)] {
            let colours = playedColours(of: player, beforeRound: number)
            if colours.count >= 2, colours.suffix(2).allSatisfy({ $0 == colour }) {
                faults.append(.thirdColourRunning(player, colour))
            }
            let balance = (colours + [colour]).reduce(0) { $0 + ($1 == .white ? 1 : -1) }
            if abs(balance) > 2 { faults.append(.colourDifference(player)) }
        }
        if areApart(seats, .absolute, settings, number) { faults.append(.keptApart(seats)) }
        if areApart(seats, .weak, settings, number) { faults.append(.ratherNot(seats)) }
        return faults
    }

    private func faults(of change: ByeChange, inRound number: Int) -> [PairingFault] {
        guard change.after == .pab else { return [] }
        let system = settings?.scoring.pointSystem ?? .standard
        let had = history(throughRound: number - 1).entrants
            .first { $0.number == self.number(of: change.player) }
        let isBarred = had?.rounds.contains { !$0.isGame && system.points(for: $0) >= system.win }
        let hadOne = had?.rounds.contains(.bye(.pairingAllocated))
        return isBarred == true || hadOne == true ? [.secondAllocatedBye(change.player)] : []
    }

    private func haveMet(_ seats: Seats, beforeRound number: Int) -> Bool {
        rounds.prefix(number - 1).contains { round in
            round.boards.values.contains {
                $0.seats.has(seats.white) && $0.seats.has(seats.black)
                    && $0.result?.isForfeit != true
            }
        }
    }

    private func areApart(
        _ seats: Seats, _ strength: AvoidRule.Strength, _ settings: Settings, _ round: Int
    ) -> Bool {
        guard let white = number(of: seats.white), let black = number(of: seats.black) else {
            return false
        }
        return separations(strength, of: settings).contains {
            ($0.rounds?.contains(round) ?? true) && $0.numbers.contains(white)
                && $0.numbers.contains(black)
        }
    }

    /// The colours of games that were played, in the order of the rounds; open games count as
    /// they are seated.
    func playedColours(of player: PersonID, beforeRound number: Int) -> [Colour] {
        rounds.prefix(number - 1).compactMap { round in
            guard let board = round.board(of: player), board.result?.isForfeit != true else {
                return nil
            }
            return board.seats.white == player ? .white : .black
        }
    }
}

extension RoundOutcome {
    fileprivate var isGame: Bool {
        if case .game = self { true } else { false }
    }
}

extension Tournament.PlacementChange {
    var players: [PersonID] {
        switch self {
        case .board(_, let white, let black): [white, black]
        case .bye(let player, _): [player]
        }
    }
}

/// A round's places while an arbiter moves people about.
private struct Placing {
    private let before: Tournament.Round
    private var boards: [Int: Tournament.Seats]
    private var byes: [PersonID: Tournament.ByeKind]
    private var placed: Set<PersonID> = []

    init(_ round: Tournament.Round) {
        before = round
        boards = round.boards.reduce(into: [:]) { $0[$1.key] = $1.value.seats }
        byes = round.byes.reduce(into: [:]) { $0[$1.key] = $1.value }
    }

    mutating func apply(_ change: Tournament.PlacementChange) throws(Tournament.Rejection) {
        for player in change.players where !placed.insert(player).inserted {
            throw .pairingImpossible(.twice(player))
        }
        for player in change.players {
            byes[player] = nil
            if let board = boards.first(where: { $0.value.has(player) })?.key {
                boards[board] = nil
            }
        }
        switch change {
        case .board(let board, let white, let black):
            guard (1...Tournament.Limits.players).contains(board) else {
                throw .pairingImpossible(.boardOutOfBounds(board))
            }
            boards[board] = Tournament.Seats(white: white, black: black)
        case .bye(let player, let kind): byes[player] = kind
        }
    }

    var boardChanges: [Tournament.BoardChange] {
        let numbers = Set(before.boards.keys).union(boards.keys).sorted()
        return numbers.compactMap { number in
            let old = before.boards[number]?.seats
            return old == boards[number]
                ? nil : Tournament.BoardChange(board: number, before: old, after: boards[number])
        }
    }

    var byeChanges: [Tournament.ByeChange] {
        let players = Set(before.byes.keys).union(byes.keys).sorted()
        return players.compactMap { player in
            let old = before.byes[player]
            return old == byes[player]
                ? nil : Tournament.ByeChange(player: player, before: old, after: byes[player])
        }
    }
}
