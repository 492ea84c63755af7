import EventSourcing
import Vocabulary

/// Taking a decision back, with what depends on it or not at all.
extension Tournament {
    func revert(
        _ reversal: Reversal, cascade: Bool, because reasonCode: ReasonCode,
        _ reason: VaultReference?
    ) throws(Rejection) -> [Event] {
        guard (1...max(version, 1)).contains(reversal.version) else { throw .unknownDecision }
        guard let decision = ledger[reversal.version] else { throw .notRevertible }
        let dependents = dependents(of: decision, at: reversal.version)
        guard dependents.isEmpty || cascade else { throw .revertBlocked(dependents: dependents) }
        var changed = self
        var compensations: [Event] = []
        for version in dependents.map(\.version).reversed() + [reversal.version] {
            // An earlier step may have taken it away already.
            guard let decision = changed.ledger[version] else { continue }
            for event in try changed.compensation(for: decision, because: reasonCode, reason) {
                changed.evolve(event)
                compensations.append(event)
            }
            changed.ledger.remove(version)
        }
        guard compensations.count < Limits.eventsPerCommand else {
            throw .outOfBounds(.cascade, allowed: 0...Limits.eventsPerCommand)
        }
        return [
            .decisionReverted(
                revertedEventId: reversal.event.description, revertedVersion: reversal.version,
                dependents: dependents.map(\.version), compensations: compensations.map(\.name),
                reasonCode: reasonCode, reason: reason)
        ] + compensations
    }

    /// Later decisions that would not have been made, or not so, without this one.
    func dependents(of decision: Decision, at version: Int) -> [Dependent] {
        ledger.after(version).filter { hangs($0.decision, on: decision) }.map {
            Dependent(
                version: $0.version, type: $0.decision.name, round: $0.decision.round,
                board: $0.decision.board)
        }
    }

    private func hangs(_ later: Decision, on decision: Decision) -> Bool {
        if later == .finalized { return true }
        switch decision {
        case .bye(_, let round), .withdrawn(_, let round), .expelled(_, let round):
            return (later.round ?? 0) >= round
        case .paired(let round, _):
            return (later.round ?? 0) >= round
        case .overridden(let round, _, _):
            return (later.round ?? 0) >= round
        case .recorded(let board, _):
            return (later.round ?? 0) > board.round
                || (later.round == board.round && later.board == board.board)
        case .corrected(let board, let from, _):
            if later.round == board.round, later.board == board.board { return true }
            return isInKnockout(later, behind: board, if: from)
        case .amended(let changes):
            guard case .amended(let others) = later else { return false }
            return others.keys.contains { changes[$0] != nil }
        case .finalized: return false
        }
    }

    /// In a knockout others would have played there.
    private func isInKnockout(
        _ later: Decision, behind id: BoardID, if result: GameResult
    ) -> Bool {
        guard settings?.format.isKnockout == true, let board = board(id),
            board.result?.winner != result.winner, let round = later.round,
            let first = boards(hangingOn: board, if: result).map(\.round).min()
        else { return false }
        return round >= first
    }

    private func compensation(
        for decision: Decision, because reasonCode: ReasonCode, _ reason: VaultReference?
    ) throws(Rejection) -> [Event] {
        switch decision {
        case .bye(let player, let round): return [.byeCancelled(player: player, round: round)]
        case .withdrawn(let player, let round): return try reinstate(player, atRound: round)
        case .expelled(let player, let round):
            return [.playerReinstated(player: player, atRound: round)]
        case .paired(let round, let attempt):
            return [.roundUnpaired(round: round, attempt: attempt, reasonCode: reasonCode)]
        case .overridden(let round, let changes, let byes):
            return [
                .pairingOverridden(
                    round: round, changes: changes.map(\.reversed), byes: byes.map(\.reversed),
                    level: .ok, reasonCode: reasonCode, reason: reason)
            ]
        case .recorded(let id, let result):
            return [corrected(id, from: board(id)?.result ?? result, to: .open, reasonCode, reason)]
        case .corrected(let id, let from, let to):
            return [corrected(id, from: to, to: from, reasonCode, reason)]
        case .amended(let changes):
            return [
                .amended(
                    changes: changes.mapValues(\.reversed), level: .ok, reasonCode: reasonCode)
            ]
        case .finalized: return [.reopened(reasonCode: reasonCode, reason: reason)]
        }
    }

    private func corrected(
        _ id: BoardID, from: GameResult, to: GameResult, _ reasonCode: ReasonCode,
        _ reason: VaultReference?
    ) -> Event {
        .resultCorrected(
            round: id.round, board: id.board, from: from, to: to,
            appliesFromRound: max(nextRound, id.round + 1), reasonCode: reasonCode, reason: reason)
    }
}

extension Tournament.Event {
    /// The wire names of what takes decisions back.
    fileprivate var name: String {
        switch self {
        case .byeCancelled: "tournament.bye-cancelled"
        case .playerReinstated: "tournament.player-reinstated"
        case .roundUnpaired: "tournament.round-unpaired"
        case .pairingOverridden: "tournament.pairing-overridden"
        case .resultCorrected: "tournament.result-corrected"
        case .amended: "tournament.amended"
        case .reopened: "tournament.reopened"
        default: preconditionFailure("only these events take a decision back")
        }
    }
}
