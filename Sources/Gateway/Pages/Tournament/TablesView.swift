import Pairing
import ReadModels
import Tournaments

/// The standings behind a round, with tie-breaks.
struct StandingsView: Sendable {
    /// From how many players on the crosstable is folded away at first.
    static let wideFrom = 60

    let heading: String
    let codes: [String]
    let lines: [Line]
    /// Columns that would be empty are left out.
    let hasRatings: Bool
    let hasSchools: Bool
    let isFinal: Bool
    let digest: String

    struct Line: Sendable {
        let rank: Int
        let name: String
        let number: Int
        let rating: Int?
        let school: String?
        let points: String
        let values: [String]
        let isFirst: Bool
        let isAway: Bool
    }

    /// - Parameter round: The last one that counts.
    init?(_ facts: TournamentFacts) {
        let bracket = facts.bracket
        guard bracket.view.settings?.format.isKnockout != true,
            let table = bracket.standings(afterRound: facts.round), facts.round != nil
        else { return nil }
        let entries = Dictionary(
            bracket.view.entries.map { ($0.player, $0) }, uniquingKeysWith: { $1 })
        isFinal = bracket.view.stage == .finalized
        let isComplete = bracket.round(table.afterRound)?.completed == true
        heading =
            isFinal && table.afterRound == bracket.view.currentRound
            ? "Final standings"
            : isComplete
                ? "Standings after round \(table.afterRound)"
                : "Standings during round \(table.afterRound)"
        codes = table.tieBreaks.filter { $0 != "PTS" }
        digest = table.digest
        let codes = codes
        let lines = table.lines.map { line in
            let entry = entries[line.player]
            return Line(
                rank: line.rank, name: line.displayName, number: line.number,
                rating: bracket.rating(of: line.player),
                school: entry?.school.flatMap { bracket.schools[$0] }, points: line.points,
                values: codes.map { line.tieBreaks[$0] ?? "–" }, isFirst: line.rank == 1,
                isAway: entry.map { $0.standing != .active } ?? false)
        }
        hasRatings = lines.contains { $0.rating != nil }
        hasSchools = Set(lines.compactMap(\.school)).count > 1
        self.lines = lines
    }
}

/// Who met whom, by rank.
struct CrosstableView: Sendable {
    let rounds: [Int]
    let lines: [Line]
    let isOpen: Bool

    struct Line: Sendable {
        let rank: Int
        let name: String
        let points: String
        let cells: [Cell]
    }

    struct Cell: Sendable {
        let text: String
        /// For those who hear the table.
        let words: String
        let style: String
    }

    init?(_ facts: TournamentFacts) {
        let bracket = facts.bracket
        guard bracket.view.settings?.format.isKnockout != true, bracket.view.currentRound > 0
        else { return nil }
        let table = bracket.crosstable
        rounds = Array(1...max(1, table.rounds))
        isOpen = table.lines.count < StandingsView.wideFrom
        let ranks = Dictionary(
            table.lines.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        lines = table.lines.map { line in
            Line(
                rank: line.rank, name: line.displayName, points: line.points,
                cells: line.cells.map { cell in
                    let opponent = cell.opponent.flatMap { ranks[$0] }
                    return Cell(
                        text: cell.text, words: cell.words(against: opponent?.displayName),
                        style: cell.kind == .game ? "game" : cell.kind.rawValue)
                })
        }
    }
}

extension BracketCrosstable.Cell {
    fileprivate func words(against opponent: String?) -> String {
        switch kind {
        case .game:
            "round \(round): \(points) with \(colour == .white ? "White" : "Black") against "
                + (opponent ?? "nobody")
        case .forfeit: "round \(round): \(points) by forfeit against \(opponent ?? "nobody")"
        case .allocatedBye: "round \(round): bye, \(points)"
        case .halfPointBye: "round \(round): half-point bye"
        case .fullPointBye: "round \(round): full-point bye"
        case .absent: "round \(round): absent"
        }
    }
}
