import EventSourcing
import Foundation
import PostgreSQL

extension PostgresLog {
    package func read(
        _ stream: StreamName, of tenant: TenantID, after version: Int, through position: Position,
        limit: Int
    ) async throws -> [Recorded<EncodedEvent>] {
        try await events(
            """
            SELECT \(raw: EventRow.columns) FROM log.event
            WHERE tenant = \(tenant.uuid) AND stream = \(stream.text) AND version > \(version)
                AND position <= \(position.value)
            ORDER BY version LIMIT \(limit)
            """)
    }

    package func read(
        _ tenant: TenantID, after position: Position, types: Set<String>?, limit: Int
    ) async throws -> [Recorded<EncodedEvent>] {
        let filter: SQL = types.map { "AND type = ANY (\($0.sorted()))" } ?? ""
        return try await events(
            """
            SELECT \(raw: EventRow.columns) FROM log.event
            WHERE tenant = \(tenant.uuid) AND position > \(position.value) \(filter)
            ORDER BY position LIMIT \(limit)
            """)
    }

    package func events(
        of command: CommandID, in tenant: TenantID
    ) async throws -> [Recorded<EncodedEvent>] {
        // A command's events stand side by side, and only its first is indexed.
        try await events(
            """
            SELECT \(raw: EventRow.columns) FROM log.event
            WHERE tenant = \(tenant.uuid) AND command_id = \(command.uuid)
                AND position >= (
                    SELECT position FROM log.event
                    WHERE tenant = \(tenant.uuid) AND command_id = \(command.uuid)
                        AND command_index = 0)
                AND position < \(AppendBatch.eventsPerCommand) + (
                    SELECT position FROM log.event
                    WHERE tenant = \(tenant.uuid) AND command_id = \(command.uuid)
                        AND command_index = 0)
            ORDER BY position
            """)
    }

    /// A binary search on the key: the time of recording never decreases with the position.
    package func position(of tenant: TenantID, at time: Timestamp) async throws -> Position {
        let opening = try await open(tenant, commands: [])
        if opening.recordedAt <= time { return opening.head }
        var (low, high) = (0, opening.head.value)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if try await recordedAt(tenant, middle) <= time { low = middle } else { high = middle }
        }
        return Position(low)
    }

    private func recordedAt(_ tenant: TenantID, _ position: Int) async throws -> Timestamp {
        let rows = try await reading(
            """
            SELECT recorded_at FROM log.event
            WHERE tenant = \(tenant.uuid) AND position >= \(position)
            ORDER BY position LIMIT 1
            """)
        guard let row = rows.first else { throw LogFailure.unknownTenant(tenant) }
        return try row.decode(Timestamp.self)
    }

    private func events(_ sql: SQL) async throws -> [Recorded<EncodedEvent>] {
        try await reading(sql).map(EventRow.decode)
    }
}
