import EventSourcing
import Pairing
import Vocabulary

/// What the players say, what counts, and who doubts it.
extension Tournament {
    func report(
        _ result: GameResult, of id: BoardID, by player: PersonID, _ gameRef: GameReference?,
        under settings: Settings, at now: Timestamp
    ) throws(Rejection) -> [Event] {
        let board = try own(id, of: player)
        try checkPlayed(result, on: id)
        if let final = board.result {
            if final == result { return [] }
            throw .resultFinal(id, final)
        }
        if let report = board.report, report.by != player, !report.isDisputed {
            return try answer(report, with: result, on: id, by: player, under: settings)
        }
        if let report = board.report, report.by == player, report.result == result { return [] }
        let reported = Event.resultReported(
            round: id.round, board: id.board, result: result, by: player, gameRef: gameRef,
            countsFrom: settings.resultRule == .bothConfirm && !board.isDisputed
                ? settings.autoConfirmHours.map { now.advanced(by: .seconds($0 * 3_600)) } : nil)
        return settings.resultRule == .either && !board.isDisputed
            ? [reported, recorded(result, id, .players, gameRef)] : [reported]
    }

    /// The second player gives the same result, or the two do not agree.
    private func answer(
        _ report: Board.Report, with result: GameResult, on id: BoardID, by player: PersonID,
        under settings: Settings
    ) throws(Rejection) -> [Event] {
        guard report.result == result else {
            throw .resultMismatch(id, reported: report.result)
        }
        let confirmed = Event.resultConfirmed(round: id.round, board: id.board, by: player)
        // Where the arbiter's word counts, two players only make it easier.
        return settings.resultRule == .arbiter
            ? [confirmed] : [confirmed, recorded(result, id, .players, report.gameRef)]
    }

    /// - Parameter result: What the player has seen; nothing means whatever was reported.
    func confirm(
        _ id: BoardID, _ result: GameResult?, by player: PersonID, under settings: Settings
    ) throws(Rejection) -> [Event] {
        let board = try own(id, of: player)
        if let final = board.result {
            if result.map({ $0 == final }) ?? true { return [] }
            throw .resultFinal(id, final)
        }
        guard let report = board.report, !report.isDisputed else { throw .nothingReported(id) }
        // Nobody confirms their own word.
        guard report.by != player else { throw .nothingReported(id) }
        return try answer(
            report, with: result ?? report.result, on: id, by: player, under: settings)
    }

    /// Says that a report, or what came of it, is not so. The arbiter decides, unless
    /// one says something else and the other confirms it; silence confirms nothing any more.
    func dispute(
        _ id: BoardID, by player: PersonID, _ reason: VaultReference?
    ) throws(Rejection) -> [Event] {
        let board = try own(id, of: player)
        if let outcome = board.outcome, outcome.source == .arbiter {
            throw .resultFinal(id, outcome.result)
        }
        guard board.report != nil || board.result != nil else { throw .nothingReported(id) }
        guard !board.isDisputed else { return [] }
        return [
            .resultDisputed(round: id.round, board: id.board, by: player, reason: reason)
        ]
    }

    /// Enters a result for good; a second click with the same one is no news.
    func record(
        _ result: GameResult, of id: BoardID, from source: ResultSource, _ gameRef: GameReference?
    ) throws(Rejection) -> [Event] {
        guard let board = board(id) else { throw .noSuchBoard(id) }
        guard result != .open else { throw .resultNotPossible(result) }
        try checkKnockout(result, on: id)
        if let final = board.result {
            guard final == result else { throw .resultExists(id, final) }
            // The arbiter's word on what somebody has doubted.
            if !board.isDisputed { return [] }
        }
        return [recorded(result, id, result.isForfeit ? .forfeit : source, gameRef)]
    }

    /// The board in a published round, where the player sits.
    func own(_ id: BoardID, of player: PersonID) throws(Rejection) -> Board {
        guard let round = round(id.round) else { throw .noSuchBoard(id) }
        // Before anything about its boards: who sits where is the arbiters' secret until then.
        guard round.isPublished else { throw .notPublished(id.round) }
        guard let board = board(id) else { throw .noSuchBoard(id) }
        guard board.seats.has(player) else { throw .notYourGame(id) }
        return board
    }

    /// Players tell of games; who did not come is the arbiter's to say.
    private func checkPlayed(_ result: GameResult, on id: BoardID) throws(Rejection) {
        guard !result.isForfeit, result != .open else { throw .resultNotPossible(result) }
        try checkKnockout(result, on: id)
    }

    func checkKnockout(_ result: GameResult, on id: BoardID) throws(Rejection) {
        if result == .draw, settings?.format.isKnockout == true { throw .drawInKnockout(id) }
    }

    private func recorded(
        _ result: GameResult, _ id: BoardID, _ source: ResultSource, _ gameRef: GameReference?
    ) -> Event {
        .resultRecorded(
            round: id.round, board: id.board, result: result, source: source, gameRef: gameRef)
    }

    /// Quiet where the report was answered, disputed, or replaced by one that counts later.
    func confirmByClock(_ id: BoardID, at now: Timestamp) -> [Event] {
        guard let report = board(id)?.report, let countsFrom = report.countsFrom,
            countsFrom <= now
        else { return [] }
        return confirmingUnanswered(id)
    }

    /// Nobody loses by the clock: what was not reported waits for the arbiter.
    func closeWindow(ofRound number: Int, at now: Timestamp?) -> [Event] {
        guard let round = round(number) else { return [] }
        if let now, case .windowEnds(let end) = round.publication, now < end { return [] }
        return round.openBoards.flatMap { confirmingUnanswered(BoardID(number, $0.number)) }
    }

    private func confirmingUnanswered(_ id: BoardID) -> [Event] {
        guard stage == .running, let board = board(id), board.result == nil, !board.isDisputed,
            let report = board.report, settings?.resultRule != .arbiter
        else { return [] }
        return [recorded(report.result, id, .clock, report.gameRef)]
    }
}
