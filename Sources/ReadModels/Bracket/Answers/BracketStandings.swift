import EventSourcing
import Pairing
import Tournaments
import Vocabulary

/// A table of points, as `GET …/standings` shows it.
package struct BracketStandings: Encodable, Equatable, Sendable {
    package let tournament: TournamentID
    package let afterRound: Int
    package let mode: LookBack
    /// The codes behind the points, in the order they apply.
    package let tieBreaks: [String]
    /// Of rank, number, points and tie-breaks.
    package let digest: String
    package let lines: [Line]

    package struct Line: Encodable, Equatable, Sendable {
        /// Those whom the list leaves tied share the best one.
        package let rank: Int
        package let player: PersonID
        package let displayName: String
        package let number: Int
        package let points: String
        /// By code; one that is not defined is missing.
        package let tieBreaks: [String: String]
        /// Whites more than blacks.
        package let colourBalance: Int
        /// Of the last round, and of the one before.
        package let float: Tournament.Floats.Float?
        package let floatBefore: Tournament.Floats.Float?
    }
}

extension BracketView {
    /// - Parameter round: The last one that counts; all of them where none is named.
    /// - Returns: Nothing for a round that is not paired.
    package func standings(afterRound round: Int? = nil) -> BracketStandings? {
        let number = round ?? view.currentRound
        guard (0...view.currentRound).contains(number) else { return nil }
        let lines = view.standings(afterRound: number)
        let codes = view.tieBreakCodes
        return BracketStandings(
            tournament: id, afterRound: number, mode: mode, tieBreaks: codes,
            digest: lines.digest,
            lines: lines.map { line in
                let values = zip(codes, line.tieBreaks).compactMap { code, value in
                    value.map { (code, $0) }
                }
                return BracketStandings.Line(
                    rank: line.rank, player: line.player, displayName: names[line.player],
                    number: line.number, points: line.points.description,
                    tieBreaks: Dictionary(values) { first, _ in first },
                    colourBalance: line.colourBalance, float: line.floats.last ?? nil,
                    floatBefore: line.floats.count > 1 ? line.floats[0] : nil)
            })
    }
}
