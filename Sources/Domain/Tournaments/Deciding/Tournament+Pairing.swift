import EventSourcing
import HashTreeCollections
import Pairing
import Vocabulary

/// Pairing the next round, taking it back, publishing it.
extension Tournament {
    func pair(
        _ number: Int, under settings: Settings, excludeAbsent: Bool, allowOpenGames: Bool
    ) throws(Rejection) -> [Event] {
        guard stage == .running else { throw .notStarted }
        guard number >= nextRound else { throw .alreadyPaired(number) }
        guard number == nextRound else { throw .notTheNextRound(number, next: nextRound) }
        let completions = try completedBefore(number, allowOpenGames: allowOpenGames)
        let absent = excludeAbsent ? absentees(inRound: number) : []
        let proposal = try proposal(
            ofRound: number, under: settings, absent: absent)
        let paired = proposal.event(attempt: (attempts[number] ?? 0) + 1, seed: settings.seed)
        return completions + [.roundPaired(paired)] + forfeits(in: paired)
    }

    /// Completes the rounds before, where that has not been done.
    private func completedBefore(
        _ number: Int, allowOpenGames: Bool
    ) throws(Rejection) -> [Event] {
        var events: [Event] = []
        for round in rounds where !round.isCompleted {
            let open = round.openBoards.map(\.number)
            if open.isEmpty {
                events.append(completion(of: round.number))
            } else if !allowOpenGames {
                throw .roundNotComplete(round.number, openBoards: open)
            }
        }
        return events
    }

    /// Who could play and has not checked in.
    private func absentees(inRound number: Int) -> Set<PersonID> {
        Set(
            entries.order.filter {
                entries[$0]?.plays(inRound: number) == true
                    && byes.bye(of: $0, inRound: number) == nil
                    && !hasCheckedIn($0, forRound: number)
            })
    }

    /// Where the table brings together somebody who has left, the other one wins at once.
    private func forfeits(in round: PairedRound) -> [Event] {
        guard round.engine.isOurs, settings?.format != .swiss else { return [] }
        return round.pairings.compactMap { board in
            let isThere = [board.white, board.black].map {
                entries[$0]?.plays(inRound: round.round) == true
            }
            let result: GameResult
            switch (isThere[0], isThere[1]) {
            case (true, true): return nil
            case (true, false): result = .whiteByForfeit
            case (false, true): result = .blackByForfeit
            case (false, false): result = .bothAbsent
            }
            return .resultRecorded(
                round: round.round, board: board.board, result: result, source: .forfeit,
                gameRef: nil)
        }
    }

    /// Takes the last round back, as long as nobody has played in it.
    func unpair(_ number: Int, because reasonCode: ReasonCode) throws(Rejection) -> [Event] {
        guard let round = round(number) else { throw .notPaired(number) }
        guard number == rounds.count else { throw .laterRoundPaired(rounds.count) }
        let played = round.orderedBoards.filter { $0.result != nil && isPlayable($0, number) }
        guard played.isEmpty else {
            throw .roundHasResults(number, boards: played.map(\.number))
        }
        return [.roundUnpaired(round: number, attempt: round.attempt, reasonCode: reasonCode)]
    }

    /// Whether both are there; if not, the forfeit came with the pairing.
    private func isPlayable(_ board: Board, _ round: Int) -> Bool {
        board.seats.players.allSatisfy { entries[$0]?.plays(inRound: round) == true }
    }

    func publish(
        _ number: Int, startsAt: Timestamp?, windowEndsAt: Timestamp?, _ settings: Settings
    ) throws(Rejection) -> [Event] {
        guard let round = round(number) else { throw .notPaired(number) }
        let unplaced = unplaced(inRound: number)
        guard unplaced.isEmpty || round.engine == .imported else {
            throw .playersUnplaced(number, unplaced)
        }
        let publication: Round.Publication
        switch settings.cadence {
        case .live: publication = .starts(startsAt)
        case .window:
            guard let windowEndsAt else { throw .windowNeedsEnd(number) }
            publication = .windowEnds(windowEndsAt)
        }
        guard round.publication != publication else { return [] }
        return [
            .roundPublished(
                round: number, startsAt: settings.cadence == .live ? startsAt : nil,
                windowEndsAt: settings.cadence == .window ? windowEndsAt : nil)
        ]
    }
}
