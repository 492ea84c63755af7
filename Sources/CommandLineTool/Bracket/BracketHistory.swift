import ArgumentParser
import EventSourcing

/// A list in a tournament, page after page.
protocol BracketPages: AsyncParsableCommand {
    static var path: PathPart { get }
    static var nothing: String { get }

    var options: TournamentOptions { get }
    var reading: BracketReadingOptions { get }
    var limit: BracketPageOptions { get }
    var form: TableOptions { get }
    var service: ServiceOptions { get }

    func table(_ items: [JSONValue]) -> Table
}

extension BracketPages {
    func run() async throws {
        var request = options.request(.get, Self.path)
        reading.apply(to: &request)
        let found = try await limit.take(request, from: service.client())
        if service.json { return try Terminal.print(JSONValue.list(found).line) }
        form.print(table(found), empty: Self.nothing)
    }
}

/// How much of a long list is asked for.
struct BracketPageOptions: ParsableArguments {
    /// As much as the service gives at once.
    private static let pageLimit = 200

    @Option(help: "How many at most, from the oldest on.")
    var limit = 10_000

    func validate() throws {
        guard (1..<Int.max).contains(limit) else {
            throw ValidationError("--limit is at least 1.")
        }
    }

    /// All pages of the list up to the limit; that there are more is said on the standard error.
    func take(
        _ request: ServiceRequest, from client: ServiceClient
    ) async throws -> [JSONValue] {
        var request = request
        request.add(query: "limit", String(min(limit + 1, Self.pageLimit)))
        let found = try await client.list(request, limit: limit + 1)
        if found.count > limit {
            Terminal.note("there are more than these \(limit): see --limit")
        }
        return Array(found.prefix(limit))
    }
}

/// `clubs bracket history T`: what has happened.
struct BracketHistory: BracketPages {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show what has happened in a tournament, with the versions that undo takes.",
        discussion: """
            EXAMPLE
              clubs bracket history $T --as-of @10234
            """)

    static let path: PathPart = "history"
    static let nothing = "nothing has happened yet"

    @OptionGroup var options: TournamentOptions
    @OptionGroup var reading: BracketReadingOptions
    @OptionGroup var limit: BracketPageOptions
    @OptionGroup var form: TableOptions
    @OptionGroup var service: ServiceOptions

    func table(_ items: [JSONValue]) -> Table {
        var table = Table("VERSION", "AT", "WHAT", "ROUND", "BOARD", "BY")
        for event in items {
            table.append(
                event["version"]?.cell, event["at"]?.moment, event["type"]?.cell,
                event["round"]?.cell, event["board"]?.cell, event["capacity"]?.cell)
        }
        return table
    }
}

/// `clubs bracket corrections T`: which results were changed.
struct BracketCorrections: BracketPages {
    static let configuration = CommandConfiguration(
        commandName: "corrections",
        abstract: "Show which results were changed, and from which pairing on that counts.",
        discussion: """
            EXAMPLE
              clubs bracket corrections $T --csv
            """)

    static let path: PathPart = "corrections"
    static let nothing = "no result has been corrected"

    @OptionGroup var options: TournamentOptions
    @OptionGroup var reading: BracketReadingOptions
    @OptionGroup var limit: BracketPageOptions
    @OptionGroup var form: TableOptions
    @OptionGroup var service: ServiceOptions

    func table(_ items: [JSONValue]) -> Table {
        var table = Table(
            "VERSION", "AT", "ROUND", "BOARD", "WHITE", "BLACK", "FROM", "TO", "COUNTS", "REASON")
        for note in items {
            table.append(
                note["version"]?.cell, note["at"]?.moment, note["round"]?.cell,
                note["board"]?.cell, note["white"]?["displayName"]?.cell,
                note["black"]?["displayName"]?.cell, note["from"]?.cell, note["to"]?.cell,
                note["appliesFromRound"]?.cell.map { "from round \($0)" },
                note["reasonCode"]?.cell)
        }
        return table
    }
}
