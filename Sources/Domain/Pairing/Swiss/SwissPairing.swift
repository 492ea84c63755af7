/// A round paired by the Dutch system.
package struct SwissPairing: Hashable, Sendable {
    package struct Board: Hashable, Sendable {
        package var white: Int
        package var black: Int

        package init(white: Int, black: Int) {
            self.white = white
            self.black = black
        }
    }

    /// In the order of the rules, by pairing number.
    package var boards: [Board]
    /// The number of the participant with the pairing-allocated bye.
    package var bye: Int?

    package init(boards: [Board], bye: Int?) {
        self.boards = boards
        self.bye = bye
    }
}

extension TournamentHistory {
    /// Pairs a round by the Dutch system.
    ///
    /// - Parameter round: From 1. Its column holds only byes asked for; whoever has nothing there is
    ///   paired.
    /// - Throws: `NoLegalPairing` if the absolute criteria C1 to C3 leave no complete pairing.
    /// - Complexity: O(*n*²) for a field of *n* when most brackets meet their criteria at the first
    ///   candidates; O(*n*³) for what does not.
    /// - Source: FIDE Handbook C.04.3, in force from 1 February 2026.
    package func swissPairing(ofRound round: Int) throws(NoLegalPairing) -> SwissPairing {
        let field = SwissField(history: self, round: round)
        return field.pairing(of: try DutchPairing(field: field))
    }
}

extension SwissField {
    /// Gives the pairs their colours and boards.
    ///
    /// - Source: FIDE Handbook C.04.2, order of boards: the higher ranked player's score, the sum of
    ///   both scores, the higher ranked player's number.
    func pairing(of paired: DutchPairing) -> SwissPairing {
        let ordered = paired.pairs.sorted { boardKey($0) < boardKey($1) }
        return SwissPairing(
            boards: ordered.map { board(higher: $0.0, lower: $0.1) },
            bye: paired.bye.map { contenders[$0].number })
    }

    func board(higher: Int, lower: Int) -> SwissPairing.Board {
        let first = contenders[higher].number
        let second = contenders[lower].number
        return colour(ofHigher: higher, against: lower).colour == .white
            ? SwissPairing.Board(white: first, black: second)
            : SwissPairing.Board(white: second, black: first)
    }

    /// Sorts pairs into the order of the boards.
    func boardKey(_ pair: (Int, Int)) -> (Int, Int, Int) {
        let higher = contenders[pair.0]
        let lower = contenders[pair.1]
        return (-higher.score.hundredths, -(higher.score + lower.score).hundredths, higher.number)
    }
}
