import Foundation

/// An event as the log keeps it: its name, the number of its shape, and its fields as JSON.
package struct EncodedEvent: Hashable, Sendable {
    /// `club.member-joined`.
    package let type: String
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

/// Writes a family's events for the log and reads them back, old shapes included.
///
/// Swift writes an enum's case as an object with one key, `{"club.member-joined":{…}}`; the log
/// keeps the key as the type and the rest as the data, so both directions only cut and join bytes.
/// A value without a label stands below `_0`; the log keeps what is in it.
package struct EventCodec: Sendable {
    private let upcasters: [Shape: any Upcaster]

    package init(upcasters: [any Upcaster] = []) {
        self.upcasters = Dictionary(
            uniqueKeysWithValues: upcasters.map { (Shape(type: $0.type, schema: $0.from), $0) })
    }

    private struct Shape: Hashable {
        let type: String
        let schema: Int
    }

    /// - Throws: `EncodingError` where an event cannot be written, which is a bug in its type.
    package func encode(_ event: some EventFamily) throws -> EncodedEvent {
        let json = try JSONEncoder.canonical.encode(event)
        guard let split = EncodedCase(json) else {
            throw EncodingError.invalidValue(
                event,
                .init(codingPath: [], debugDescription: "an event is an object with one key"))
        }
        return EncodedEvent(
            type: split.name, schema: currentSchema(of: split.name), data: Array(split.fields))
    }

    /// - Throws: `UnreadableEvent` for a shape newer than this program, or bytes that do not fit.
    package func decode<Event: EventFamily>(
        _ encoded: EncodedEvent, as family: Event.Type
    ) throws -> Event {
        let current = currentSchema(of: encoded.type)
        guard family.wireNames.contains(encoded.type), (1...current).contains(encoded.schema)
        else { throw UnreadableEvent(encoded, .unknownShape) }
        do {
            let data = try upcast(encoded, to: current)
            let isWhole = family.wholeValues.contains(encoded.type)
            let json = "{\"\(encoded.type)\":" + (isWhole ? "{\"_0\":" : "")
            let end = isWhole ? "}}" : "}"
            return try JSONDecoder().decode(family, from: Data(json.utf8) + data + Data(end.utf8))
        } catch {
            throw UnreadableEvent(encoded, .malformed("\(error)"))
        }
    }

    private func currentSchema(of type: String) -> Int {
        var schema = 1
        while upcasters[Shape(type: type, schema: schema)] != nil { schema += 1 }
        return schema
    }

    private func upcast(_ encoded: EncodedEvent, to current: Int) throws -> Data {
        guard encoded.schema < current else { return Data(encoded.data) }
        var value = try JSONDecoder().decode(JSONValue.self, from: Data(encoded.data))
        for schema in encoded.schema..<current {
            guard let upcaster = upcasters[Shape(type: encoded.type, schema: schema)] else {
                preconditionFailure("the current schema is reached by upcasters without a gap")
            }
            value = try upcaster.upcast(value)
        }
        return try JSONEncoder.canonical.encode(value)
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

/// `{"name":{…}}` or `{"name":{"_0":{…}}}`, cut into the name and its fields.
private struct EncodedCase {
    let name: String
    let fields: Data.SubSequence

    init?(_ json: Data) {
        let quote = UInt8(ascii: "\"")
        guard json.starts(with: Data("{\"".utf8)), json.last == UInt8(ascii: "}"),
            let close = json.dropFirst(2).firstIndex(of: quote)
        else { return nil }
        let colon = json.index(after: close)
        guard colon < json.endIndex, json[colon] == UInt8(ascii: ":") else { return nil }
        name = String(decoding: json[..<close].dropFirst(2), as: UTF8.self)
        let payload = json[json.index(after: colon)...].dropLast()
        let label = Data("{\"_0\":".utf8)
        fields = payload.starts(with: label) ? payload.dropFirst(label.count).dropLast() : payload
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
