import CommandHandling
import EventSourcing
import Foundation
import HTTPTypes
import Hummingbird
import JSONCoding

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
        return parameters.reduce("/v1" + template) { path, parameter in
            path.replacing("{\(parameter.key)}", with: parameter.value)
        }
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

    func json(on stream: StreamName) -> JSONValue {
        JSONValue(present: [
            "command": .init(command),
            "stream": .init(stream),
            "version": isRehearsal ? nil : version(of: stream).map { .init(count: $0) },
            "dryRun": isRehearsal ? true : nil,
            "events": .array(outcome.events.map { event in event.json(isRehearsal: isRehearsal) }),
        ])
    }
}

extension Recorded<EncodedEvent> {
    /// An event as a caller sees it; one that has not been appended has no position yet.
    func json(isRehearsal: Bool = false) -> JSONValue {
        JSONValue(present: [
            "type": .string(event.type),
            "stream": .init(stream),
            "version": .init(count: version),
            "position": isRehearsal ? nil : .init(count: position.value),
            "recordedAt": isRehearsal ? nil : .init(recordedAt),
            "occurredAt": .init(occurredAt),
            "data": (try? JSONDocument(event.data)).map { JSONValue($0) } ?? [:],
        ])
    }
}

extension Response {
    init(
        status: HTTPResponse.Status = .ok, json: JSONValue, headers: HTTPFields = HTTPFields()
    ) {
        var headers = headers
        headers[.contentType] = "application/json"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "private, no-cache" }
        self.init(status: status, headers: headers, body: .init(byteBuffer: json.buffer))
    }
}
