import EventSourcing
import Foundation
import JSONCoding
import PostgreSQL

/// Reads rows of `log.event` out of a `COPY` of `EventRow.columns`, without making anew what many
/// rows share.
struct EventRowReader {
    /// Type names kept; a log has some dozens.
    private static let typeLimit = 256

    private var types: [String] = []

    /// - Throws: `PostgresFailure.Code.decoding`, or `DecodingError`.
    mutating func events(in chunk: CopyChunk) throws -> [Recorded<EncodedEvent>] {
        var events: [Recorded<EncodedEvent>] = []
        events.reserveCapacity(chunk.count)
        try chunk.forEach { events.append(try event(of: &$0)) }
        return events
    }

    private mutating func event(of row: inout CopyRow) throws -> Recorded<EncodedEvent> {
        let tenant = TenantID(try row.uuid())
        let position = Position(try row.int())
        let stream = try row.text()
        guard let name = StreamName(stream) else { throw EventRow.noStream(stream) }
        let version = try row.int()
        let type = try type(in: &row)
        let event = EncodedEvent(
            type: type, schema: Int(try row.int16()), data: try row.json().bytes)
        let occurredAt = try row.timestamp()
        let recordedAt = try row.timestamp()
        let command = CommandID(try row.uuid())
        let index = Int(try row.int32())
        let actor = try Actor(json: try row.json().bytes)
        let causation = try row.textIfPresent().flatMap(EventID.init)
        return Recorded(
            tenant: tenant, position: position, stream: name, version: version, event: event,
            occurredAt: occurredAt, recordedAt: recordedAt, commandID: command,
            commandIndex: index, actor: actor, causation: causation,
            correlation: CommandID(try row.uuid()))
    }

    private mutating func type(in row: inout CopyRow) throws -> String {
        guard let bytes = try row.nextBytes() else { throw EventRow.noType }
        if let known = types.first(where: { $0.hasBytes(bytes) }) { return known }
        let type = String(decoding: bytes, as: UTF8.self)
        if types.count < Self.typeLimit { types.append(type) }
        return type
    }
}

extension String {
    fileprivate func hasBytes(_ bytes: UnsafeRawBufferPointer) -> Bool {
        utf8.withContiguousStorageIfAvailable { text in
            text.count == bytes.count && UnsafeRawBufferPointer(text).elementsEqual(bytes)
        } ?? utf8.elementsEqual(bytes)
    }
}
