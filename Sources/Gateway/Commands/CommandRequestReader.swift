import CommandHandling
import EventSourcing
import Foundation
import HTTPTypes
import Hummingbird
import JSONCoding

/// The parts of an HTTP request that make a command, read strictly.
struct CommandEnvelope {
    static let keyLengthLimit = 200

    /// Whether a text can name a command for its sender.
    static func isKey(_ text: String) -> Bool {
        (1...keyLengthLimit).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    let caller: Caller
    let id: CommandID
    /// Whether the caller has named the command, so that it can be sent again.
    let hasKey: Bool
    let digest: BodyDigest
    let body: JSONValue
    let expecting: EntityTag?
    let isRehearsal: Bool

    /// - Throws: `Problem`.
    init(
        _ request: Request, _ context: GatewayContext, text: TextBody? = nil
    ) async throws {
        caller = try context.caller
        let key = try request.idempotencyKey
        hasKey = key != nil
        id =
            key.map { [caller] key in caller.commandID(key: key) } ?? CommandID(UUID())
        expecting = try request.expectedTag
        let isAskedInQuery = try request.isDryRunQuery
        isRehearsal = isAskedInQuery || request.prefersDryRun
        if let text, text.accepts(request) {
            let bytes = try await request.bytes(upTo: context.maxUploadSize)
            // Here the address holds fields too.
            digest = BodyDigest(of: Data("\(request.method) \(request.uri)\n".utf8) + Data(bytes))
            body = text.data(bytes, try QueryText(request.uri.query ?? ""))
            return
        }
        let bytes = try await request.jsonBody(
            upTo: context.maxUploadSize, orElse: text?.mediaTypes ?? [])
        digest = BodyDigest(
            of: Data("\(request.method) \(request.uri.path)\n".utf8) + Data(bytes))
        body = bytes.isEmpty ? [:] : try JSONValue(strictly: bytes)
    }

    var principal: Principal { .person(caller.person, via: .http) }

    /// - Throws: `DecodingError` where the data do not make a wish.
    func request(type: String, stream: StreamName, data: JSONValue, expecting version: Int?) throws
        -> CommandRequest
    {
        CommandRequest(
            tenant: caller.tenant, id: id, digest: digest, principal: principal,
            wish: try Wish(type: type, stream: stream, data: data), expecting: version,
            isRehearsal: isRehearsal)
    }

    /// - Throws: `Problem` `stale` where the tag is another stream's, `version-required` where one
    ///   is needed and missing.
    func version(of stream: StreamName, isNeeded: Bool) throws -> Int? {
        guard let expecting else {
            if isNeeded && !isRehearsal { throw Problem(.versionRequired) }
            return nil
        }
        guard expecting.stream == stream else {
            throw Problem(
                .stale, "the tag in If-Match is that of \(expecting.stream), and not of \(stream)",
                ["stream": .init(stream)])
        }
        return expecting.version
    }
}

extension Caller {
    /// The command that this caller knows by `key`; nobody else's key leads to it.
    func commandID(key: String) -> CommandID {
        DerivedID.command(principal: "\(tenant)/\(person)", key: key)
    }
}

/// A version of a thing, as `ETag` and `If-Match` write it: `"club-<uuid>:41"`.
struct EntityTag: Equatable, CustomStringConvertible {
    let stream: StreamName
    let version: Int

    init(stream: StreamName, version: Int) {
        self.stream = stream
        self.version = version
    }

    init?(_ text: some StringProtocol) {
        guard text.hasPrefix("\""), text.hasSuffix("\""), text.count > 2 else { return nil }
        let parts = text.dropFirst().dropLast().split(
            separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let stream = StreamName(readFrom: String(parts[0])),
            let version = Int(parts[1]), version >= 0
        else { return nil }
        self.init(stream: stream, version: version)
    }

    var description: String { "\"\(stream):\(version)\"" }
}

extension StreamName {
    /// A stream that is named by an id, which a caller may write in capitals.
    init?(readFrom text: String) {
        guard let named = StreamName(text), let id = named.id else { return nil }
        self.init(category: String(named.category), id: id)
    }
}

extension JSONValue {
    /// - Throws: `Problem` `invalid-json`, with the place of the first wrong byte.
    init(strictly bytes: [UInt8]) throws {
        do {
            try self.init(strict: bytes)
        } catch let fault as JSONFault {
            throw Problem(
                .invalidJSON, "\(fault)",
                ["fault": .string(fault.kind.rawValue), "offset": .init(count: fault.offset)])
        }
    }
}

extension Request {
    var idempotencyKey: String? {
        get throws {
            guard let key = headers[RequestHeader.idempotencyKey.fieldName] else { return nil }
            guard CommandEnvelope.isKey(key) else {
                throw Problem(
                    .badRequest,
                    "Idempotency-Key has 1 to \(CommandEnvelope.keyLengthLimit) visible characters")
            }
            return key
        }
    }

    fileprivate var expectedTag: EntityTag? {
        get throws {
            guard let text = headers[.ifMatch], text != "*" else { return nil }
            guard let tag = EntityTag(text) else {
                throw Problem(.badRequest, "If-Match is a tag such as \"club-<uuid>:41\"")
            }
            return tag
        }
    }

    /// `?dryRun`, whose value is true where none is written.
    fileprivate var isDryRunQuery: Bool {
        get throws {
            let query = try QueryText(uri.query ?? "")
            guard query.has("dryRun") else { return false }
            switch query["dryRun"] {
            case nil, "true": return true
            case "false": return false
            default:
                throw Problem(
                    invalid: [.init("/dryRun", .malformed, expected: "true or false")])
            }
        }
    }

    var prefersDryRun: Bool {
        (headers[RequestHeader.prefer.fieldName] ?? "").split(separator: ",").contains { part in
            part.split(separator: ";").first?.trimmingCharacters(in: .whitespaces) == "dry-run"
        }
    }

    /// The body's bytes; none where there is no body.
    ///
    /// - Parameter others: Which media types the address takes beside JSON.
    /// - Throws: `Problem` `unsupported-media-type` for a body in another form.
    func jsonBody(upTo limit: Int, orElse others: [String] = []) async throws -> [UInt8] {
        let bytes = try await bytes(upTo: limit)
        guard !bytes.isEmpty || headers[.contentType] != nil else { return bytes }
        let type = MediaType(from: headers[.contentType] ?? "")
        guard type?.isType(.applicationJson) ?? false else {
            let types = (["application/json"] + others).joined(separator: ", ")
            throw Problem(
                .unsupportedMediaType, "this address takes \(types)", headers: [.accept: types])
        }
        return bytes
    }

    fileprivate func bytes(upTo limit: Int) async throws -> [UInt8] {
        Array(try await body.collect(upTo: limit).readableBytesView)
    }
}
