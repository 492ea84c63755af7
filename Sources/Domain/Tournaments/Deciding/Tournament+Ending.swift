import EventSourcing
import Pairing
import Vocabulary

/// Completing rounds, resolving ties, and the final word.
extension Tournament {
    func complete(_ number: Int) throws(Rejection) -> [Event] {
        guard let round = round(number) else { throw .notPaired(number) }
        for earlier in rounds.prefix(number - 1) where !earlier.openBoards.isEmpty {
            throw .roundNotComplete(
                earlier.number, openBoards: earlier.openBoards.map(\.number))
        }
        let open = round.openBoards.map(\.number)
        guard open.isEmpty else { throw .gamesOpen(number, boards: open) }
        return round.isCompleted ? [] : [completion(of: number)]
    }

    func completion(of number: Int) -> Event {
        .roundCompleted(
            round: number, standingsDigest: standingsDigest(afterRound: number))
    }

    /// - Throws: Where rounds are left to pair or games to play.
    private func requireAllPlayed() throws(Rejection) {
        for round in rounds {
            let open = round.openBoards.map(\.number)
            guard open.isEmpty else { throw .gamesOpen(round.number, boards: open) }
        }
        guard stage == .running else { throw .notStarted }
        if settings?.format.isKnockout == true {
            guard bracket?.places != nil else {
                throw .roundsLeft(
                    paired: rounds.count, planned: plannedRounds ?? rounds.count + 1)
            }
        } else if let planned = plannedRounds, rounds.count < planned {
            throw .roundsLeft(paired: rounds.count, planned: planned)
        }
    }

    /// Puts players in order whom all tie-breaks leave equal.
    func resolveTie(
        _ players: [PersonID], by method: TieMethod, seed: Int?, under settings: Settings
    ) throws(Rejection) -> [Event] {
        try requireAllPlayed()
        let lines = unresolvedStandings(afterRound: rounds.count)
        let tied = Dictionary(grouping: lines, by: \.rank).values.first {
            $0.count == players.count && Set($0.map(\.player)) == Set(players)
        }
        guard players.count > 1, let tied else { throw .notTied(players) }
        var order = players
        var used: Int?
        if method == .lot {
            let seed = seed ?? settings.seed
            try check(seed, of: .seed, in: Limits.seed)
            var random = SeededRandom(seed: UInt64(seed))
            order = tied.sorted { $0.number < $1.number }.map(\.player).shuffled(using: &random)
            used = seed
        }
        guard tieOrders.last(where: { Set($0) == Set(order) }) != order else { return [] }
        return [.tieResolved(order: order, method: method, seed: used)]
    }

    /// - Parameter digest: Of the standings that whoever finalizes has seen.
    func finalize(confirming digest: String) throws(Rejection) -> [Event] {
        if let final {
            guard final.digest == digest else { throw .finalized }
            return []
        }
        try requireAllPlayed()
        let current = standingsDigest()
        guard digest == current else { throw .standingsChanged(digest: current) }
        let codes = tieBreakCodes
        let lines = standings().map { line in
            FinalLine(
                rank: line.rank, player: line.player, points: line.points,
                tieBreaks: zip(codes, line.tieBreaks).reduce(into: [:]) {
                    $0[$1.0] = $1.1
                })
        }
        return rounds.filter { !$0.isCompleted }.map { completion(of: $0.number) }
            + [.finalized(standings: lines, digest: current)]
    }
}
