/// A round robin by Berger tables: everybody meets everybody once a cycle.
///
/// - Source: FIDE Handbook C.05, Annex 1.
package struct BergerTable: Hashable, Sendable {
    package struct Board: Hashable, Sendable {
        package let white: Int
        /// 0 where the first one sits out.
        package let black: Int
    }

    package static let possibleParticipants = 3...64

    /// By round, then by board; numbers from 1.
    package let rounds: [[Board]]

    /// - Parameters:
    ///   - participants: 3 to 64; an odd field has one sit out in each round.
    ///   - cycles: Each further cycle repeats the one before with colours reversed.
    ///   - swapsLastRounds: Plays the last two rounds of the first cycle in reverse order, so that
    ///     nobody has a colour three times running where the cycles meet. Not for four or fewer.
    /// - Returns: nil for a number of participants or cycles without tables.
    package init?(participants: Int, cycles: Int = 1, swapsLastRounds: Bool = false) {
        guard Self.possibleParticipants.contains(participants), cycles >= 1 else { return nil }
        let even = participants + participants % 2
        var first = (1..<even).map { round in
            Self.boards(ofRound: round, participants: even).map { board in
                participants == even ? board : board.withFreePlace(even)
            }
        }
        if swapsLastRounds, cycles > 1, even > 4 {
            first.swapAt(first.count - 1, first.count - 2)
        }
        rounds = (0..<cycles).flatMap { cycle in
            cycle.isMultiple(of: 2) ? first : first.map { $0.map(\.reversed) }
        }
    }

    /// - Parameter count: Even; the last number has the first board.
    private static func boards(ofRound round: Int, participants count: Int) -> [Board] {
        let others = count - 1
        let isOdd = !round.isMultiple(of: 2)
        let middle = isOdd ? (round + 1) / 2 : count / 2 + round / 2
        let first = isOdd ? Board(white: middle, black: count) : Board(white: count, black: middle)
        return [first]
            + (1..<(count / 2)).map { distance in
                let left = (middle + distance - 1) % others + 1
                let right = (middle - distance - 1 + others) % others + 1
                let lower = min(left, right)
                let higher = max(left, right)
                return (left + right).isMultiple(of: 2)
                    ? Board(white: higher, black: lower) : Board(white: lower, black: higher)
            }
    }
}

extension BergerTable.Board {
    /// Nobody has the last number of an odd field: its opponent sits out.
    fileprivate func withFreePlace(_ number: Int) -> Self {
        if white == number { return Self(white: black, black: 0) }
        return Self(white: white, black: black == number ? 0 : black)
    }

    fileprivate var reversed: Self {
        black == 0 ? self : Self(white: black, black: white)
    }
}
