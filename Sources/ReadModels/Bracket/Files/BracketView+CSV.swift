import Tournaments

extension BracketView {
    /// The crosstable as CSV (RFC 4180), a line for each player, best first.
    package var csv: String {
        let standings = standings()
        let codes = standings?.tieBreaks ?? []
        let byNumber = Dictionary(
            (standings?.lines ?? []).map { ($0.number, $0) }
        ) { first, _ in first }
        let table = crosstable
        let head =
            ["rank", "number", "name", "school", "rating", "points"]
            + (0..<table.rounds).map { "round \($0 + 1)" } + codes
        let lines = table.lines.map { line in
            let details = view.tournament.entry(line.player)?.details
            let facts = [
                String(line.rank), String(line.number), line.displayName,
                details?.school.flatMap { schools[$0] } ?? "",
                rating(of: line.player).map(String.init) ?? "", line.points,
            ]
            let ties = codes.map { byNumber[line.number]?.tieBreaks[$0] ?? "" }
            return facts + line.cells.map(\.text) + ties
        }
        return ([head] + lines).map { $0.map(\.csvField).joined(separator: ",") + "\r\n" }.joined()
    }
}

extension String {
    fileprivate var csvField: String {
        let isPlain = unicodeScalars.allSatisfy { !"\",\r\n".unicodeScalars.contains($0) }
        return isPlain ? self : "\"" + replacing("\"", with: "\"\"") + "\""
    }
}
