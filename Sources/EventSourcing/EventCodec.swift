import JSONCoding

/// Writes a family's events for the log and reads them back, old shapes included.
///
/// Swift writes an enum's case as an object with one key, `{"club.member-joined":{…}}`; the log
/// keeps the key as the type and the rest as the data. A value without a label stands below `_0`;
/// the log keeps what is in it.
@usableFromInline
package struct EventCodec: Sendable {
    private static let unlabelled = "_0"

    private let upcasters: [Shape: any Upcaster]
    /// The newest schema of each type that has had more than one.
    private let newest: [String: Int]

    package init(upcasters: [any Upcaster] = []) {
        self.upcasters = Dictionary(
            uniqueKeysWithValues: upcasters.map { (Shape(type: $0.type, schema: $0.from), $0) })
        newest = Dictionary(upcasters.map { ($0.type, $0.from + 1) }) { max($0, $1) }
    }

    private struct Shape: Hashable {
        let type: String
        let schema: Int
    }

    /// - Throws: `EncodingError` where an event cannot be written, which is a bug in its type.
    package func encode(_ event: some EventFamily) throws -> EncodedEvent {
        guard let (type, data) = try CanonicalJSON.encodeCase(event, unlabelled: Self.unlabelled)
        else {
            throw EncodingError.invalidValue(
                event,
                .init(codingPath: [], debugDescription: "an event is an object with one key"))
        }
        return EncodedEvent(type: type, schema: newest[type] ?? 1, data: data)
    }

    /// - Throws: `UnreadableEvent` for a shape newer than this program, or bytes that do not fit.
    @inlinable
    package func decode<Event: EventFamily>(
        _ encoded: EncodedEvent, as family: Event.Type
    ) throws -> Event {
        guard let read = family.directReader(of: encoded.type), isCurrent(encoded) else {
            return try decodeByCodable(encoded, as: family)
        }
        do {
            return try read(fields(of: encoded))
        } catch {
            throw malformed(encoded, error)
        }
    }

    @usableFromInline
    func fields(of encoded: EncodedEvent) throws -> JSONFields { try JSONFields(encoded.data) }

    @usableFromInline
    func malformed(_ encoded: EncodedEvent, _ error: any Error) -> any Error {
        UnreadableEvent(encoded, .malformed("\(error)"))
    }

    @usableFromInline
    func isCurrent(_ encoded: EncodedEvent) -> Bool {
        encoded.schema == newest[encoded.type] ?? 1
    }

    @usableFromInline
    func decodeByCodable<Event: EventFamily>(
        _ encoded: EncodedEvent, as family: Event.Type
    ) throws -> Event {
        let current = newest[encoded.type] ?? 1
        guard (1...current).contains(encoded.schema) else {
            throw UnreadableEvent(encoded, .unknownShape)
        }
        do {
            let data =
                encoded.schema == current ? encoded.data : try upcast(encoded, to: current)
            let isWhole = family.wholeValues.contains(encoded.type)
            return try JSONDocument(
                data, within: isWhole ? [encoded.type, Self.unlabelled] : [encoded.type]
            ).decode()
        } catch {
            // Looked up only now: each event would pay for it.
            throw UnreadableEvent(
                encoded,
                family.wireNames.contains(encoded.type) ? .malformed("\(error)") : .unknownShape)
        }
    }

    private func upcast(_ encoded: EncodedEvent, to current: Int) throws -> [UInt8] {
        var value = JSONValue(try JSONDocument(encoded.data))
        for schema in encoded.schema..<current {
            guard let upcaster = upcasters[Shape(type: encoded.type, schema: schema)] else {
                preconditionFailure("the current schema is reached by upcasters without a gap")
            }
            value = try upcaster.upcast(value)
        }
        return try CanonicalJSON.encode(value)
    }
}
