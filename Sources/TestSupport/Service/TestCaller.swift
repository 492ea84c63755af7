import AsyncHTTPClient
import EventSourcing
import Foundation
import NIOCore
import NIOHTTP1

/// Whoever sends requests to a service: somebody with a token, or nobody.
package struct TestCaller: Sendable {
    /// Enough connections for 50 requests at once.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, decompression: .disabled)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 100
        return HTTPClient(configuration: configuration)
    }()
    private static let patience = TimeAmount.seconds(60)
    private static let longestBody = 16 * 1024 * 1024

    package let address: String
    /// Signs a fresh token for each request; nothing for nobody.
    private let token: @Sendable () throws -> String?
    private let examine: Examination

    /// Looks at every answer: the method, the path, and what came.
    package typealias Examination = @Sendable (String, String, TestAnswer) async throws -> Void

    package init(
        _ address: String, examine: @escaping Examination = { _, _, _ in },
        token: @escaping @Sendable () throws -> String? = { nil }
    ) {
        self.address = address
        self.examine = examine
        self.token = token
    }

    package func get(_ path: String, headers: [String: String] = [:]) async throws -> TestAnswer {
        try await send("GET", path, headers: headers)
    }

    package func post(
        _ path: String, _ body: JSONValue? = nil, headers: [String: String] = [:]
    ) async throws -> TestAnswer {
        try await send("POST", path, body, headers: headers)
    }

    /// Sends a body of JSON, where there is one.
    package func send(
        _ method: String, _ path: String, _ body: JSONValue? = nil,
        headers: [String: String] = [:]
    ) async throws -> TestAnswer {
        guard let body else {
            return try await send(method, path, bytes: nil, headers: headers)
        }
        return try await send(
            method, path, bytes: JSONEncoder.canonical.encode(body),
            headers: ["Content-Type": "application/json"].merging(headers) { $1 })
    }

    /// Sends any bytes as they are.
    package func send(
        _ method: String, _ path: String, bytes: Data?, headers: [String: String] = [:]
    ) async throws -> TestAnswer {
        let response = try await begin(method, path, bytes: bytes, headers: headers)
        let body = try await response.body.collect(upTo: Self.longestBody)
        let answer = TestAnswer(
            status: Int(response.status.code), headers: response.headers,
            body: Data(body.readableBytesView))
        try await examine(method, path, answer)
        return answer
    }

    /// Sends a request and returns with the head of its answer; the body comes as it is read.
    package func begin(
        _ method: String, _ path: String, bytes: Data? = nil, headers: [String: String] = [:]
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: address + path)
        request.method = HTTPMethod(rawValue: method)
        if let token = try token() {
            request.headers.add(name: "Authorization", value: "Bearer " + token)
        }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            request.headers.replaceOrAdd(name: name, value: value)
        }
        if let bytes { request.body = .bytes(ByteBuffer(bytes: bytes)) }
        return try await Self.client.execute(request, timeout: Self.patience)
    }
}

extension TestService {
    /// Somebody without a token.
    package var nobody: TestCaller { TestCaller(address) }

    /// A person whom a good token names.
    package func caller(_ person: String, of tenant: TestTenant) -> TestCaller {
        let keys = installation.keys
        return TestCaller(address, token: { try keys.token(person: person, tenant: tenant.id) })
    }

    /// Whoever bears this very token.
    package func bearer(_ token: String) -> TestCaller { TestCaller(address, token: { token }) }
}
