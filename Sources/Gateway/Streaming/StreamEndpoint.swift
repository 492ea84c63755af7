import EventSourcing
import EventStorage
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ReadModels
import ServiceLifecycle
import Synchronization
import Tournaments
import Vocabulary

/// `GET /v1/stream`: what happens to a club or in a tournament, as it happens.
///
/// Server-sent events by default, lines of JSON for whoever asks for `application/x-ndjson`. Each
/// event is shown within the rights that the viewer has at that moment; when the club, or that of
/// the tournament, may no longer be seen, the stream ends. What a slow reader leaves unread is bounded by the connection
/// (see `ConnectionGuard`), for the next page is read from the log only when the last is written.
struct StreamEndpoint: Sendable {
    /// How many events are read from the log at a time.
    static let pageLimit = 100
    /// How long a stream looks away when nothing wakes it.
    static let pollInterval = Duration.seconds(1)

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
        let viewer = try await parts.viewer(orVisitor: context.identity)
        let topic = try await topic(query["topic"] ?? "", for: viewer)
        let start = try await start(request, viewer.tenant)
        guard let place = parts.streams.take() else {
            throw Problem(.overloaded, headers: .retry(after: .seconds(10)))
        }
        var headers = HTTPFields()
        headers[.contentType] = form.mediaType
        headers[.cacheControl] = "no-store"
        // nginx would otherwise keep events until a buffer is full.
        headers[HTTPField.Name(known: "X-Accel-Buffering")] = "no"
        let identity = context.identity
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                defer { place.giveBack() }
                try await writer.write(ByteBuffer(string: form.greeting))
                try await follow(topic, of: identity, after: start, in: form, &writer)
                try await writer.finish(nil)
            })
    }

    /// - Throws: `QueryFailure.notFound` for what the viewer may not see.
    private func topic(_ text: String, for viewer: Viewer) async throws -> Topic {
        let name = String(text.drop { $0 != ":" }.dropFirst())
        if text.hasPrefix("club:") {
            let club = try await parts.visibleClub(name, for: viewer).club
            return Topic(stream: StreamName(category: "club", id: club.uuid), club: club)
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
            let club = try await parts.visibleTournament(id, for: viewer).value.view.settings?.club
        else { throw QueryFailure.notFound(.tournament) }
        return Topic(stream: StreamName(category: "tournament", id: id.uuid), club: club)
    }

    /// Behind what the caller has seen; from now on where nothing is said.
    private func start(_ request: Request, _ tenant: TenantID) async throws -> Position {
        let head = try await parts.log.open(tenant, commands: []).head
        guard let text = request.headers[RequestHeader.lastEventID.fieldName] else { return head }
        guard let seen = Int(text), seen >= 0 else {
            throw Problem(.badRequest, "Last-Event-ID is a position such as 10234")
        }
        return min(Position(seen), head)
    }

    @concurrent private func follow(
        _ topic: Topic, of caller: Caller?, after start: Position, in form: StreamForm,
        _ writer: inout any ResponseBodyWriter
    ) async throws {
        let tenant = try await parts.viewer(orVisitor: caller).tenant
        let heartbeat = parts.heartbeat ?? form.heartbeat
        var position = start
        var lastWrite = ContinuousClock.now
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let page = try await parts.log.read(
                tenant, after: position, types: nil, limit: Self.pageLimit)
            let events = page.filter { $0.stream == topic.stream }
            if let last = events.last {
                // Rights as they are behind these events: whom they shut out, they are not told.
                if await parts.projections.reached(
                    tenant, last.position, within: min(heartbeat, GatewayParts.patience))
                {
                    guard let sight = try await visible(topic.club, to: caller) else { return }
                    for event in events {
                        try await writer.write(ByteBuffer(string: form.line(event, seen: sight)))
                    }
                    lastWrite = .now
                    position = last.position
                }
            } else {
                position = page.last?.position ?? position
            }
            if ContinuousClock.now - lastWrite >= heartbeat {
                try await writer.write(ByteBuffer(string: form.heartbeatText))
                guard try await visible(topic.club, to: caller) != nil else { return }
                lastWrite = .now
            }
            if page.count < Self.pageLimit {
                _ = await parts.log.watermarks.wait(
                    for: tenant, toReach: position.next,
                    atMost: min(heartbeat, Self.pollInterval))
            }
        }
    }

    /// Whether the members may be seen by name; nothing where the club may not be seen any more.
    private func visible(_ club: ClubID, to caller: Caller?) async throws -> StreamForm.Sight? {
        let viewer = try await parts.viewer(orVisitor: caller)
        do {
            let view = try await parts.visibleClub(club.description, for: viewer)
            return viewer.maySeeRoster(of: view) ? .members : .numbers
        } catch QueryFailure.notFound {
            return nil
        }
    }
}

/// What is followed, and the club by whose rights it is shown.
private struct Topic: Sendable {
    let stream: StreamName
    let club: ClubID
}

/// How a stream is written.
enum StreamForm: Sendable {
    case serverSentEvents, lines

    /// How much of an event is shown.
    enum Sight: Sendable {
        /// Who did what.
        case members
        /// That something has happened.
        case numbers
    }

    /// - Throws: `Problem` `not-acceptable`.
    init(_ request: Request) throws {
        let accept = request.headers[.accept] ?? "*/*"
        if accept.contains("application/x-ndjson") {
            self = .lines
        } else if accept.contains("text/event-stream") || accept.contains("*/*")
            || accept.contains("text/*")
        {
            self = .serverSentEvents
        } else {
            throw Problem(.notAcceptable, "a stream is text/event-stream or application/x-ndjson")
        }
    }

    var mediaType: String {
        switch self {
        case .serverSentEvents: "text/event-stream"
        case .lines: "application/x-ndjson"
        }
    }

    /// The first bytes, so that the head is sent at once; how soon a browser comes back.
    var greeting: String {
        switch self {
        case .serverSentEvents: "retry: 2000\n\n"
        case .lines: "\n"
        }
    }

    /// Keeps those in between from thinking that nobody is there; lichess sends an empty line too.
    var heartbeat: Duration {
        switch self {
        case .serverSentEvents: .seconds(15)
        case .lines: .seconds(7)
        }
    }

    var heartbeatText: String {
        switch self {
        case .serverSentEvents: ": still here\n\n"
        case .lines: "\n"
        }
    }

    func line(_ event: Recorded<EncodedEvent>, seen sight: Sight) -> String {
        let isShown = if case .numbers = sight { false } else { true }
        let json = event.json(withData: isShown)
        let text = String(decoding: json.bytes, as: UTF8.self)
        return switch self {
        case .serverSentEvents:
            "id: \(event.position)\nevent: \(event.event.type)\ndata: \(text)\n\n"
        case .lines: text + "\n"
        }
    }
}

/// How many streams are open, and no more than that.
final class StreamCount: Sendable {
    private let limit: Int
    private let count = Mutex(0)

    init(limit: Int) { self.limit = limit }

    /// - Returns: Nothing where all places are taken.
    func take() -> Place? {
        let isTaken = count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        return isTaken ? Place(of: self) : nil
    }

    /// One open stream; given back when it ends, or with the answer that was never written.
    final class Place: Sendable {
        private let owner: StreamCount
        private let isHeld = Mutex(true)

        fileprivate init(of owner: StreamCount) { self.owner = owner }

        func giveBack() {
            let wasHeld = isHeld.withLock { held in
                defer { held = false }
                return held
            }
            if wasHeld { owner.count.withLock { $0 -= 1 } }
        }

        deinit { giveBack() }
    }
}
