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
