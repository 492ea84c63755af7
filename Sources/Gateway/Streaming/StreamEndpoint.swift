import EventSourcing
import EventStorage
import HTTPTypes
import Hummingbird
import NIOCore
import ReadModels
import ServiceLifecycle
import Tournaments
import Vocabulary

/// `GET /v1/stream`: what happens to a club or in a tournament, as it happens.
///
/// Server-sent events by default, lines of JSON for whoever asks for `application/x-ndjson`. Each
/// event is shown within the rights that the viewer has at that moment; when the club, or that of
/// the tournament, may no longer be seen, the stream ends. A topic is followed and its events are
/// written once for all who watch (see `TopicFeed`); what a slow reader leaves unread is bounded
/// by the connection, which in the end lets them go (see `ConnectionGuard`).
struct StreamEndpoint: Sendable {
    let parts: GatewayParts

    var all: [Endpoint] {
        [
            Endpoint(.get, "/v1/stream", .stream) { request, context in
                try await open(request, context)
            }
        ]
    }

    private func open(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let query = try QueryText(request.uri.query ?? "")
        let form = try StreamForm(request)
        let identity = context.identity
        let tenant = try await parts.tenant(orVisited: identity)
        // What the caller has seen may be what gave them their rights.
        if let position = try request.leastPosition {
            try await parts.awaitReadModels(of: tenant, position)
        }
        let head = try await parts.log.open(tenant, commands: []).head
        let start = try start(request, query, head)
        // Then the rights that are read next are those behind this position, or later ones, and
        // the first event does not make everybody who watches ask for theirs at once.
        let areCurrent = await parts.projections.reached(tenant, head, within: .zero)
        let (topic, sight): (Topic, StreamForm.Sight)
        do {
            (topic, sight) = try await entry(query, identity)
        } catch QueryFailure.notFound where query.has("after") {
            try await parts.awaitReadModels(of: tenant, start)
            (topic, sight) = try await entry(query, identity)
        }
        guard let place = parts.streams.take() else {
            throw Problem(.overloaded, headers: .retry(after: .seconds(10)))
        }
        var headers = HTTPFields()
        headers[.contentType] = form.mediaType
        headers[.cacheControl] = "no-store"
        // nginx would otherwise keep events until a buffer is full.
        headers[HTTPField.Name(known: "X-Accel-Buffering")] = "no"
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                defer { place.giveBack() }
                try await writer.write(ByteBuffer(string: form.greeting(after: start)))
                let feed = await parts.hub.enter(topic, head: head)
                do {
                    try await show(
                        feed, to: identity, seen: Sight(of: sight, at: areCurrent ? head : nil),
                        after: start, in: form, &writer)
                } catch {
                    await parts.hub.leave(feed)
                    throw error
                }
                await parts.hub.leave(feed)
                try await writer.finish(nil)
            })
    }

    /// What somebody sees of a topic, by the rights that they had at a position or behind it; they
    /// are asked for before the first event where that position is not known.
    private struct Sight {
        let of: StreamForm.Sight
        let at: Position?
    }

    private func entry(
        _ query: QueryText, _ caller: Caller?
    ) async throws -> (Topic, StreamForm.Sight) {
        try await topic(query["topic"] ?? "", for: try await parts.viewer(orVisitor: caller))
    }

    /// - Throws: `QueryFailure.notFound` for what the viewer may not see.
    private func topic(
        _ text: String, for viewer: Viewer
    ) async throws -> (Topic, StreamForm.Sight) {
        let name = String(text.drop { $0 != ":" }.dropFirst())
        if text.hasPrefix("club:") {
            let club = try await parts.visibleClub(named: name, for: viewer)
            let topic = Topic(
                tenant: viewer.tenant, stream: StreamName(category: "club", id: club.club.uuid),
                club: club.club)
            return (topic, sight(of: club, for: viewer))
        }
        guard text.hasPrefix("tournament:") else {
            throw Problem(
                invalid: [
                    .init(
                        "/topic", .malformed,
                        expected: "club:{id}, such as club:chess, or tournament:{id}")
                ])
        }
        guard let id = TournamentID(name),
            let club = try await parts.queries.club(ofTournament: id, in: viewer.tenant),
            let sight = try await sight(of: club, for: viewer)
        else { throw QueryFailure.notFound(.tournament) }
        let topic = Topic(
            tenant: viewer.tenant, stream: StreamName(category: "tournament", id: id.uuid),
            club: club)
        return (topic, sight)
    }

    /// Behind what the caller has seen, the last event before the page that began with it; from now
    /// on where nothing is said.
    private func start(
        _ request: Request, _ query: QueryText, _ head: Position
    ) throws -> Position {
        let page = try query.integer("after")
        if let page, page < 0 {
            throw Problem(
                invalid: [.init("/after", .malformed, expected: "a position such as 10234")])
        }
        guard let text = request.headers[RequestHeader.lastEventID.fieldName] else {
            return page.map { min(Position($0), head) } ?? head
        }
        guard let seen = Int(text), seen >= 0 else {
            throw Problem(.badRequest, "Last-Event-ID is a position such as 10234")
        }
        return min(Position(seen), head)
    }

    /// Writes what the feed has, until the service ends, the feed does, or the viewer may not see
    /// it any more.
    @concurrent private func show(
        _ feed: TopicFeed, to caller: Caller?, seen sight: Sight, after start: Position,
        in form: StreamForm, _ writer: inout any ResponseBodyWriter
    ) async throws {
        let heartbeat = parts.heartbeat ?? form.heartbeat
        var position = start
        var lastWrite = ContinuousClock.now
        var seen = sight
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let news = await feed.news(after: position, until: lastWrite + heartbeat)
            let found: [StreamedEvent]
            let rights: Position
            switch news {
            case .events(let events, let latest): (found, rights) = (events, latest)
            case .gap(let floor):
                (found, position) = try await missed(feed, after: position, through: floor)
                // They are shown by rights that are no older than they are.
                rights = floor
            case .ended: return
            }
            if !found.isEmpty {
                if seen.at.map({ $0 < rights }) ?? true {
                    guard let sight = try await visible(feed.topic.club, to: caller) else {
                        return
                    }
                    seen = Sight(of: sight, at: rights)
                }
                for event in found {
                    if let bytes = event.bytes(form, seen: seen.of) {
                        try await writer.write(bytes)
                        lastWrite = .now
                    }
                    position = max(position, event.position)
                }
            }
            if ContinuousClock.now - lastWrite >= heartbeat {
                try await writer.write(ByteBuffer(string: form.heartbeatText))
                guard let sight = try await visible(feed.topic.club, to: caller) else { return }
                seen = Sight(of: sight, at: seen.at)
                lastWrite = .now
            }
        }
    }

    /// A page of what the feed does not have any more, from the log.
    ///
    /// - Returns: The topic's events, and how far the page reaches.
    private func missed(
        _ feed: TopicFeed, after position: Position, through floor: Position
    ) async throws -> ([StreamedEvent], Position) {
        guard
            await parts.projections.reached(
                feed.topic.tenant, floor, within: GatewayParts.patience)
        else { return ([], position) }
        let page = try await parts.log.read(
            feed.topic.tenant, after: position, types: nil, limit: TopicFeed.pageLimit
        ).prefix { $0.position <= floor }
        return (
            page.filter { $0.stream == feed.topic.stream }.map {
                StreamedEvent($0, isOfDraft: feed.isOfDraft($0.position)) {}
            },
            page.last?.position ?? floor
        )
    }

    /// Nothing where the club may not be seen any more.
    private func visible(_ club: ClubID, to caller: Caller?) async throws -> StreamForm.Sight? {
        try await sight(of: club, for: try await parts.viewer(orVisitor: caller))
    }

    private func sight(of club: ClubID, for viewer: Viewer) async throws -> StreamForm.Sight? {
        do {
            let view = try await parts.visibleClub(club, for: viewer)
            return sight(of: view, for: viewer)
        } catch QueryFailure.notFound {
            return nil
        }
    }

    /// Whether drafts and the members by name may be seen.
    private func sight(of club: ClubView, for viewer: Viewer) -> StreamForm.Sight {
        if viewer.arbitrates(in: club) { return .arbiters }
        return viewer.maySeeRoster(of: club) ? .members : .numbers
    }
}
