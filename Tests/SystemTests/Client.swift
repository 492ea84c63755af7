import AsyncHTTPClient
import EventSourcing
import Foundation
import Gateway
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Sends commands until they are answered, whatever happens in between.
struct Client: Sendable {
    /// Longer than any outage that the tests make.
    static let patience = Duration.seconds(60)
    static let timeout = TimeAmount.seconds(4)

    let services: Services
    let signer: TokenSigner
    let tenant: TenantID
    let ledger: Ledger

    struct GaveUp: Error { let last: String }
    struct Refused: Error {
        let status: UInt
        let body: String
    }

    /// Sends one command, again and again under one key, to whichever service answers.
    ///
    /// - Parameter mark: What stands in the log for it.
    func carryOut(
        _ path: String, _ body: JSONValue, as caller: PersonID, mark: String
    ) async throws {
        let key = UUID().uuidString.lowercased()
        ledger.begin()
        let (position, answer, _) = try await send(path, body, as: caller, key: key)
        ledger.acknowledge(
            .init(
                mark: mark, key: key, caller: caller, path: path, body: body, position: position,
                answer: answer))
    }

    /// - Returns: Where the log stood, the answer, and whether it was one of an earlier sending.
    func send(
        _ path: String, _ body: JSONValue, as caller: PersonID, key: String
    ) async throws -> (position: Int, answer: JSONValue, isRepeat: Bool) {
        let deadline = ContinuousClock.now + Self.patience
        var last = "nothing was tried"
        while ContinuousClock.now < deadline {
            do {
                let response = try await attempt(path, body, as: caller, key: key)
                let text = String(
                    buffer: try await response.body.collect(upTo: 1 << 20))
                switch response.status.code {
                case 200..<300:
                    guard
                        let position = response.headers.first(name: "Clubs-Position").flatMap({
                            Int($0)
                        })
                    else { throw Refused(status: response.status.code, body: "no position") }
                    return (
                        position, try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)),
                        response.headers.first(name: "Idempotent-Replayed") == "true"
                    )
                case 503: last = text
                default: throw Refused(status: response.status.code, body: text)
                }
            } catch let refusal as Refused {
                throw refusal
            } catch {
                last = "\(error)"
            }
            ledger.countFailure()
            await services.changed()
        }
        throw GaveUp(last: last)
    }

    private func attempt(
        _ path: String, _ body: JSONValue, as caller: PersonID, key: String
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: await services.any() + "/v1/" + path)
        request.method = .POST
        let token = try await signer.sign(person: caller, tenant: tenant)
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Idempotency-Key", value: key)
        request.body = .bytes(ByteBuffer(data: try JSONEncoder.canonical.encode(body)))
        return try await HTTPClient.shared.execute(request, timeout: Self.timeout)
    }
}
