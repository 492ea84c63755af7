import EventSourcing
import Foundation
import PostgreSQL

/// An event that a version does not show, because an operator has said so.
package struct Skip: Sendable, CustomStringConvertible {
    /// How many are read; more than anybody should ever skip.
    static let limit = 10_000

    package let tenant: TenantID
    package let version: String
    package let position: Position
    package let reason: String
    package let skippedBy: String
    package let skippedAt: Timestamp

    package var description: String {
        "\(version) of \(tenant) without \(position): \(reason) (\(skippedBy), \(skippedAt))"
    }

    /// All of every version, in the order of tenants and positions.
    package static func all(in pool: Pool) async throws -> [Skip] {
        try await pool.query(
            """
            SELECT tenant, projector, position, reason, skipped_by, skipped_at FROM projection.skip
            ORDER BY tenant, projector, position LIMIT \(limit)
            """
        ).rows.map { row in
            let (tenant, version, position, reason, skippedBy, skippedAt) = try row.decode(
                UUID.self, String.self, Int.self, String.self, String.self, Timestamp.self)
            return Skip(
                tenant: TenantID(tenant), version: version, position: Position(position),
                reason: reason, skippedBy: skippedBy, skippedAt: skippedAt)
        }
    }

    /// Puts it on record where the tenant is in quarantine before that very event, and its tables
    /// stand there until the transaction ends; no row otherwise.
    var record: SQL {
        """
        INSERT INTO projection.skip
            (tenant, projector, position, reason, skipped_by, skipped_at)
        SELECT held.tenant, held.projector, \(position.value), \(reason), \(skippedBy),
            \(skippedAt)
        FROM read.quarantine AS held JOIN read.checkpoint AS shown
            USING (tenant, projector, position)
        WHERE tenant = \(tenant.uuid) AND projector = \(version)
            AND position = \(position.value - 1)
        FOR UPDATE OF shown
        """
    }
}
