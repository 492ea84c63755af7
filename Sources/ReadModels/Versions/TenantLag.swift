import EventSourcing
import Foundation
import PostgreSQL

/// How far a version is behind one tenant's log.
package struct TenantLag: Sendable {
    package let tenant: TenantID
    package let slug: String
    package let head: Position
    package let shown: Position
    /// Why it goes no further, where a quarantine is in force.
    package let reason: String?

    package var events: Int { head.value - shown.value }

    /// The tenants that are furthest behind, `limit` of them; those that are at their head too.
    package static func furthest(
        _ version: ReadVersion, limit: Int, in pool: Pool
    ) async throws -> [TenantLag] {
        try await pool.query(
            """
            SELECT head.tenant, name.slug, head.position, coalesce(shown.position, 0), held.reason
            FROM log.head AS head JOIN log.tenant AS name USING (tenant)
                LEFT JOIN read.checkpoint AS shown
                    ON shown.tenant = head.tenant AND shown.projector = \(version.name)
                LEFT JOIN read.quarantine AS held
                    ON held.tenant = head.tenant AND held.projector = \(version.name)
                    AND held.position = coalesce(shown.position, 0)
            ORDER BY head.position - coalesce(shown.position, 0) DESC, name.slug LIMIT \(limit)
            """
        ).rows.map { row in
            let (tenant, slug, head, shown, reason) = try row.decode(
                UUID.self, String.self, Int.self, Int.self, String?.self)
            return TenantLag(
                tenant: TenantID(tenant), slug: slug, head: Position(head),
                shown: Position(shown), reason: reason)
        }
    }
}
