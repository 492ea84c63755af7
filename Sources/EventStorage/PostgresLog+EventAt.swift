import EventSourcing
import PostgreSQL

/// Conditions of statements that rest on an event, which a failover may have lost.
extension PostgresLog {
    /// A condition on the event at a position, which is not met where there is none.
    ///
    /// The event is looked for as the first one from there on. A server plans a statement when it
    /// first comes, and may know nothing of the table then: for an equal position it would take any
    /// index that begins with the tenant, and read all its events. In the order of positions there is
    /// one way.
    ///
    /// - Parameter condition: On `event`.
    static func event(of tenant: TenantID, at position: Position, meets condition: SQL) -> SQL {
        """
        (
            SELECT event.position = \(position.value) AND (\(condition)) FROM log.event AS event
            WHERE event.tenant = \(tenant.uuid) AND event.position >= \(position.value)
            ORDER BY event.position LIMIT 1)
        """
    }

    /// A condition that the tenant's log has an event.
    package static func has(_ mark: EventMark, of tenant: TenantID) -> SQL {
        event(
            of: tenant, at: mark.position,
            meets: """
                event.command_id = \(mark.id.command.uuid) AND event.command_index = \(mark.id.index)
                    AND event.recorded_at = \(mark.recordedAt)
                """)
    }
}
