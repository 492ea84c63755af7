import EventSourcing
import PostgreSQL

/// `read.checkpoint`: how far a group of projectors has come in each tenant.
enum Checkpoints {
    static func position(of tenant: TenantID, _ group: String) -> SQL {
        """
        SELECT position FROM read.checkpoint
        WHERE tenant = \(tenant.uuid) AND projector = \(group)
        """
    }

    /// Nothing for a tenant that the group has not met.
    static func position(in result: QueryResult) throws -> Position? {
        try result.rows.first.map { try Position($0.decode(Int.self)) }
    }

    /// Begins at the start, unless there is a checkpoint already.
    static func begin(_ tenant: TenantID, _ group: String) -> SQL {
        """
        INSERT INTO read.checkpoint (tenant, projector, position)
        VALUES (\(tenant.uuid), \(group), 0) ON CONFLICT (tenant, projector) DO NOTHING
        """
    }

    /// Fails at `NOT NULL` where the checkpoint does not stand at `from`.
    static func move(_ tenant: TenantID, _ group: String, from: Position, to: Position) -> SQL {
        """
        UPDATE read.checkpoint
        SET position = CASE position WHEN \(from.value) THEN \(to.value) END
        WHERE tenant = \(tenant.uuid) AND projector = \(group)
        """
    }
}
