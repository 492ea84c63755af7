extension BergerTable {
    /// A round of a round robin: the numbers take the table's places in their order.
    ///
    /// - Parameter rounds: Of the tournament; more than a table has are further cycles.
    /// - Returns: The boards of the table; whoever meets the free place of an odd field has the bye.
    static func pairing(
        ofRound round: Int, of rounds: Int, numbers: [Int], swapsLastRounds: Bool
    ) throws(PairingRefusal) -> SwissPairing {
        let cycle = max(numbers.count + numbers.count % 2 - 1, 1)
        let cycles = (max(rounds, round) + cycle - 1) / cycle
        guard
            let table = BergerTable(
                participants: numbers.count, cycles: cycles, swapsLastRounds: swapsLastRounds)
        else { throw .noTable(participants: numbers.count) }
        var pairing = SwissPairing(boards: [], bye: nil)
        for board in table.rounds[round - 1] {
            let white = numbers[board.white - 1]
            if board.black == 0 {
                pairing.bye = white
            } else {
                pairing.boards.append(
                    SwissPairing.Board(white: white, black: numbers[board.black - 1]))
            }
        }
        return pairing
    }
}
