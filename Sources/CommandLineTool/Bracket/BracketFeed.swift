import EventSourcing

/// What happens in a tournament, from a position on and through lost connections.
struct BracketFeed: Sendable {
    private static let firstPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(15)

    enum News: Sendable {
        /// The stream is open, for the first time or again.
        case connected
        case event(ServerSentEvent)
        case lost(String)
    }

    private let desk: TournamentDesk
    /// Behind which it goes on.
    private(set) var position: String?
    /// How many events are still wanted; without end where nothing is said.
    private var remaining: Int?

    init(_ desk: TournamentDesk, after position: String?, count: Int?) {
        self.desk = desk
        self.position = position
        remaining = count
    }

    /// Follows until as many events have come as were wanted.
    ///
    /// - Throws: `Failure` where the service refuses; what `take` throws.
    mutating func follow(_ take: (News) async throws -> Void) async throws {
        var pause = Self.firstPause
        while true {
            let before = position
            do {
                if try await read(take) { return }
                try await take(.lost("the service has ended the stream"))
            } catch let failure as Failure where failure.status == .unreachable {
                try await take(.lost(failure.why ?? failure.what))
            }
            pause = position == before ? min(pause * 2, Self.longestPause) : Self.firstPause
            try await Task.sleep(for: pause)
        }
    }

    /// - Returns: Whether all that was asked for has come.
    private mutating func read(_ take: (News) async throws -> Void) async throws -> Bool {
        var request = ServiceRequest(.get, "stream")
        request.add(query: "topic", "tournament:\(desk.tournament.tournament)")
        request.add(header: "Accept", "text/event-stream")
        request.add(header: "Last-Event-ID", position)
        let body = try await desk.client.open(request)
        try await take(.connected)
        var events = ServerSentEvents(body).makeAsyncIterator()
        while let event = try await ServiceClient.reaching(
            desk.client.base, { try await events.next() })
        {
            position = event.id ?? position
            remaining = remaining.map { $0 - 1 }
            try await take(.event(event))
            if remaining == 0 { return true }
        }
        return false
    }
}
