/// Where a tournament was not paired as the rules pair it.
package enum PairingDifference: Hashable, Sendable, CustomStringConvertible {
    case missing(round: Int, SwissPairing.Board)
    case unexpected(round: Int, SwissPairing.Board)
    case bye(round: Int, expected: Int?, found: Int?)
    case unpairable(round: Int, PairingRefusal)

    package var description: String {
        switch self {
        case .missing(let round, let board):
            "round \(round): \(board.white) - \(board.black) is missing"
        case .unexpected(let round, let board):
            "round \(round): \(board.white) - \(board.black) was paired instead"
        case .bye(let round, let expected, let found):
            "round \(round): the bye is \(expected.map(String.init) ?? "nobody")'s, "
                + "not \(found.map(String.init) ?? "nobody")'s"
        case .unpairable(let round, let refusal): "round \(round): \(refusal)"
        }
    }
}

extension PairingDifference {
    static func all(inRound round: Int, played: SwissPairing, ruled: SwissPairing) -> [Self] {
        let boards = Set(played.boards)
        let expected = Set(ruled.boards)
        var differences = ruled.boards.filter { !boards.contains($0) }.map {
            Self.missing(round: round, $0)
        }
        differences += played.boards.filter { !expected.contains($0) }.map {
            .unexpected(round: round, $0)
        }
        if played.bye != ruled.bye {
            differences.append(.bye(round: round, expected: ruled.bye, found: played.bye))
        }
        return differences
    }
}

extension TournamentHistory {
    /// Pairs every round again, and tells where the tournament differs.
    package func pairingDifferences() -> [PairingDifference] {
        guard pairedRounds > 0 else { return [] }
        return (1...pairedRounds).flatMap { differences(inRound: $0) }
    }

    private func differences(inRound round: Int) -> [PairingDifference] {
        let played = pairing(playedInRound: round)
        let ruled: SwissPairing
        do {
            ruled = try before(round: round).pairing(ofRound: round)
        } catch {
            return [.unpairable(round: round, error)]
        }
        return PairingDifference.all(inRound: round, played: played, ruled: ruled)
    }

    /// The pairing of a round as it was, forfeits included, by the white player's number.
    package func pairing(playedInRound round: Int) -> SwissPairing {
        var pairing = SwissPairing(boards: [], bye: nil)
        for entrant in entrants {
            switch entrant.outcome(ofRound: round) {
            case .game(let opponent, .white, _, _), .forfeit(let opponent, .white, _):
                pairing.boards.append(SwissPairing.Board(white: entrant.number, black: opponent))
            case .bye(.pairingAllocated): pairing.bye = entrant.number
            case .game, .forfeit, .bye, .absent: continue
            }
        }
        let unpaired = entrants.filter { $0.outcome(ofRound: round).opponent == nil }
        // In a round robin whoever meets the free place just sits out.
        if format.isRoundRobin, unpaired.count == 1 { pairing.bye = unpaired[0].number }
        return pairing
    }
}
