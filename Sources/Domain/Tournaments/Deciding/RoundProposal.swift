import EventSourcing
import Pairing
import Vocabulary

/// A round that the engine proposes, before anybody has decided on it.
///
/// Made from the state alone, so verification makes it again from the same events.
package struct RoundProposal: Equatable, Sendable {
    package var round: Int
    package var engine: Tournament.Engine
    package var inputDigest: String
    package var boards: [Tournament.PairedBoard] = []
    package var byes: [Tournament.PairedBye] = []
    package var unpaired: [PersonID] = []
    package var warnings: [String] = []
    package var explanations: [Tournament.BoardExplanation] = []

    func event(attempt: Int, seed: Int) -> Tournament.PairedRound {
        Tournament.PairedRound(
            round: round, attempt: attempt, engine: engine, seed: seed, inputDigest: inputDigest,
            pairings: boards, byes: byes, unpaired: unpaired, warnings: warnings,
            explanations: explanations)
    }
}

extension Tournament {
    /// Pairs a round by the tournament's own system, and records nothing.
    ///
    /// - Complexity: That of the Dutch system in a Swiss; O(players × rounds) otherwise.
    package func proposal(
        ofRound number: Int, under settings: Settings, absent: Set<PersonID> = []
    ) throws(Rejection) -> RoundProposal {
        let history = history(forPairing: number, absent: absent)
        var proposal = RoundProposal(
            round: number,
            engine: settings.pairing == .engine ? settings.engine : .manual,
            inputDigest: InputDigest.of(history, round: number, seed: settings.seed))
        if settings.pairing == .manualOnly {
            try checkRoundsAreLeft(number)
            for player in entries.order {
                if let kind = plannedBye(of: player, inRound: number, absent: absent) {
                    proposal.byes.append(PairedBye(player: player, kind: kind))
                } else {
                    proposal.unpaired.append(player)
                }
            }
        } else {
            switch settings.format {
            case .swiss: try proposeSwiss(&proposal, from: history, absent: absent)
            case .roundRobin, .doubleRoundRobin: try proposeRoundRobin(&proposal, from: history)
            case .singleElimination, .doubleElimination: try proposeKnockout(&proposal)
            }
            guard !proposal.boards.isEmpty else { throw .nothingToPair(number) }
        }
        return proposal
    }

    private func checkRoundsAreLeft(_ number: Int) throws(Rejection) {
        if let planned = plannedRounds, number > planned { throw .allRoundsPaired(planned) }
    }

    private func proposeSwiss(
        _ proposal: inout RoundProposal, from history: TournamentHistory, absent: Set<PersonID>
    ) throws(Rejection) {
        let number = proposal.round
        try checkRoundsAreLeft(number)
        func apart(_ board: SwissPairing.Board, _ rules: [Separation]) -> Bool {
            rules.contains {
                ($0.rounds?.contains(number) ?? true) && $0.numbers.contains(board.white)
                    && $0.numbers.contains(board.black)
            }
        }
        let explained: RoundExplanation
        do throws(NoLegalPairing) {
            explained = try history.explanation(ofRound: number)
        } catch {
            throw .noLegalPairing(
                round: number, players: error.numbers.compactMap { player(numbered: $0) },
                explanation: "\(PairingRefusal.noLegalPairing(round: number, error))")
        }
        for (index, pair) in explained.boards.enumerated() {
            guard let white = player(numbered: pair.board.white),
                let black = player(numbered: pair.board.black)
            else { continue }
            let isHigherWhite = pair.higher == pair.board.white
            let isFloat = pair.higherScore != pair.lowerScore
            proposal.boards.append(
                PairedBoard(
                    board: index + 1, white: white, black: black,
                    bracket: "\(pair.bracketScore)",
                    floats: isFloat
                        ? Floats(
                            white: isHigherWhite ? .down : .up, black: isHigherWhite ? .up : .down)
                        : nil))
            proposal.explanations.append(
                BoardExplanation(board: index + 1, code: pair.decision.code))
            if apart(pair.board, history.discouraged) {
                proposal.warnings.append("rather-not:\(index + 1)")
            }
        }
        if let bye = explained.bye, let player = player(numbered: bye.number) {
            proposal.byes.append(PairedBye(player: player, kind: .pab))
        }
        for player in entries.order {
            if let kind = plannedBye(of: player, inRound: number, absent: absent) {
                proposal.byes.append(PairedBye(player: player, kind: kind))
            }
        }
    }

    /// Berger's tables bring everybody together, those who have left too; in an odd field one
    /// sits out, for nothing.
    private func proposeRoundRobin(
        _ proposal: inout RoundProposal, from history: TournamentHistory
    ) throws(Rejection) {
        try checkRoundsAreLeft(proposal.round)
        var plain = history
        for index in plain.entrants.indices {
            plain.entrants[index].rounds = Array(
                plain.entrants[index].rounds.prefix(proposal.round - 1))
        }
        let pairing: SwissPairing
        do throws(PairingRefusal) {
            pairing = try plain.pairing(ofRound: proposal.round)
        } catch {
            throw .noLegalPairing(round: proposal.round, players: [], explanation: "\(error)")
        }
        for (index, board) in pairing.boards.enumerated() {
            guard let white = player(numbered: board.white),
                let black = player(numbered: board.black)
            else { continue }
            proposal.boards.append(PairedBoard(board: index + 1, white: white, black: black))
            proposal.explanations.append(BoardExplanation(board: index + 1, code: "berger"))
        }
        if let bye = pairing.bye, let player = player(numbered: bye) {
            proposal.byes.append(PairedBye(player: player, kind: .zero))
        }
    }
}

extension Decision {
    /// A stable code: `natural`, `order`, `discouraged`, or the criterion, `c12`.
    package var code: String {
        switch self {
        case .natural: "natural"
        case .criterion(let criterion): "c\(criterion.rawValue)"
        case .discouraged: "discouraged"
        case .order: "order"
        }
    }
}
