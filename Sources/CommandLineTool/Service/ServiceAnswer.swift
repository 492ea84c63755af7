import EventSourcing
import Foundation

/// What the service has answered, where it has not refused.
struct ServiceAnswer: Sendable {
    let status: Int
    let body: JSONValue
    /// The stream and version that the answer shows: `"club-<uuid>:41"`.
    let entityTag: String?
    /// Where the tenant's log stood, for a write and for a look into the past.
    let position: String?
    /// An earlier sending of the same command had done it already.
    let isRepeat: Bool

    /// The elements of a list, however the service wraps it.
    var items: [JSONValue] {
        switch body {
        case .array(let items): items
        case .object(let members):
            if case .array(let items) = members["items"] { items } else { [] }
        default: []
        }
    }
}

extension JSONValue {
    /// How the value stands in a table: lists with commas, nothing for null and objects.
    var cell: String? {
        switch self {
        case .null, .object: nil
        case .bool(let value): value ? "yes" : "no"
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .string(let value): value
        case .array(let values): values.compactMap(\.cell).joined(separator: ", ")
        }
    }

    /// The moment in the value, to the minute, as a table shows it.
    var moment: String? {
        guard let text = string else { return nil }
        guard let time = Timestamp(text) else { return text }
        return String(time.description.prefix(16)).replacing("T", with: " ")
    }

    /// The same value gives the same text, on one line.
    var line: String {
        get throws { String(decoding: try JSONEncoder.canonical.encode(self), as: UTF8.self) }
    }
}
