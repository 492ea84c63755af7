import AsyncHTTPClient
import EventSourcing
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport

/// A stream that is read as it comes: server-sent events, or lines of JSON.
struct LiveStream: AsyncSequence {
    /// One message: an event, or a sign of life between them.
    enum Message: Equatable {
        case event(id: Int, type: String, data: JSONValue)
        case comment(String)
        case retry(Int)
        case emptyLine

        var event: (id: Int, type: String, data: JSONValue)? {
            guard case .event(let id, let type, let data) = self else { return nil }
            return (id, type, data)
        }
    }

    let response: HTTPClientResponse

    /// - Parameter lastSeen: What `Last-Event-ID` says.
    static func open(
        _ topic: String, as caller: TestCaller, after lastSeen: Int? = nil,
        accept: String = "text/event-stream"
    ) async throws -> LiveStream {
        var headers = ["Accept": accept]
        headers["Last-Event-ID"] = lastSeen.map(String.init)
        let response = try await caller.begin(
            "GET", "/v1/stream?topic=" + topic, headers: headers)
        guard response.status == .ok else {
            let body = try await response.body.collect(upTo: 65_536)
            throw StageFailure("\(response.status): \(String(buffer: body))")
        }
        return LiveStream(response: response)
    }

    /// Reads on until `count` events have come.
    func events(_ count: Int) async throws -> [(id: Int, type: String, data: JSONValue)] {
        var events: [(id: Int, type: String, data: JSONValue)] = []
        for try await message in self {
            if let event = message.event { events.append(event) }
            if events.count == count { break }
        }
        return events
    }

    typealias Failure = any Error

    func makeAsyncIterator() -> Iterator {
        Iterator(
            body: response.body.makeAsyncIterator(),
            isEvents: response.headers.first(name: "Content-Type") == "text/event-stream")
    }

    struct Iterator: AsyncIteratorProtocol {
        var body: HTTPClientResponse.Body.AsyncIterator
        let isEvents: Bool
        private var unread = ""

        init(body: HTTPClientResponse.Body.AsyncIterator, isEvents: Bool) {
            self.body = body
            self.isEvents = isEvents
        }

        mutating func next() async throws -> Message? {
            try await next(isolation: #isolation)
        }

        mutating func next(isolation actor: isolated (any _Concurrency.Actor)?) async throws
            -> Message?
        {
            let end = isEvents ? "\n\n" : "\n"
            while true {
                if let range = unread.range(of: end) {
                    let text = String(unread[..<range.lowerBound])
                    unread = String(unread[range.upperBound...])
                    return try isEvents ? Self.message(of: text) : Self.message(ofLine: text)
                }
                guard let part = try await body.next(isolation: actor) else {
                    guard unread.isEmpty else { throw StageFailure("half a message: \(unread)") }
                    return nil
                }
                unread += String(buffer: part)
            }
        }

        private static func message(of text: String) throws -> Message {
            if text.hasPrefix(":") { return .comment(String(text.dropFirst(2))) }
            var fields: [String: String] = [:]
            for line in text.split(separator: "\n") {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2 else { throw StageFailure("no field: \(line)") }
                fields[String(parts[0])] = String(parts[1].dropFirst())
            }
            if let retry = fields["retry"].flatMap(Int.init) { return .retry(retry) }
            guard let id = fields["id"].flatMap(Int.init), let type = fields["event"],
                let data = fields["data"]
            else { throw StageFailure("no event: \(text)") }
            return .event(id: id, type: type, data: try json(data))
        }

        private static func message(ofLine line: String) throws -> Message {
            guard !line.isEmpty else { return .emptyLine }
            let json = try json(line)
            guard let id = json["position"]?.integer, let type = json["type"]?.string else {
                throw StageFailure("no event: \(line)")
            }
            return .event(id: id, type: type, data: json)
        }

        private static func json(_ text: String) throws -> JSONValue {
            try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        }
    }
}
