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
        let tenant = TenantID(try row.next(UUID.self))
        let position = Position(try row.next(Int.self))
        let stream = try row.next(String.self)
        guard let name = StreamName(stream) else { throw EventRow.noStream(stream) }
        let version = try row.next(Int.self)
        let type = try type(in: &row)
        let event = EncodedEvent(
            type: type, schema: Int(try row.next(Int16.self)),
            data: try row.next(JSON.self).bytes)
        let occurredAt = try row.next(Timestamp.self)
        let recordedAt = try row.next(Timestamp.self)
        let command = CommandID(try row.next(UUID.self))
        let index = Int(try row.next(Int32.self))
        let actor = try Actor(json: try row.next(JSON.self).bytes)
        let causation = try row.next(String?.self).flatMap(EventID.init)
        return Recorded(
            tenant: tenant, position: position, stream: name, version: version, event: event,
            occurredAt: occurredAt, recordedAt: recordedAt, commandID: command,
            commandIndex: index, actor: actor, causation: causation,
            correlation: CommandID(try row.next(UUID.self)))
    }

    private mutating func type(in row: inout CopyRow) throws -> String {
        guard let bytes = try row.nextBytes() else { throw EventRow.noType }
        if let known = types.first(where: { $0.utf8.elementsEqual(bytes) }) { return known }
        let type = String(decoding: bytes, as: UTF8.self)
        if types.count < Self.typeLimit { types.append(type) }
        return type
    }
}
