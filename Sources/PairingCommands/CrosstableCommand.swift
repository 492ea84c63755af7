import ArgumentParser
import Pairing

/// Prints who met whom: `clubs pairing crosstable FILE.trf`.
struct CrosstableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crosstable",
        abstract: "Print everybody's rounds, best first.",
        discussion: """
            EXAMPLE
              clubs pairing crosstable open.trf
            """)

    @OptionGroup var tournament: TournamentOptions

    func run() throws {
        try Failure.reported { () throws(Failure) in
            let (report, tournament) = try tournament.readPlayed()
            guard case .players(let history) = tournament else {
                throw .refused("a crosstable is of players; this is a tournament of teams")
            }
            var names: [Int: String] = [:]
            for player in report.players { names[player.number] = player.name }
            let table = Crosstable(of: history)
            let numbers = stride(from: 1, through: table.rounds, by: 1).map { "\($0)" }
            var rows = [["rank", "no", "name"] + numbers + ["points"]]
            for line in table.lines {
                let start = ["\(line.rank)", "\(line.number)", names[line.number] ?? ""]
                rows.append(start + line.cells.map(\.description) + [line.points.description])
            }
            print(TextTable.aligned(rows))
        }
    }
}

/// Columns as wide as their widest cell.
enum TextTable {
    static func aligned(_ rows: [[String]]) -> String {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                line += cell + String(repeating: " ", count: widths[column] - cell.count + 2)
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}
