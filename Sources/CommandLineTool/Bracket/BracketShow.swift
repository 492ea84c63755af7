import ArgumentParser
import EventSourcing

/// `clubs bracket show T [ROUND]`: a tournament, or one of its rounds.
struct BracketShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a round: the last one that is paired, or the one that is named.",
        discussion: """
            EXAMPLES
              clubs bracket show $T
              clubs bracket show $T 3 --as-of 2027-03-09 --mode effective
              clubs bracket show $T --players --csv
            """)

    @OptionGroup var options: TournamentOptions

    @Argument(help: "The round, from 1.")
    var round: Int?

    @Flag(help: "Show who has entered instead.")
    var players = false

    @OptionGroup var reading: BracketReadingOptions
    @OptionGroup var form: TableOptions
    @OptionGroup var service: ServiceOptions

    func run() async throws {
        let client = try await service.client()
        var request = options.request()
        reading.apply(to: &request)
        let tournament = try await client.send(request).body
        let last = tournament["currentRound"]?.int ?? 0
        let round = round ?? last
        guard !players, round > 0 else {
            if service.json { return try Terminal.print(tournament.line) }
            heading(tournament, nil)
            return form.print(entries(of: tournament), empty: "nobody has entered")
        }
        var question = options.request(.get, "rounds", PathPart(round))
        reading.apply(to: &question)
        let shown = try await client.send(question).body
        if service.json { return try Terminal.print(shown.line) }
        heading(tournament, round)
        form.print(RoundTable(shown, of: tournament).boards, empty: "no boards")
    }

    private func heading(_ tournament: JSONValue, _ round: Int?) {
        guard form.isForPeople else { return }
        let lines = TournamentHeading(tournament, round: round).lines(.ofOutput)
        Terminal.print(lines.joined(separator: "\n"))
    }

    private func entries(of tournament: JSONValue) -> Table {
        var table = Table("NO", "NAME", "RATING", "SCHOOL", "STATE", "PLAYER")
        for entry in tournament["entries"]?.list ?? [] {
            table.append(
                entry["number"]?.cell, entry["displayName"]?.cell, entry["rating"]?.cell,
                entry["schoolName"]?.cell, entry["state"]?.cell, entry["player"]?.cell)
        }
        return table
    }
}
