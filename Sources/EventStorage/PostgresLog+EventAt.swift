import PostgreSQL

extension PostgresLog {
    /// A condition on the event at a position, which is not met where there is none.
    ///
    /// The event is looked for as the first one from there on. A server plans a statement when it
    /// first comes, and may know nothing of the table then: for an equal position it would take any
    /// index that begins with the tenant, and read all its events. In the order of positions there is
    /// one way.
    ///
    /// - Parameter condition: On `event`.
    package static func event(of tenant: SQL, at position: SQL, meets condition: SQL) -> SQL {
        """
        (
            SELECT event.position = \(position) AND \(condition) FROM log.event AS event
            WHERE event.tenant = \(tenant) AND event.position >= \(position)
            ORDER BY event.position LIMIT 1)
        """
    }
}
