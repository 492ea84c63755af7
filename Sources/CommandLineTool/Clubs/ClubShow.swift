import ArgumentParser
import EventSourcing

/// `clubs club list`: the clubs that the caller may see.
struct ClubList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the clubs.",
        discussion: """
            EXAMPLES
              clubs club list
              clubs club list --as-of 1971-06-01 --json
            """)

    @Option(help: "How many at most.")
    var limit = 500

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var service: ServiceOptions

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit is at least 1.") }
    }

    func run() async throws {
        var request = ServiceRequest(.get, "clubs")
        reading.apply(to: &request)
        let clubs = try await service.client().list(request, limit: limit)
        if service.json { return try Terminal.print(JSONValue.list(clubs).line) }
        var table = Table("SLUG", "NAME", "KIND", "MEMBERS", "SEATS", "WAITING", "ENROLMENT")
        for club in clubs {
            table.append(
                club["slug"]?.cell, club["name"]?.cell, club["kind"]?.cell,
                club["members"]?.cell, club["capacity"]?.cell ?? "no limit",
                club["waitlisted"]?.cell,
                club["archived"] == true ? "archived" : club["enrolment"]?.cell)
        }
        table.print(empty: "no clubs yet; found one with `clubs club found`")
    }
}

/// `clubs club show CLUB`: a club and its roster, now or at a past moment.
struct ClubShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a club and its roster, now or at a past moment.",
        discussion: """
            EXAMPLES
              clubs club show chess
              clubs club show chess --as-of 2027-03-09
              clubs club show chess --as-of @10234 --json
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var service: ServiceOptions

    func run() async throws {
        let client = try await service.client()
        var profile = ServiceRequest.club(club)
        reading.apply(to: &profile)
        var roster = ServiceRequest(.get, "clubs", PathPart(club), "members")
        reading.apply(to: &roster)
        let shown = try await client.send(profile).body
        let members = try await client.list(roster, limit: .max)
        if service.json {
            let both: JSONValue = ["club": shown, "members": .array(members)]
            return try Terminal.print(both.line)
        }
        Terminal.print(heading(of: shown))
        Roster(members).table.print(empty: "nobody is in it")
    }

    private func heading(of club: JSONValue) -> String {
        let style = Style.ofOutput
        let seats = club["capacity"]?.cell.map { " of \($0) seats taken" } ?? " members"
        let facts = [
            (club["members"]?.cell ?? "0") + seats,
            (club["waitlisted"]?.cell ?? "0") + " waiting",
            club["archived"] == true ? "archived" : "enrolment " + (club["enrolment"]?.cell ?? ""),
        ]
        let name = style.bold(club["name"]?.cell ?? "\(self.club)")
        let moment = reading.asOf.map { style.yellow("  as of \($0)") } ?? ""
        return "\(name)\(moment)\n" + style.dim(facts.joined(separator: " · "))
    }
}

/// The members of a club in the order in which the service names them.
struct Roster {
    let members: [JSONValue]

    init(_ members: [JSONValue]) { self.members = members }

    var table: Table {
        var table = Table("NAME", "ROLE", "SINCE", "STATE", "GROUP", "PERSON")
        for member in members {
            table.append(
                member["displayName"]?.cell, member["roles"]?.cell ?? member["role"]?.cell,
                member["since"]?.moment, member["state"]?.cell, member["group"]?.cell,
                member["person"]?.cell)
        }
        return table
    }
}

extension JSONValue {
    /// A list as the service wraps one, all its pages together.
    static func list(_ items: [JSONValue]) -> JSONValue { ["items": .array(items)] }
}
