import EventSourcing
import Pairing
import Vocabulary

/// Changing a result that was recorded, however long ago.
extension Tournament {
    /// Corrects a result; what was paired on the old one stays.
    ///
    /// - Parameter first: The first round whose pairing rests on the new result: the next one
    ///   unless a later one is named. Standings show it at once.
    func correct(
        _ id: BoardID, to result: GameResult, appliesFromRound first: Int?,
        because reasonCode: ReasonCode, _ reason: VaultReference?
    ) throws(Rejection) -> [Event] {
        guard let board = board(id) else { throw .noSuchBoard(id) }
        guard let old = board.result else { throw .noResult(id) }
        guard result != .open else { throw .resultNotPossible(result) }
        try checkKnockout(result, on: id)
        guard result != old else { return [] }
        let earliest = max(nextRound, id.round + 1)
        let first = first ?? earliest
        guard first >= earliest else { throw .appliesTooEarly(first, first: earliest) }
        if settings?.format.isKnockout == true, old.winner != result.winner {
            let hanging = boards(hangingOn: board, if: result)
            guard hanging.isEmpty else { throw .correctionBlocked(by: hanging) }
        }
        return [
            .resultCorrected(
                round: id.round, board: id.board, from: old, to: result, appliesFromRound: first,
                reasonCode: reasonCode, reason: reason)
        ]
    }
}
