import EventSourcing
import Foundation
import JSONCoding
import PostgreSQL

/// A row of `log.event`, in both directions.
enum EventRow {
    static let insertColumns: StaticString = """
        (tenant, position, stream, version, type, schema, data, occurred_at, recorded_at,
        command_id, command_index, actor, causation, correlation, body_digest)
        """

    static let columns: StaticString = """
        tenant, position, stream, version, type, schema, data, occurred_at, recorded_at,
        command_id, command_index, actor, causation, correlation
        """

    static func values(
        of event: Recorded<EncodedEvent>, digest: BodyDigest
    ) throws -> [any PostgresEncodable] {
        [
            event.tenant.uuid, event.position.value, event.stream.text, event.version,
            event.event.type, Int16(event.event.schema), JSON(bytes: event.event.data),
            event.occurredAt, event.recordedAt, event.commandID.uuid, Int32(event.commandIndex),
            JSON(bytes: try CanonicalJSON.encode(event.actor)),
            event.causation?.description, event.correlation.uuid,
            event.commandIndex == 0 ? digest.bytes : nil,
        ]
    }

    static func decode(_ row: Row) throws -> Recorded<EncodedEvent> {
        let (
            tenant, position, stream, version, type, schema, data, occurredAt, recordedAt,
            command, index, actor, causation, correlation
        ) = try row.decode(
            UUID.self, Int.self, String.self, Int.self, String.self, Int16.self, JSON.self,
            Timestamp.self, Timestamp.self, UUID.self, Int32.self, JSON.self, String?.self,
            UUID.self)
        guard let name = StreamName(stream) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [], debugDescription: "\(stream) is no stream's name"))
        }
        return Recorded(
            tenant: TenantID(tenant), position: Position(position), stream: name,
            version: version,
            event: EncodedEvent(type: type, schema: Int(schema), data: data.bytes),
            occurredAt: occurredAt, recordedAt: recordedAt, commandID: CommandID(command),
            commandIndex: Int(index),
            actor: try JSONDocument(actor.bytes).decode(),
            causation: causation.flatMap(EventID.init), correlation: CommandID(correlation))
    }
}
