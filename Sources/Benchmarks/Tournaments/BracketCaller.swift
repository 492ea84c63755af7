import AsyncHTTPClient
import EventSourcing
import Foundation
import Gateway
import NIOCore
import NIOHTTP1
import Vocabulary

/// Sends one request after the other to the service, each in somebody's name.
struct BracketCaller: Sendable {
    let address: String
    let bracket: PlayedBracket
    let signer: TokenSigner

    private static let longestAnswer = 16 << 20
    private static let patience = TimeAmount.seconds(60)

    struct Refused: Error, CustomStringConvertible {
        let path: String
        let status: Int
        let body: String
        var description: String { "\(path) is answered with \(status): \(body)" }
    }

    struct Answer: Sendable {
        let headers: [String: String]
        let body: [UInt8]

        /// Where the log stood.
        var position: Int? { headers["clubs-position"].flatMap(Int.init) }
    }

    /// - Parameter person: The arbiter where nobody is named.
    /// - Throws: `Refused` for any answer that does not succeed.
    func send(
        _ method: String = "GET", _ path: String, by person: PersonID? = nil,
        _ body: String? = nil, headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: address + path)
        request.method = .init(rawValue: method)
        request.headers.add(name: "Authorization", value: "Bearer \(try await token(of: person))")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: Self.patience)
        let bytes = try await response.body.collect(upTo: Self.longestAnswer)
        guard (200..<300).contains(response.status.code) else {
            throw Refused(
                path: path, status: Int(response.status.code), body: String(buffer: bytes))
        }
        return Answer(
            headers: Dictionary(
                response.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 }
            ), body: Array(bytes.readableBytesView))
    }

    func token(of person: PersonID? = nil) async throws -> String {
        try await signer.sign(
            person: person ?? bracket.town.admin, tenant: bracket.town.tenant)
    }

    /// Somebody else each time, so that nobody's budget of requests runs out.
    func viewer(_ number: Int) -> PersonID {
        bracket.town.people[number % bracket.town.people.count]
    }

    /// The address of a part of the tournament.
    func path(_ part: String = "") -> String { "/v1/tournaments/\(bracket.tournament)\(part)" }

    /// `If-Match` for what needs the present version.
    func tag() async throws -> [String: String] {
        ["If-Match": try await send("GET", path()).headers["etag"] ?? ""]
    }
}
