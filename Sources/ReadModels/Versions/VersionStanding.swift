import EventSourcing
import Foundation
import PostgreSQL

/// Where two versions stand in one tenant.
package struct VersionStanding: Sendable {
    package struct Place: Sendable {
        package let position: Position
        /// Why it goes no further, where a quarantine is in force.
        package let reason: String?
    }

    package let tenant: TenantID
    package let first: Place
    package let second: Place

    /// Whether their rows can be compared.
    package var isSame: Bool { first.position == second.position }

    /// Why the version that is behind goes no further, where a quarantine is in force.
    package var reason: String? {
        first.position < second.position ? first.reason : second.reason
    }

    /// Of every tenant of which one of them shows anything, in the tenants' order.
    static func all(
        _ first: ReadVersion, _ second: ReadVersion, in transaction: Transaction
    ) async throws -> [VersionStanding] {
        try await transaction.query(
            """
            SELECT shown.tenant,
                coalesce(max(shown.position) FILTER (WHERE shown.projector = \(first.name)), 0),
                max(held.reason) FILTER (WHERE shown.projector = \(first.name)),
                coalesce(max(shown.position) FILTER (WHERE shown.projector = \(second.name)), 0),
                max(held.reason) FILTER (WHERE shown.projector = \(second.name))
            FROM read.checkpoint AS shown
                LEFT JOIN read.quarantine AS held USING (tenant, projector, position)
            WHERE shown.projector IN (\(first.name), \(second.name))
            GROUP BY shown.tenant HAVING max(shown.position) > 0 ORDER BY shown.tenant
            """
        ).rows.map { row in
            let (tenant, first, firstReason, second, secondReason) = try row.decode(
                UUID.self, Int.self, String?.self, Int.self, String?.self)
            return VersionStanding(
                tenant: TenantID(tenant),
                first: Place(position: Position(first), reason: firstReason),
                second: Place(position: Position(second), reason: secondReason))
        }
    }
}
