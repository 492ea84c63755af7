import AsyncHTTPClient
import NIOCore

/// One event of a `text/event-stream`.
struct ServerSentEvent: Equatable {
    var id: String?
    var name: String?
    var data = ""
}

/// The events of a body, as the HTML standard cuts them; comments are passed over.
struct ServerSentEvents<Body: AsyncSequence>: AsyncSequence where Body.Element == ByteBuffer {
    private let body: Body

    init(_ body: Body) { self.body = body }

    func makeAsyncIterator() -> Iterator { Iterator(bytes: body.makeAsyncIterator()) }

    struct Iterator: AsyncIteratorProtocol {
        var bytes: Body.AsyncIterator
        var parser = ServerSentEventParser()

        mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(any Error) -> ServerSentEvent? {
            while true {
                if let event = parser.next() { return event }
                guard let buffer = try await bytes.next(isolation: actor) else { return nil }
                parser.append(buffer.readableBytesView)
            }
        }
    }
}

/// Cuts bytes into events; knows of no connection.
struct ServerSentEventParser {
    /// A line longer than this is no event of ours.
    static let lineLimit = 1 << 20

    private var rest: [UInt8] = []
    private var current = ServerSentEvent()
    private var isBegun = false

    mutating func append(_ bytes: some Collection<UInt8>) {
        rest += bytes
    }

    /// The next whole event.
    mutating func next() -> ServerSentEvent? {
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            var line = rest[..<end]
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            let text = String(decoding: line, as: UTF8.self)
            rest.removeSubrange(...end)
            if let event = take(text) { return event }
        }
        if rest.count > Self.lineLimit { rest.removeAll() }
        return nil
    }

    private mutating func take(_ line: String) -> ServerSentEvent? {
        guard !line.isEmpty else { return finish() }
        let colon = line.firstIndex(of: ":") ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == " " { value.removeFirst() }
        switch line[..<colon] {
        case "id": current.id = String(value)
        case "event": current.name = String(value)
        case "data":
            current.data += (isBegun ? "\n" : "") + value
            isBegun = true
        default: break
        }
        return nil
    }

    private mutating func finish() -> ServerSentEvent? {
        defer {
            current = ServerSentEvent()
            isBegun = false
        }
        return isBegun ? current : nil
    }
}
