import EventSourcing
import Foundation
import NIOHTTP1

/// An HTTP answer, read to its end.
package struct TestAnswer: Sendable, CustomStringConvertible {
    package let status: Int
    package let headers: HTTPHeaders
    package let body: Data

    /// - Throws: `DecodingError` for a body that is not JSON.
    package var json: JSONValue {
        get throws { try JSONDecoder().decode(JSONValue.self, from: body) }
    }

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The stable code of a problem; nothing in another answer.
    package var code: String? {
        guard self[header: "Content-Type"] == "application/problem+json" else { return nil }
        return (try? json)?["code"]?.string
    }

    /// The one value of a header.
    package subscript(header name: String) -> String? { headers.first(name: name) }

    package var description: String { "\(status) \(text)" }
}
