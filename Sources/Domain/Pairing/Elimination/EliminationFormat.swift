/// The kind of a knockout.
package enum EliminationFormat: Hashable, Sendable {
    /// - Parameters:
    ///   - thirdPlace: Whether the losers of the semi-finals play for place 3.
    ///   - reseeds: Whether in each round the highest seed left meets the lowest left.
    case single(thirdPlace: Bool, reseeds: Bool = false)
    /// - Parameter resets: Whether a second final decides when the winner of the upper bracket loses
    ///   the first, because then both have lost once.
    case double(resets: Bool)

    var reseeds: Bool {
        if case .single(_, reseeds: true) = self { true } else { false }
    }
}

/// Names a match by its place.
package struct MatchID: Hashable, Comparable, Sendable {
    package enum Bracket: String, Hashable, Comparable, Sendable {
        case thirdPlace = "C"
        case final = "F"
        case lower = "L"
        case upper = "W"

        package static func < (left: Bracket, right: Bracket) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    package var bracket: Bracket
    package var round: Int
    package var match: Int

    package init(_ bracket: Bracket, _ round: Int, _ match: Int) {
        self.bracket = bracket
        self.round = round
        self.match = match
    }

    package static func < (left: MatchID, right: MatchID) -> Bool {
        (left.bracket, left.round, left.match) < (right.bracket, right.round, right.match)
    }
}

extension MatchID: CustomStringConvertible {
    package var description: String { "\(bracket.rawValue) round \(round) match \(match)" }
}

/// One side of a match.
package enum MatchPlace: Hashable, Sendable {
    /// Not decided yet.
    case open
    /// Nobody will come: the other side goes on without a match.
    case bye
    case player(Int)

    package var player: Int? {
        if case .player(let seed) = self { seed } else { nil }
    }
}

/// A match with what is known of it.
package struct Match: Hashable, Sendable {
    package let id: MatchID
    package let first: MatchPlace
    package let second: MatchPlace
    /// nil until it has been played.
    package let result: MatchResult?

    /// Both sides are known, and there is no result.
    package var isReady: Bool {
        first.player != nil && second.player != nil && result == nil
    }

    package func has(_ player: Int) -> Bool {
        first == .player(player) || second == .player(player)
    }
}

package enum MatchResult: Hashable, Sendable {
    case won(by: Int)
    /// Both were missing: the place in the next match is a bye.
    case nobodyCame
}
