import ArgumentParser
import EventSourcing

/// `clubs club history CLUB PERSON`: what happened to one membership.
struct ClubHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show what happened to somebody's membership, and by whom.",
        discussion: """
            EXAMPLES
              clubs club history chess $PERSON
              clubs club history chess $PERSON --as-of 2027-03-09 --json
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @Argument(help: "Whose membership.")
    var person: PersonID

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var service: ServiceOptions

    func run() async throws {
        var request = ServiceRequest(
            .get, "clubs", PathPart(club), "members", PathPart(person), "history")
        reading.apply(to: &request)
        let steps = try await service.client().list(request, limit: .max)
        if service.json { return try Terminal.print(JSONValue.list(steps).line) }
        var table = Table("AT", "WHAT", "BY", "REASON")
        for step in steps {
            table.append(
                step["at"]?.moment, step["what"]?.cell,
                step["actor"]?["capacity"]?.cell ?? step["actor"]?.cell,
                step["reasonCode"]?.cell)
        }
        table.print(empty: "nothing has happened yet")
    }
}

/// `clubs club watch CLUB`: what happens in a club, as it happens.
struct ClubWatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow what happens in a club until you stop it.",
        discussion: """
            EXAMPLES
              clubs club watch chess
              clubs club watch chess --after 10234 --json | jq .type
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @Option(help: "The position behind which to begin; now where none is given.")
    var after: Int64?

    @OptionGroup var service: ServiceOptions

    func run() async throws {
        let client = try await service.client()
        let shown = try await client.send(.club(club)).body
        guard let id = shown["club"]?.string ?? shown["id"]?.string else {
            throw Failure(.bug, "the service has told no id of \(club)")
        }
        var request = ServiceRequest(.get, "stream")
        request.add(query: "topic", "club:\(id)")
        request.add(header: "Accept", "text/event-stream")
        request.add(header: "Last-Event-ID", after.map { String($0) })
        if Terminal.isInteractive {
            Terminal.note(Style.ofErrors.dim("watching \(club); end with Ctrl-C"))
        }
        for try await event in ServerSentEvents(try await client.open(request)) {
            try show(event)
        }
    }

    private func show(_ event: ServerSentEvent) throws {
        if service.json { return Terminal.print(event.data) }
        let style = Style.ofOutput
        let type = event.name ?? "message"
        Terminal.print(
            [event.id.map { style.dim($0) }, style.cyan(type), event.data]
                .compactMap { $0 }.joined(separator: Terminal.isInteractive ? "  " : "\t"))
    }
}
