import AsyncHTTPClient
import EventSourcing
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Speaks to a running service over HTTP, as any other client does.
struct ServiceClient: Sendable {
    static let answerLimit = 16 << 20
    static let timeout = TimeAmount.seconds(30)
    /// How often a request is sent that is answered with "try again in a moment".
    static let attempts = 4
    static let longestPause = 2

    /// One for the process, which ends with it. Where nobody listens, that is the answer: the
    /// shared client would go on trying until the deadline.
    private static let http: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    let base: String
    let credentials: Credentials

    /// - Throws: `Failure`, where the service refuses or does not answer.
    func send(_ request: ServiceRequest) async throws -> ServiceAnswer {
        let (response, data) = try await exchange(request)
        return try answer(response, data)
    }

    /// The answer that stands: what is asked to come again in a moment does so, a few times.
    private func exchange(
        _ request: ServiceRequest
    ) async throws -> (HTTPClientResponse, Data) {
        var remaining = Self.attempts
        while true {
            remaining -= 1
            let response = try await execute(request)
            let body = try await Self.reaching(base) {
                try await response.body.collect(upTo: Self.answerLimit)
            }
            if let pause = Self.pause(before: response), remaining > 0 {
                try await Task.sleep(for: .seconds(pause))
                continue
            }
            return (response, Data(buffer: body))
        }
    }

    /// All pages of a list.
    func list(_ request: ServiceRequest, limit: Int) async throws -> [JSONValue] {
        var items: [JSONValue] = []
        var cursor: String?
        repeat {
            var page = request
            page.add(query: "cursor", cursor)
            let answer = try await send(page)
            items += answer.items
            cursor = answer.body["next"]?.string
        } while cursor != nil && items.count < limit
        return Array(items.prefix(limit))
    }

    /// The body of an answer that is a file.
    func download(_ request: ServiceRequest) async throws -> Data {
        let (response, data) = try await exchange(request)
        if response.status.code != 200 { _ = try answer(response, data) }
        return data
    }

    /// The body of an answer that has no end, as it comes.
    func open(_ request: ServiceRequest) async throws -> HTTPClientResponse.Body {
        let response = try await execute(request, deadline: nil)
        guard response.status.code == 200 else {
            let body = try await response.body.collect(upTo: Self.answerLimit)
            _ = try answer(response, Data(buffer: body))
            throw Failure(.bug, "the service answered \(response.status.code) to a stream")
        }
        return response.body
    }

    private func execute(
        _ request: ServiceRequest, deadline: TimeAmount? = timeout
    ) async throws -> HTTPClientResponse {
        var message = HTTPClientRequest(url: request.address(below: base))
        message.method = HTTPMethod(rawValue: request.method.rawValue)
        for (name, value) in request.headers { message.headers.add(name: name, value: value) }
        message.headers.replaceOrAdd(
            name: "Authorization", value: "Bearer \(try await credentials.token())")
        if let body = request.body {
            message.headers.replaceOrAdd(name: "Content-Type", value: "application/json")
            message.body = .bytes(ByteBuffer(data: try JSONEncoder.canonical.encode(body)))
        }
        let sent = message
        return try await Self.reaching(base) {
            if let deadline {
                return try await Self.http.execute(sent, timeout: deadline)
            }
            return try await Self.http.execute(sent, deadline: .distantFuture)
        }
    }

    /// What goes wrong on the way to the service is a `Failure` that says where it was looked for.
    static func reaching<Result>(
        _ base: String, _ body: () async throws -> Result
    ) async throws -> Result {
        do {
            return try await body()
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Failure(
                .unreachable, "no service answers at \(base)", why: "\(error)",
                remedy: "start one with `clubs serve`, or set CLUBS_URL to where one runs")
        }
    }

    /// The seconds that the service asks to wait; nothing for an answer that stands.
    private static func pause(before response: HTTPClientResponse) -> Int? {
        guard [429, 503].contains(response.status.code),
            let text = response.headers.first(name: "Retry-After"),
            let seconds = Int(text), (0...longestPause).contains(seconds)
        else { return nil }
        return seconds
    }

    private func answer(
        _ response: HTTPClientResponse, _ data: Data
    ) throws -> ServiceAnswer {
        let status = Int(response.status.code)
        guard (200..<300).contains(status) else {
            // An answer of something between us and the service need not be a problem document.
            let problem = try? JSONDecoder().decode(Problem.self, from: data)
            throw problem?.failure(status: status)
                ?? Failure(Problem.exitStatus(of: status), "the service answered \(status)")
        }
        guard
            let body = data.isEmpty ? .null : try? JSONDecoder().decode(JSONValue.self, from: data)
        else {
            throw Failure(
                .unreachable, "what answers at \(base) is no service of clubs",
                remedy: "set CLUBS_URL to where one runs")
        }
        let headers = response.headers
        return ServiceAnswer(
            status: status, body: body, entityTag: headers.first(name: "ETag"),
            position: headers.first(name: "Clubs-Position") ?? headers.first(name: "Clubs-As-Of"),
            isRepeat: headers.first(name: "Idempotent-Replayed") == "true")
    }
}
