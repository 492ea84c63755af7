import EventSourcing
import Foundation
import PostgreSQL

/// How a version of the read models fares in all tenants, as the database tells it: the same in every
/// process, whichever of them follows.
package struct ProjectionCondition: Sendable {
    /// Further behind than this, in events, tables are not fit to be asked.
    package static let lagLimit = 10_000
    /// How many tenants in quarantine are named.
    static let quarantineLimit = 1000

    /// The largest distance of a tenant's tables from its log, in events, but for those in
    /// quarantine; 0 without tenants.
    package let furthestBehind: Int
    /// The first 1,000 of the tenants in quarantine.
    package let quarantined: [TenantID: Quarantine]
    /// How many there are.
    package let quarantineCount: Int

    /// - Parameter version: The current one where none is given.
    /// - Complexity: Two round trips; the database looks at every tenant's head.
    /// - Throws: `PostgresFailure`.
    package static func read(
        of version: ReadVersion? = nil, from pool: Pool, timeout: Duration? = nil
    ) async throws -> ProjectionCondition {
        let version =
            if let version { version } else {
                try await ReadVersion.current(in: pool, timeout: timeout)
            }
        let results = try await pool.pipeline(
            [lag(of: version.name), quarantined(in: version.name)], timeout: timeout)
        let held = try results[1].rows.map { row in
            let (tenant, position, reason, count) = try row.decode(
                UUID.self, Int.self, String.self, Int.self)
            return (
                TenantID(tenant), Quarantine(position: Position(position), reason: reason), count
            )
        }
        return ProjectionCondition(
            furthestBehind: try results[0].rows.first?.decode(Int.self) ?? 0,
            quarantined: Dictionary(uniqueKeysWithValues: held.map { ($0.0, $0.1) }),
            quarantineCount: held.first?.2 ?? 0)
    }

    private static func lag(of version: String) -> SQL {
        """
        SELECT coalesce(
            max(head.position - coalesce(shown.position, 0)) FILTER (WHERE held.tenant IS NULL), 0)
        FROM log.head AS head
            LEFT JOIN read.checkpoint AS shown
                ON shown.tenant = head.tenant AND shown.projector = \(version)
            LEFT JOIN read.quarantine AS held
                ON held.tenant = shown.tenant AND held.projector = shown.projector
                AND held.position = shown.position
        """
    }

    private static func quarantined(in version: String) -> SQL {
        """
        SELECT held.tenant, held.position, held.reason, count(*) OVER ()
        FROM read.quarantine AS held JOIN read.checkpoint AS shown
            ON shown.tenant = held.tenant AND shown.projector = held.projector
            AND shown.position = held.position
        WHERE held.projector = \(version) ORDER BY held.tenant LIMIT \(quarantineLimit)
        """
    }
}
