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
        let result = try await pool.query(
            """
            SELECT head.tenant, name.slug, head.position, coalesce(shown.position, 0), held.reason
            \(tenants(of: version))
            ORDER BY head.position - coalesce(shown.position, 0) DESC, name.slug LIMIT \(limit)
            """)
        return try result.rows.map { row in
            try TenantLag(row.decode(UUID.self, String.self, Int.self, Int.self, String?.self))
        }
    }

    /// The tenants in quarantine in the order of their slugs, `limit` of them, and how many there
    /// are.
    package static func inQuarantine(
        _ version: ReadVersion, limit: Int, in pool: Pool
    ) async throws -> (named: [TenantLag], count: Int) {
        let rows = try await pool.query(
            """
            SELECT head.tenant, name.slug, head.position, coalesce(shown.position, 0), held.reason,
                count(*) OVER ()
            \(tenants(of: version))
            WHERE held.reason IS NOT NULL ORDER BY name.slug LIMIT \(limit)
            """
        ).rows.map { row in
            try row.decode(
                UUID.self, String.self, Int.self, Int.self, String?.self, Int.self)
        }
        return (rows.map { TenantLag(($0.0, $0.1, $0.2, $0.3, $0.4)) }, rows.first?.5 ?? 0)
    }

    /// Every tenant, with where the version stands in it and a quarantine that is in force.
    private static func tenants(of version: ReadVersion) -> SQL {
        """
        FROM log.head AS head JOIN log.tenant AS name USING (tenant)
            LEFT JOIN read.checkpoint AS shown
                ON shown.tenant = head.tenant AND shown.projector = \(version.name)
            LEFT JOIN read.quarantine AS held
                ON held.tenant = head.tenant AND held.projector = \(version.name)
                AND held.position = coalesce(shown.position, 0)
        """
    }

    private init(_ row: (UUID, String, Int, Int, String?)) {
        tenant = TenantID(row.0)
        slug = row.1
        head = Position(row.2)
        shown = Position(row.3)
        reason = row.4
    }
}
