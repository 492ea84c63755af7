import EventSourcing
import Foundation
import PostgreSQL

/// A tenant whose read models stop before an event.
package struct Quarantine: Sendable, CustomStringConvertible {
    /// The last position that is in the tables.
    package let position: Position
    /// Why the next event cannot be projected; without any value of a row.
    package let reason: String

    package var description: String { "after \(position): \(reason)" }

    /// Puts it on record for every process, in place of an earlier one.
    func record(of tenant: TenantID, _ version: ReadVersion) -> SQL {
        """
        INSERT INTO read.quarantine (tenant, projector, position, reason)
        VALUES (\(tenant.uuid), \(version.name), \(position.value), \(reason))
        ON CONFLICT (tenant, projector) DO UPDATE
        SET position = excluded.position, reason = excluded.reason
        """
    }

    /// The tenant's, while it is in force; no row otherwise.
    static func inForce(of tenant: TenantID, _ version: ReadVersion) -> SQL {
        """
        SELECT position, held.reason
        FROM read.quarantine AS held JOIN read.checkpoint AS shown
            USING (tenant, projector, position)
        WHERE tenant = \(tenant.uuid) AND projector = \(version.name)
        """
    }

    static func inForce(in result: QueryResult) throws -> Quarantine? {
        try result.rows.first.map { row in
            let (position, reason) = try row.decode(Int.self, String.self)
            return Quarantine(position: Position(position), reason: reason)
        }
    }

    /// Takes it off the record: whoever follows tries again.
    static func end(of tenant: TenantID, _ version: ReadVersion) -> SQL {
        """
        DELETE FROM read.quarantine
        WHERE tenant = \(tenant.uuid) AND projector = \(version.name)
        """
    }

    static func tenants(_ version: ReadVersion) -> SQL {
        "SELECT tenant FROM read.quarantine WHERE projector = \(version.name)"
    }

    static func tenants(in result: QueryResult) throws -> Set<TenantID> {
        Set(try result.rows.map { TenantID(try $0.decode(UUID.self)) })
    }
}
