import EventSourcing
import Foundation
import HTTPTypes
import Hummingbird

/// A refusal on its way out, as RFC 9457 writes it.
///
/// Thrown from wherever a request fails; `ProblemMiddleware` turns it into the answer.
struct Problem: Error, Equatable {
    /// Where the pages of the problems stand; a reference that any host resolves.
    static let path = "/problems/"

    let code: ProblemCode
    /// What happened this time, to what.
    let detail: String
    /// What a program needs to know about it, by the names of the API.
    var members: [String: JSONValue]
    var headers: HTTPFields
    /// The command that was refused, as a URN.
    var instance: String?

    init(
        _ code: ProblemCode, _ detail: String? = nil, _ members: [String: JSONValue] = [:],
        headers: HTTPFields = [:], instance: String? = nil
    ) {
        self.code = code
        self.detail = detail ?? code.guide.rule
        self.members = members
        self.headers = headers
        self.instance = instance
    }

    var status: HTTPResponse.Status { code.status }

    func about(_ command: CommandID) -> Problem {
        var copy = self
        copy.instance = "urn:uuid:\(command)"
        return copy
    }

    var json: JSONValue {
        var json = members
        json["type"] = .string(Self.path + code.rawValue)
        json["title"] = .string(code.guide.title)
        json["status"] = .integer(Int64(status.code))
        json["code"] = .string(code.rawValue)
        json["detail"] = .string(detail)
        json["rule"] = json["rule"] ?? .string(code.guide.rule)
        json["remedy"] = .string(code.guide.remedy)
        json["instance"] = instance.map { .string($0) }
        return .object(json)
    }

    var response: Response {
        var headers = challenge
        headers[.contentType] = "application/problem+json"
        headers[.contentLanguage] = "en"
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers, body: .init(byteBuffer: json.buffer))
    }
}

extension JSONValue {
    /// The same value gives the same bytes.
    var bytes: [UInt8] {
        var text: [UInt8] = []
        write(to: &text)
        return text
    }

    func write(to text: inout [UInt8]) {
        do {
            try append(to: &text)
        } catch {
            // Only a number that is not finite cannot be written, and none is ever read or made.
            preconditionFailure("a JSON value can be written: \(error)")
        }
    }

    var buffer: ByteBuffer { ByteBuffer(bytes: bytes) }

    /// An id, a moment or a word of the domain, as text.
    init(_ value: some CustomStringConvertible) { self = .string(value.description) }

    init(count: Int) { self = .integer(Int64(count)) }

    /// The members that have a value.
    init(present members: [String: JSONValue?]) {
        self = .object(members.compactMapValues { $0 })
    }
}

extension Problem {
    /// One field that is not right, by its JSON pointer (RFC 6901).
    struct FieldError: Equatable {
        let pointer: String
        /// Stable, like a problem's code.
        let code: Code
        /// What would be right.
        let expected: String?

        enum Code: String, CaseIterable {
            case unknown, missing, mistyped, malformed
            case outOfBounds = "out-of-bounds"
            case controlCharacter = "control-character"
            case duplicate
        }

        init(_ pointer: String, _ code: Code, expected: String? = nil) {
            self.pointer = pointer
            self.code = code
            self.expected = expected
        }

        var json: JSONValue {
            JSONValue(present: [
                "pointer": .string(pointer), "code": .string(code.rawValue),
                "expected": expected.map { .string($0) },
            ])
        }
    }

    init(invalid errors: [FieldError]) {
        let places = errors.map {
            "\($0.pointer.isEmpty ? "the body" : $0.pointer) is \($0.code.words)"
        }
        self.init(
            .invalid, places.joined(separator: "; "), ["errors": .array(errors.map(\.json))])
    }
}

extension Problem.FieldError.Code {
    var words: String {
        switch self {
        case .unknown: "unknown"
        case .missing: "missing"
        case .mistyped: "of another type"
        case .malformed: "malformed"
        case .outOfBounds: "out of bounds"
        case .controlCharacter: "text with control characters"
        case .duplicate: "there twice"
        }
    }
}
