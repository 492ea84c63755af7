import Pairing
import ReadModels
import Tournaments

/// The standings behind a round, with tie-breaks.
struct StandingsView: Sendable {
    /// From how many players on the crosstable is folded away at first.
    static let wideFrom = 60

    let heading: String
    let codes: [String]
    /// A line a player.
    let rows: Markup
    /// Columns that would be empty are left out.
    let hasRatings: Bool
    let hasSchools: Bool
    let isFinal: Bool
    let digest: String

    private struct Line {
        let rank: Int
        let name: String
        let rating: Int?
        let school: String?
        let points: String
        let values: [String]
        let isAway: Bool

        func row(hasRatings: Bool, hasSchools: Bool) -> Markup {
            """
            <tr\(" class=\"first\"", if: rank == 1)><td class="n">\(rank)</td>\
            <th scope="row"><bdi>\(name)</bdi>\
            \(" <span class=\"note\">withdrawn</span>", if: isAway)</th>\
            \("<td class=\"n wide\">\(rating)</td>", if: hasRatings)\
            \("<td class=\"wide\"><bdi>\(school)</bdi></td>", if: hasSchools)\
            <td class="n points">\(points)</td>\
            \(values.map { "<td class=\"n\">\($0)</td>" as Markup })</tr>

            """
        }
    }

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
                rank: line.rank, name: line.displayName, rating: bracket.rating(of: line.player),
                school: entry?.school.flatMap { bracket.schools[$0] }, points: line.points,
                values: codes.map { line.tieBreaks[$0] ?? "–" },
                isAway: entry.map { $0.standing != .active } ?? false)
        }
        let hasRatings = lines.contains { $0.rating != nil }
        let hasSchools = Set(lines.compactMap(\.school)).count > 1
        rows = Markup(lines.map { $0.row(hasRatings: hasRatings, hasSchools: hasSchools) })
        (self.hasRatings, self.hasSchools) = (hasRatings, hasSchools)
    }
}

/// Who met whom, by rank.
struct CrosstableView: Sendable {
    let rounds: [Int]
    /// A line a player.
    let rows: Markup
    let isOpen: Bool

    init?(_ facts: TournamentFacts) {
        let bracket = facts.bracket
        guard bracket.view.settings?.format.isKnockout != true, bracket.view.currentRound > 0
        else { return nil }
        let table = bracket.crosstable
        rounds = Array(1...max(1, table.rounds))
        isOpen = table.lines.count < StandingsView.wideFrom
        let names = Dictionary(
            table.lines.map { ($0.number, $0.displayName) },
            uniquingKeysWith: { first, _ in first })
        rows = Markup(
            table.lines.map { line in
                """
                <tr><td class="n">\(line.rank)</td><th scope="row"><bdi>\(line.displayName)</bdi></th>\
                \(line.cells.map { $0.markup(against: $0.opponent.flatMap { names[$0] }) })\
                <td class="n points">\(line.points)</td></tr>

                """
            })
    }
}

extension BracketCrosstable.Cell {
    /// - Parameter opponent: Their name, for those who hear the table.
    fileprivate func markup(against opponent: String?) -> Markup {
        """
        <td class="n \(kind.rawValue)"><span aria-hidden="true">\(text)</span>\
        <span class="visually-hidden">\(words(against: opponent))</span></td>
        """
    }

    private func words(against opponent: String?) -> String {
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
