import ArgumentParser
import EventSourcing
import Foundation
import UnixSignals
import Vocabulary

/// `clubs bracket watch T`: a tournament as it goes on.
struct BracketWatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow a tournament until you stop it; a lost connection is taken up again.",
        discussion: """
            On a terminal the boards of the round and the standings stand on the whole screen and \
            change in their place; elsewhere each event is a line.

            EXAMPLES
              clubs bracket watch $T
              clubs bracket watch $T | tee evening.txt
              clubs bracket watch $T --after 10234 --json | jq .type
            """)

    @OptionGroup var options: TournamentOptions

    @Option(help: "The position behind which to begin; now where none is given.")
    var after: Int64?

    @Option(help: "End after so many events.")
    var count: Int?

    @OptionGroup var service: ServiceOptions

    func validate() throws {
        guard count ?? 1 > 0 else { throw ValidationError("--count is at least 1.") }
        guard after ?? 0 >= 0 else { throw ValidationError("--after is a position, 0 or more.") }
    }

    func run() async throws {
        let desk = TournamentDesk(try await service.client(), options)
        let start =
            if let after { String(after) } else { try await desk.summary().position }
        let feed = BracketFeed(desk, after: start, count: count)
        if Screen.isThere, !service.json {
            try await BracketLive(desk: desk, feed: feed).show()
        } else {
            try await printLines(of: feed, at: desk)
        }
    }

    private func printLines(of feed: BracketFeed, at desk: TournamentDesk) async throws {
        var feed = feed
        try await feed.follow { news in
            switch news {
            case .connected: break
            case .event(let event) where service.json: Terminal.print(event.data)
            case .event(let event): try await Terminal.print(line(event, at: desk))
            case .lost(let why):
                Terminal.note(Style.ofErrors.yellow("connection lost, trying again: \(why)"))
            }
        }
    }

    private func line(
        _ event: ServerSentEvent, at desk: TournamentDesk
    ) async throws -> String {
        let style = Style.ofOutput
        let json = try JSONDecoder().decode(JSONValue.self, from: Data(event.data.utf8))
        let data = json["data"]
        let type = (event.name ?? json["type"]?.string ?? "message")
            .replacing("tournament.", with: "")
        var words = [
            data?["round"]?.int.map { "round \($0)" }, data?["board"]?.int.map { "board \($0)" },
        ].compactMap { $0 }
        if let players = try await players(data, at: desk) { words.append(players) }
        return ([event.id.map { style.dim($0) }, style.cyan(type)].compactMap { $0 } + words)
            .joined(separator: "  ")
    }

    /// Who is meant, with the result between them where there is one.
    private func players(_ data: JSONValue?, at desk: TournamentDesk) async throws -> String? {
        guard let data else { return nil }
        let result = data["result"]?.string ?? data["to"]?.string
        guard let result, let round = data["round"]?.int, let board = data["board"]?.int else {
            let player = data["player"]?.string
            guard let player else { return nil }
            return try await desk.name(of: player)
        }
        let shown = try await desk.client.send(options.request(.get, "rounds", PathPart(round)))
        let seats = shown.body["boards"]?.list.first { $0["board"]?.int == board }
        return [
            seats?["white"]?["displayName"]?.string, result,
            seats?["black"]?["displayName"]?.string,
        ].compactMap { $0 }.joined(separator: " ")
    }
}
