import ArgumentParser
import EventSourcing
import Foundation
import Vocabulary

/// `clubs bracket watch T`: a tournament as it goes on.
struct BracketWatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow a tournament until you stop it; a lost connection is taken up again.",
        discussion: """
            EXAMPLES
              clubs bracket watch $T
              clubs bracket watch $T --after 10234 --json | jq .type
            """)

    private static let firstPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(15)

    @OptionGroup var options: TournamentOptions

    @Option(help: "The position behind which to begin; now where none is given.")
    var after: Int64?

    @Option(help: "End after so many events.")
    var count: Int?

    @OptionGroup var service: ServiceOptions

    func validate() throws {
        guard count ?? 1 > 0 else { throw ValidationError("--count is at least 1.") }
    }

    func run() async throws {
        let desk = TournamentDesk(try await service.client(), options)
        let start =
            if let after { String(after) } else { try await desk.summary().position }
        var feed = BracketFeed(position: start, remaining: count)
        if Terminal.isInteractive {
            Terminal.note(Style.ofErrors.dim("watching; end with Ctrl-C"))
        }
        var pause = Self.firstPause
        while true {
            let before = feed.position
            do {
                if try await follow(&feed, at: desk) { return }
            } catch let failure as Failure where failure.status != .unreachable {
                throw failure
            } catch let error as CancellationError {
                throw error
            } catch {
                Terminal.note(Style.ofErrors.yellow("connection lost: \(error)"))
            }
            pause = feed.position == before ? min(pause * 2, Self.longestPause) : Self.firstPause
            try await Task.sleep(for: pause)
        }
    }

    /// - Returns: Whether all that was asked for has come.
    private func follow(_ feed: inout BracketFeed, at desk: TournamentDesk) async throws -> Bool {
        var request = ServiceRequest(.get, "stream")
        request.add(query: "topic", "tournament:\(options.tournament)")
        request.add(header: "Accept", "text/event-stream")
        request.add(header: "Last-Event-ID", feed.position)
        for try await event in ServerSentEvents(try await desk.client.open(request)) {
            feed.take(event)
            if service.json {
                Terminal.print(event.data)
            } else {
                try await Terminal.print(line(event, at: desk))
            }
            if feed.isDone { return true }
        }
        return false
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
            return try await desk.players().name(of: player)
        }
        let shown = try await desk.client.send(options.request(.get, "rounds", PathPart(round)))
        let seats = shown.body["boards"]?.list.first { $0["board"]?.int == board }
        return [
            seats?["white"]?["displayName"]?.string, result,
            seats?["black"]?["displayName"]?.string,
        ].compactMap { $0 }.joined(separator: " ")
    }
}

/// How far the events of a stream have come.
private struct BracketFeed {
    /// Behind which to go on.
    private(set) var position: String?
    /// How many events are still wanted; without end where nothing is said.
    private var remaining: Int?

    init(position: String?, remaining: Int?) {
        self.position = position
        self.remaining = remaining
    }

    var isDone: Bool { remaining == 0 }

    mutating func take(_ event: ServerSentEvent) {
        position = event.id ?? position
        remaining = remaining.map { $0 - 1 }
    }
}
