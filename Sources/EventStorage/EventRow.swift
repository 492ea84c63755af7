import EventSourcing
import Foundation
import JSONCoding
import PostgreSQL

/// A row of `log.event`, in both directions.
enum EventRow {
    /// An event with its place in the log.
    struct New {
        let tenant: TenantID
        let position: Int
        let recordedAt: Timestamp
        let event: NewEvent
    }

    private static let target: StaticString = """
        log.event (tenant, position, stream, version, type, schema, data, occurred_at,
        recorded_at, command_id, command_index, actor, causation, correlation, body_digest)
        """

    private static let insert = RowsStatement(
        "INSERT INTO \(raw: target)",
        columns: [
            .uuid, .int8, .text, .int8, .text, .int2, .json, .timestamptz, .timestamptz, .uuid,
            .int4, .json, .text, .uuid, .bytea,
        ])

    /// Where a `COPY` puts the values that `copy` writes.
    static let copied: SQL = "\(raw: target)"

    static func rows(of batch: AppendBatch) -> [New] {
        batch.events.enumerated().map { index, event in
            New(
                tenant: batch.tenant, position: batch.after.value + index + 1,
                recordedAt: batch.recordedAt, event: event)
        }
    }

    /// The statements that insert the rows, those of several tenants in one.
    static func inserts(of rows: [New]) -> [SQL] {
        insert.statements(of: rows) { row, values in
            let event = row.event
            values.add(row.tenant.uuid)
            values.add(row.position)
            values.add(event.stream.text)
            values.add(event.version)
            values.add(event.event.type)
            values.add(Int16(event.event.schema))
            values.add(JSON(bytes: event.event.data))
            values.add(event.occurredAt)
            values.add(row.recordedAt)
            values.add(event.commandID.uuid)
            values.add(Int32(event.commandIndex))
            values.add(JSON(bytes: event.actor.json))
            values.add(event.causation?.description)
            values.add(event.correlation.uuid)
            values.add(event.commandIndex == 0 ? event.digest.bytes : nil)
        }
    }

    /// Writes the rows to a `COPY` into `copied`.
    static func copy(_ rows: [New], to writer: inout CopyWriter) async throws {
        for row in rows {
            let event = row.event
            try await writer.write(
                row.tenant.uuid, row.position, event.stream.text, event.version, event.event.type,
                Int16(event.event.schema), JSON(bytes: event.event.data), event.occurredAt,
                row.recordedAt, event.commandID.uuid, Int32(event.commandIndex),
                JSON(bytes: event.actor.json), event.causation?.description,
                event.correlation.uuid, event.commandIndex == 0 ? event.digest.bytes : nil)
        }
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
