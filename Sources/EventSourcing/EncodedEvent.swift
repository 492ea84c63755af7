import Foundation

/// An event as the log keeps it: its name, the number of its shape, and its fields as JSON.
@usableFromInline
package struct EncodedEvent: Hashable, Sendable {
    /// `club.member-joined`.
    @usableFromInline package let type: String
    /// 1, and one more for each time that the shape of this type has changed.
    package let schema: Int
    /// One JSON object in UTF-8.
    package let data: [UInt8]

    package init(type: String, schema: Int, data: [UInt8]) {
        self.type = type
        self.schema = schema
        self.data = data
    }
}

/// An event that this program cannot read; whoever meets one stops for its tenant, and skips
/// nothing.
package struct UnreadableEvent: Error, CustomStringConvertible {
    package enum Reason: Sendable {
        /// A newer release wrote it.
        case unknownShape
        case malformed(String)
    }

    package let type: String
    package let schema: Int
    package let reason: Reason
    /// Where it stands in its tenant's log, if it comes from one.
    package fileprivate(set) var position: Position?

    package init(_ event: EncodedEvent, _ reason: Reason) {
        type = event.type
        schema = event.schema
        self.reason = reason
    }

    package var description: String {
        switch reason {
        case .unknownShape:
            "this program does not know \(type) in schema \(schema)\(place); "
                + "a newer release wrote it"
        case .malformed(let what):
            "an event of type \(type) in schema \(schema)\(place) cannot be read: \(what)"
        }
    }

    private var place: String { position.map { " at position \($0)" } ?? "" }
}

extension Recorded<EncodedEvent> {
    /// The same envelope around what `decode` makes of the event.
    ///
    /// - Throws: What `decode` throws; an `UnreadableEvent` with the position.
    package func decoded<Other: Sendable>(
        _ decode: (EncodedEvent) throws -> Other
    ) throws -> Recorded<Other> {
        do {
            return try map(decode)
        } catch var unreadable as UnreadableEvent {
            unreadable.position = position
            throw unreadable
        }
    }
}

extension JSONEncoder {
    /// The same value gives the same bytes.
    package static var canonical: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
