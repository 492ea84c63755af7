import ArgumentParser
import EventSourcing
import Tournaments

/// `clubs bracket list --club CLUB`: the tournaments of a club.
struct BracketList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List tournaments: of one club, or of all that the caller may see.",
        discussion: """
            EXAMPLES
              clubs bracket list
              clubs bracket list --club chess --state running
              clubs bracket list --club chess --as-of 2027-03-09 --csv
            """)

    @Option(help: "The club, by slug or id; all of them where none is named.")
    var club: ClubReference?

    @Option(help: "Only tournaments that are planned, running, finalized or cancelled.")
    var state: Tournament.Stage?

    @Option(help: "How many at most, of each club.")
    var limit = 500

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var form: TableOptions
    @OptionGroup var service: ServiceOptions

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit is at least 1.") }
        guard state != .unscheduled else {
            throw ValidationError("--state is planned, running, finalized or cancelled.")
        }
    }

    func run() async throws {
        let client = try await service.client()
        var tournaments: [JSONValue] = []
        var table = Table("CLUB", "STARTS", "NAME", "FORMAT", "STATE", "ROUND", "PLAYERS", "T")
        for club in try await clubs(client) {
            let found = try await client.list(question(club), limit: limit)
            tournaments += found
            for tournament in found { table.append(row(tournament, of: club)) }
        }
        if service.json { return try Terminal.print(JSONValue.list(tournaments).line) }
        form.print(table, empty: "no tournaments; schedule one with `clubs bracket schedule`")
    }

    private func clubs(_ client: ServiceClient) async throws -> [ClubReference] {
        if let club { return [club] }
        var request = ServiceRequest(.get, "clubs")
        reading.apply(to: &request)
        return try await client.list(request, limit: .max).compactMap {
            $0["slug"]?.string.flatMap(ClubReference.init(argument:))
        }
    }

    private func question(_ club: ClubReference) -> ServiceRequest {
        var request = ServiceRequest(.get, "clubs", PathPart(club), "tournaments")
        request.add(query: "state", state?.rawValue)
        reading.apply(to: &request)
        return request
    }

    private func row(_ tournament: JSONValue, of club: ClubReference) -> [String?] {
        let planned = tournament["plannedRounds"]?.cell.map { " of \($0)" } ?? ""
        return [
            club.description, tournament["startsAtLocal"]?.cell, tournament["name"]?.cell,
            tournament["format"]?.cell, tournament["state"]?.cell,
            (tournament["currentRound"]?.cell ?? "0") + planned, tournament["players"]?.cell,
            tournament["tournament"]?.cell,
        ]
    }
}
