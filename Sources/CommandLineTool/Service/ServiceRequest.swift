import EventSourcing
import Foundation

/// One request to the service, before anybody has signed it.
struct ServiceRequest: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    let method: Method
    /// Behind `/v1/`, percent-encoded.
    let path: String
    var query: [(name: String, value: String)] = []
    var headers: [(name: String, value: String)] = []
    let body: Fields?

    init(_ method: Method, _ path: PathPart..., body: Fields? = nil) {
        self.init(method, path, body: body)
    }

    init(_ method: Method, _ path: [PathPart], body: Fields? = nil) {
        self.method = method
        self.path = path.map(\.encoded).joined(separator: "/")
        self.body = body
    }

    mutating func add(query name: String, _ value: String?) {
        if let value { query.append((name, value)) }
    }

    mutating func add(header name: String, _ value: String?) {
        if let value { headers.append((name, value)) }
    }

    /// Path and query below `base`.
    func address(below base: String) -> String {
        let pairs = query.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
        let query = pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
        return "\(base)/v1/\(path)\(query)"
    }

    fileprivate static func encoded(_ text: String) -> String {
        // Letters, digits and the marks that RFC 3986 never reserves.
        let plain = CharacterSet(charactersIn: "-._~").union(.asciiAlphanumerics)
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? text
    }
}

/// A part of a path between slashes; what a person has typed cannot break out of it.
struct PathPart: ExpressibleByStringLiteral, Sendable {
    fileprivate let encoded: String

    init(stringLiteral value: String) { encoded = value }

    init(_ value: some CustomStringConvertible) {
        encoded = ServiceRequest.encoded(value.description)
    }
}

extension CharacterSet {
    fileprivate static let asciiAlphanumerics = CharacterSet(
        charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
}
