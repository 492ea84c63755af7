import CommandHandling
import EventSourcing
import HTTPTypes
import Hummingbird

/// What a command's caller is told: a function of the command's events and its route alone, so
/// that a repeat is answered like the first time, for ever.
struct CommandAnswer {
    let command: CommandID
    let outcome: Outcome
    let isRehearsal: Bool

    /// - Parameter location: The address of what is new, for a success that makes something.
    func response(
        for success: CommandRoute.Success, on stream: StreamName, parameters: [String: String],
        replayable: Bool
    ) -> Response {
        var headers = HTTPFields()
        headers[AnswerHeader.clubsPosition.fieldName] = outcome.position.description
        guard !isRehearsal else {
            headers[AnswerHeader.preferenceApplied.fieldName] = "dry-run"
            return Response(json: json(on: stream), headers: headers)
        }
        if outcome.isRepeat, replayable {
            headers[AnswerHeader.idempotentReplayed.fieldName] = "true"
        }
        if let tag = tag(of: stream) { headers[.eTag] = tag.description }
        let status = status(for: success)
        if status == .created, let location = location(for: success, parameters) {
            headers[.location] = location
        }
        return status == .noContent
            ? Response(status: status, headers: headers)
            : Response(status: status, json: json(on: stream), headers: headers)
    }

    /// Nothing new where there was nothing to do.
    private func status(for success: CommandRoute.Success) -> HTTPResponse.Status {
        switch success {
        case .ok: .ok
        case .noContent: .noContent
        case .created: outcome.events.isEmpty ? .ok : .created
        case .seat: outcome.events.isEmpty ? .ok : hasSeatOrPlace ? .created : .accepted
        }
    }

    private var hasSeatOrPlace: Bool {
        outcome.events.contains {
            ["club.member-joined", "club.member-waitlisted"].contains($0.event.type)
        }
    }

    private func location(
        for success: CommandRoute.Success, _ parameters: [String: String]
    ) -> String? {
        let template: String
        switch success {
        case .created(let path): template = path
        case .seat: template = hasMember ? "/clubs/{club}/members" : "/clubs/{club}/waitlist"
        case .ok, .noContent: return nil
        }
        let parts = template.split(separator: "/").map { part in
            guard part.hasPrefix("{") else { return String(part) }
            return parameters[String(part.dropFirst().dropLast())] ?? String(part)
        }
        return "/v1/" + parts.joined(separator: "/")
    }

    private var hasMember: Bool {
        outcome.events.contains { $0.event.type == "club.member-joined" }
    }

    /// The stream's version behind the command, where a version was made.
    func tag(of stream: StreamName) -> EntityTag? {
        guard !isRehearsal, let version = version(of: stream) else { return nil }
        return EntityTag(stream: stream, version: version)
    }

    private func version(of stream: StreamName) -> Int? {
        outcome.events.last { $0.stream == stream }?.version
    }

    func json(on stream: StreamName) -> JSONFragment {
        .object([
            ("command", .value(.init(command))),
            ("dryRun", isRehearsal ? .value(true) : nil),
            ("events", .list(outcome.events.map { $0.json(isRehearsal: isRehearsal) })),
            ("stream", .value(.init(stream))),
            (
                "version",
                isRehearsal ? nil : version(of: stream).map { .value(.init(count: $0)) }
            ),
        ])
    }
}

extension Recorded<EncodedEvent> {
    /// An event as a caller sees it; one that has not been appended has no position yet.
    func json(isRehearsal: Bool = false, withData: Bool = true) -> JSONFragment {
        .object([
            ("data", withData ? .text(event.data) : .value([:])),
            ("occurredAt", .value(.init(occurredAt))),
            ("position", isRehearsal ? nil : .value(.init(count: position.value))),
            ("recordedAt", isRehearsal ? nil : .value(.init(recordedAt))),
            ("stream", .value(.init(stream))),
            ("type", .value(.string(event.type))),
            ("version", .value(.init(count: version))),
        ])
    }
}

extension Response {
    init(
        status: HTTPResponse.Status = .ok, json: JSONValue, headers: HTTPFields = HTTPFields()
    ) {
        self.init(status: status, json: .value(json), headers: headers)
    }

    init(
        status: HTTPResponse.Status = .ok, json: JSONFragment, headers: HTTPFields = HTTPFields()
    ) {
        var headers = headers
        headers[.contentType] = "application/json"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "private, no-cache" }
        self.init(status: status, headers: headers, body: .init(byteBuffer: json.buffer))
    }
}
