import EventSourcing
import Hummingbird

/// How a stream is written.
enum StreamForm: Sendable {
    case serverSentEvents, lines

    /// How much of what happens is shown.
    enum Sight: Sendable {
        /// Who did what, in drafts of rounds too.
        case arbiters
        /// Who did what.
        case members
        /// That something has happened.
        case numbers

        var showsPeople: Bool { self != .numbers }
        var showsDrafts: Bool { self == .arbiters }
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

    /// The first bytes, so that the head is sent at once: how soon a browser comes back, and behind
    /// which position, though it may have been told of no event by then.
    func greeting(after start: Position) -> String {
        switch self {
        case .serverSentEvents: "retry: 2000\nid: \(start)\n\n"
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

    /// - Parameter data: Whether it is said who did what.
    func line(_ event: Recorded<EncodedEvent>, withData data: Bool) -> String {
        let json = event.json(withData: data)
        let text = String(decoding: json.bytes, as: UTF8.self)
        return switch self {
        case .serverSentEvents:
            "id: \(event.position)\nevent: \(event.event.type)\ndata: \(text)\n\n"
        case .lines: text + "\n"
        }
    }
}
