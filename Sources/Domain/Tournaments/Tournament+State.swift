import EventSourcing
import HashTreeCollections
import Pairing
import Vocabulary

/// What handlers, views and rules may ask of a tournament. Lists come in a stable order.
extension Tournament {
    package var isScheduled: Bool { settings != nil }
    package var hasStarted: Bool { !entries.order.isEmpty && stage != .planned }

    /// In the order of entering, whoever has left included.
    package var players: [Entry] { entries.inOrder }
    /// Whom the capacity counts: everybody who plays in the next round, or is to come back.
    ///
    /// - Complexity: O(players).
    package var activeCount: Int {
        entries.byPlayer.values.count {
            $0.standing == .active || $0.plays(inRound: nextRound)
        }
    }
    package func entry(_ player: PersonID) -> Entry? { entries[player] }
    /// The next one first.
    package var waitlist: [PersonID] { entries.waiting.map(\.player) }

    /// The pairing number: 1 is the highest seed. Nothing before the seeding.
    package func number(of player: PersonID) -> Int? { entries.numbers[player] }
    /// By pairing number.
    package var seeding: [PersonID] { entries.order }
    package func player(numbered number: Int) -> PersonID? {
        entries.order.indices.contains(number - 1) ? entries.order[number - 1] : nil
    }

    package func round(_ number: Int) -> Round? {
        rounds.indices.contains(number - 1) ? rounds[number - 1] : nil
    }

    package func board(_ id: BoardID) -> Board? { round(id.round)?.boards[id.board] }

    /// The round that is paired next.
    package var nextRound: Int { rounds.count + 1 }

    /// How many rounds there will be; nothing where that shows only on the way, as in a double
    /// elimination, or before the players are known.
    package var plannedRounds: Int? {
        guard let settings else { return nil }
        let count = entries.order.count
        switch settings.format {
        case .swiss: return settings.rounds
        case .roundRobin, .doubleRoundRobin:
            guard count > 1 else { return nil }
            return (count + count % 2 - 1) * (settings.format == .doubleRoundRobin ? 2 : 1)
        case .singleElimination:
            guard count > 1 else { return nil }
            var rounds = 1
            while 1 << rounds < count { rounds += 1 }
            return rounds
        case .doubleElimination: return nil
        }
    }

    package func hasCheckedIn(_ player: PersonID, forRound round: Int) -> Bool {
        checkIns[round]?.contains(player) ?? false
    }

    /// Players of a round who have neither a board nor a bye, by pairing number. In a knockout
    /// whoever is not in a match waits or is out, and nobody is without a place.
    package func unplaced(inRound number: Int) -> [PersonID] {
        guard let round = round(number), settings?.format.isKnockout == false else { return [] }
        var placed: Set<PersonID> = []
        for board in round.boards.values { placed.formUnion(board.seats.players) }
        for player in round.byes.keys { placed.insert(player) }
        return entries.order.filter {
            !placed.contains($0) && entries[$0]?.plays(inRound: number) == true
        }
    }
}
