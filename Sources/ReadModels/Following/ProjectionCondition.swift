import EventSourcing
import PostgreSQL

/// How a group of projectors fares in all tenants, as the database tells it: the same in every
/// process, whichever of them follows.
package struct ProjectionCondition: Sendable {
    /// The largest distance of a tenant's tables from its log, in events; 0 without tenants.
    package let furthestBehind: Int

    /// - Complexity: One question; the database looks at every tenant's head.
    /// - Throws: `PostgresFailure`.
    package static func read(
        of group: ProjectorGroup = .main, from pool: Pool, timeout: Duration? = nil
    ) async throws -> ProjectionCondition {
        let rows = try await pool.query(
            """
            SELECT coalesce(max(head.position - coalesce(shown.position, 0)), 0)
            FROM log.head AS head LEFT JOIN read.checkpoint AS shown
                ON shown.tenant = head.tenant AND shown.projector = \(group.name)
            """, timeout: timeout
        ).rows
        return ProjectionCondition(furthestBehind: try rows.first?.decode(Int.self) ?? 0)
    }
}
