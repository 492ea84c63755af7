import EventSourcing
import Foundation
import PostgreSQL

/// How a group of projectors fares in all tenants, as the database tells it: the same in every
/// process, whichever of them follows.
package struct ProjectionCondition: Sendable {
    /// Further behind than this, in events, tables are not fit to be asked.
    package static let lagLimit = 10_000
    /// How many tenants in quarantine are named.
    static let quarantineLimit = 1000

    /// The largest distance of a tenant's tables from its log, in events, but for those in
    /// quarantine; 0 without tenants.
    package let furthestBehind: Int
    package let quarantined: [TenantID: Quarantine]

    /// - Complexity: One round trip; the database looks at every tenant's head.
    /// - Throws: `PostgresFailure`.
    package static func read(
        of group: ProjectorGroup = .main, from pool: Pool, timeout: Duration? = nil
    ) async throws -> ProjectionCondition {
        let results = try await pool.pipeline(
            [lag(of: group.name), quarantined(in: group.name)], timeout: timeout)
        let held = try results[1].rows.map { row in
            let (tenant, position, reason) = try row.decode(UUID.self, Int.self, String.self)
            return (
                TenantID(tenant), Quarantine(position: Position(position), reason: reason)
            )
        }
        return ProjectionCondition(
            furthestBehind: try results[0].rows.first?.decode(Int.self) ?? 0,
            quarantined: Dictionary(uniqueKeysWithValues: held))
    }

    private static func lag(of group: String) -> SQL {
        """
        SELECT coalesce(
            max(head.position - coalesce(shown.position, 0)) FILTER (WHERE held.tenant IS NULL), 0)
        FROM log.head AS head
            LEFT JOIN read.checkpoint AS shown
                ON shown.tenant = head.tenant AND shown.projector = \(group)
            LEFT JOIN read.quarantine AS held
                ON held.tenant = shown.tenant AND held.projector = shown.projector
                AND held.position = shown.position
        """
    }

    private static func quarantined(in group: String) -> SQL {
        """
        SELECT held.tenant, held.position, held.reason
        FROM read.quarantine AS held JOIN read.checkpoint AS shown
            ON shown.tenant = held.tenant AND shown.projector = held.projector
            AND shown.position = held.position
        WHERE held.projector = \(group) ORDER BY held.tenant LIMIT \(quarantineLimit)
        """
    }
}

/// A tenant whose read models stop before an event.
package struct Quarantine: Sendable, CustomStringConvertible {
    /// The last position that is in the tables.
    package let position: Position
    /// Why the next event cannot be projected; without any value of a row.
    package let reason: String

    package var description: String { "after \(position): \(reason)" }

    /// Puts it on record for every process, in place of an earlier one.
    func record(of tenant: TenantID, _ group: String) -> SQL {
        """
        INSERT INTO read.quarantine (tenant, projector, position, reason)
        VALUES (\(tenant.uuid), \(group), \(position.value), \(reason))
        ON CONFLICT (tenant, projector) DO UPDATE
        SET position = excluded.position, reason = excluded.reason
        """
    }
}
