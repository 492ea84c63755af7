import Foundation

/// A stream's name in the log: `club-<uuid>`.
package struct StreamName: Hashable, Comparable, Sendable {
    package let text: String

    package init(category: String, id: UUID) {
        text = "\(category)-\(id.text)"
    }

    package var category: Substring {
        // Every event projected passes here; bytes are looked through faster than characters.
        text[..<(text.utf8.firstIndex(of: UInt8(ascii: "-")) ?? text.endIndex)]
    }

    /// The id behind the category; nothing for a stream that is not named by one UUID.
    package var id: UUID? {
        // Every event projected passes here; bytes are looked through faster than characters.
        var text = text
        return text.withUTF8 { bytes in
            guard let dash = bytes.firstIndex(of: UInt8(ascii: "-")) else { return nil }
            return UUID(utf8: UnsafeBufferPointer(rebasing: bytes[(dash + 1)...]))
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension StreamName: Codable, LosslessStringConvertible {
    /// Nothing where there is no category, no `-`, or nothing behind it.
    package init?(_ text: String) {
        // Every event read passes here; bytes are looked through faster than characters.
        guard let dash = text.utf8.firstIndex(of: UInt8(ascii: "-")), dash != text.startIndex,
            text.utf8.index(after: dash) != text.endIndex
        else { return nil }
        self.text = text
    }

    package var description: String { text }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let name = StreamName(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\(text) is no stream such as club-<uuid>")
        }
        self = name
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// The stream of one decider, so that a club's command cannot be sent to a person.
package struct StreamID<State: Decider>: Hashable, Sendable {
    package let id: UUID

    package init(_ id: UUID) { self.id = id }

    package var name: StreamName { StreamName(category: State.category, id: id) }
}
