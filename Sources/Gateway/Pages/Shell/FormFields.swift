import Crypto
import EventSourcing
import CommandHandling
import Foundation
import Hummingbird

/// The fields of a form that a page of ours has shown.
struct FormFields: Sendable {
    /// In bytes; the longest text that a form takes has 4000 characters.
    static let sizeLimit = 32 * 1024

    private let values: [String: String]

    /// - Throws: `Problem` `unsupported-media-type`, `content-too-large` or `bad-request`.
    init(_ request: Request) async throws {
        let type = request.headers[.contentType].flatMap(MediaType.init(from:))
        guard type?.isType(.applicationUrlEncoded) ?? false else {
            throw Problem(.unsupportedMediaType, "a page sends its forms url-encoded")
        }
        let buffer = try await request.body.collect(upTo: Self.sizeLimit)
        do {
            let text = String(buffer: buffer)
            values = try URLEncodedFormDecoder().decode([String: String].self, from: text)
        } catch {
            throw Problem(.badRequest, "the form cannot be read")
        }
    }

    /// Nothing for a field that is missing or empty.
    subscript(name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Of all that the form wishes, without the seals that change with each showing.
    var digest: BodyDigest {
        let wishes = values.filter { !["token", "key"].contains($0.key) }
        let text = wishes.sorted { $0.key < $1.key }
            .map { "\($0.key.utf8.count) \($0.key)\($0.value.utf8.count) \($0.value)" }
        return BodyDigest(of: Data(text.joined().utf8))
    }

    /// Whoever has sent a form of their own session's page.
    ///
    /// - Throws: `Problem` `form-expired` for everybody else.
    func sender(_ caller: Caller?) throws -> Caller {
        guard let caller, let session = caller.session, let token = self["token"],
            session.accepts(formToken: token)
        else { throw Problem(.formExpired) }
        return caller
    }
}
