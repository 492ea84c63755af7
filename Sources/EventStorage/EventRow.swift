import EventSourcing
import Foundation
import JSONCoding
import PostgreSQL

/// A row of `log.event`, in both directions.
enum EventRow {
    private static let insert = RowsInsert(
        """
        INSERT INTO log.event (tenant, position, stream, version, type, schema, data, occurred_at,
        recorded_at, command_id, command_index, actor, causation, correlation, body_digest)
        """,
        columns: [
            .uuid, .int8, .text, .int8, .text, .int2, .json, .timestamptz, .timestamptz, .uuid,
            .int4, .json, .text, .uuid, .bytea,
        ])

    /// The statements that insert the events of `batches`, those of several in one.
    static func inserts(of batches: [AppendBatch]) throws -> [SQL] {
        let rows = batches.flatMap { batch in
            batch.events.enumerated().map { (batch: batch, index: $0.offset, event: $0.element) }
        }
        return try insert.statements(of: rows) { row, values in
            values.add(row.batch.tenant.uuid)
            values.add(row.batch.after.value + row.index + 1)
            try add(row.event, recordedAt: row.batch.recordedAt, to: &values)
        }
    }

    private static func add(
        _ event: NewEvent, recordedAt: Timestamp, to values: inout RowValues
    ) throws {
        values.add(event.stream.text)
        values.add(event.version)
        values.add(event.event.type)
        values.add(Int16(event.event.schema))
        values.add(JSON(bytes: event.event.data))
        values.add(event.occurredAt)
        values.add(recordedAt)
        values.add(event.commandID.uuid)
        values.add(Int32(event.commandIndex))
        values.add(JSON(bytes: event.actor.json))
        values.add(event.causation?.description)
        values.add(event.correlation.uuid)
        values.add(event.commandIndex == 0 ? event.digest.bytes : nil)
    }

    static let columns: StaticString = """
        tenant, position, stream, version, type, schema, data, occurred_at, recorded_at,
        command_id, command_index, actor, causation, correlation
        """

    static func decode(_ row: Row) throws -> Recorded<EncodedEvent> {
        let (
            tenant, position, stream, version, type, schema, data, occurredAt, recordedAt,
            command, index, actor, causation, correlation
        ) = try row.decode(
            UUID.self, Int.self, String.self, Int.self, String.self, Int16.self, JSON.self,
            Timestamp.self, Timestamp.self, UUID.self, Int32.self, JSON.self, String?.self,
            UUID.self)
        guard let name = StreamName(stream) else { throw noStream(stream) }
        return Recorded(
            tenant: TenantID(tenant), position: Position(position), stream: name,
            version: version,
            event: EncodedEvent(type: type, schema: Int(schema), data: data.bytes),
            occurredAt: occurredAt, recordedAt: recordedAt, commandID: CommandID(command),
            commandIndex: Int(index),
            actor: try Actor(json: actor.bytes),
            causation: causation.flatMap(EventID.init), correlation: CommandID(correlation))
    }

    static func noStream(_ text: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "\(text) is no stream's name"))
    }

    static var noType: DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "an event has no type"))
    }
}
