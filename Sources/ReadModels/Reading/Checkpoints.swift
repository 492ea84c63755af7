import EventSourcing
import EventStorage
import Foundation
import PostgreSQL

/// `read.checkpoint`: how far a version of the read models has come in each tenant.
enum Checkpoints {
    static func position(of tenant: TenantID, _ version: ReadVersion) -> SQL {
        """
        SELECT position FROM read.checkpoint
        WHERE tenant = \(tenant.uuid) AND projector = \(version.name)
        """
    }

    /// Nothing for a tenant that the version has not met.
    static func position(in result: QueryResult) throws -> Position? {
        try result.rows.first.map { try Position($0.decode(Int.self)) }
    }

    /// Which version is shown, and how far it has come in the tenant: one moment's, where both are
    /// asked in one snapshot.
    static func shown(_ tenant: TenantID) -> [SQL] {
        let positions: SQL = """
            SELECT projector, position FROM read.checkpoint WHERE tenant = \(tenant.uuid)
            """
        return [ReadVersion.current, positions]
    }

    static func shown(in results: [QueryResult]) throws -> (version: ReadVersion, Position) {
        let version = try ReadVersion.current(in: results[0])
        let positions = try results[1].rows.map { row in
            try row.decode(String.self, Int.self)
        }
        let position = positions.first { name, _ in name == version.name }?.1
        return (version, position.map { Position($0) } ?? .start)
    }

    /// Where some tenants stand.
    static func positions(of tenants: [TenantID], _ version: ReadVersion) -> SQL {
        """
        SELECT tenant, position FROM read.checkpoint
        WHERE tenant = ANY (\(tenants.map(\.uuid))) AND projector = \(version.name)
        """
    }

    static func positions(in result: QueryResult) throws -> [(TenantID, Position)] {
        try result.rows.map { row in
            let (tenant, position) = try row.decode(UUID.self, Int.self)
            return (TenantID(tenant), Position(position))
        }
    }

    static func byTenant(in result: QueryResult) throws -> [TenantID: Position] {
        Dictionary(uniqueKeysWithValues: try positions(in: result))
    }

    /// The heads of the tenants whose log goes on behind their checkpoint, in the tenants' order.
    static func behind(_ version: ReadVersion, after tenant: TenantID?, limit: Int) -> SQL {
        let condition: SQL = tenant.map { "AND head.tenant > \($0.uuid)" } ?? ""
        return """
            SELECT head.tenant, head.position FROM log.head AS head
                LEFT JOIN read.checkpoint AS shown
                    ON shown.tenant = head.tenant AND shown.projector = \(version.name)
            WHERE head.position > coalesce(shown.position, 0) \(condition)
            ORDER BY head.tenant LIMIT \(limit)
            """
    }

    /// Where all tenants stand that the version has met.
    static func positions(of version: ReadVersion) -> SQL {
        "SELECT tenant, position FROM read.checkpoint WHERE projector = \(version.name)"
    }

    /// The same; until the end of the transaction nobody follows the version.
    static func held(_ version: ReadVersion) -> SQL {
        """
        UPDATE read.checkpoint SET position = position WHERE projector = \(version.name)
        RETURNING tenant, position
        """
    }

    /// The tenants that one version does not show as far as another one does.
    static func late(_ version: ReadVersion, than other: ReadVersion) -> SQL {
        """
        SELECT other.tenant FROM read.checkpoint AS other
            LEFT JOIN read.checkpoint AS shown
                ON shown.tenant = other.tenant AND shown.projector = \(version.name)
        WHERE other.projector = \(other.name)
            AND other.position > coalesce(shown.position, 0)
        ORDER BY other.tenant
        """
    }

    static func tenants(in result: QueryResult) throws -> [TenantID] {
        try result.rows.map { TenantID(try $0.decode(UUID.self)) }
    }

    /// Begins at the start, unless there is a checkpoint already.
    static func begin(_ tenant: TenantID, _ version: ReadVersion) -> SQL {
        """
        INSERT INTO read.checkpoint (tenant, projector, position)
        VALUES (\(tenant.uuid), \(version.name), 0) ON CONFLICT (tenant, projector) DO NOTHING
        """
    }

    struct Move {
        let tenant: TenantID
        let from: Position
        /// The last event that is shown then.
        let last: EventMark
    }

    /// Moves the checkpoints of many tenants; a statement fails at `NOT NULL` where its checkpoint
    /// does not stand at `from`, or the tenant's log does not have the last event: it was read before
    /// a failover that has lost it. A failover may have lost the checkpoint too, and then it stands
    /// at the start.
    static func move(_ moves: [Move], _ version: ReadVersion) -> [SQL] {
        let begun: [[any PostgresEncodable]] = moves.map { [$0.tenant.uuid, version.name, 0] }
        let begins: [SQL] = Chunks(of: begun, shrinkingBy: 4).map { page in
            """
            INSERT INTO read.checkpoint (tenant, projector, position) VALUES \(rows: page)
            ON CONFLICT (tenant, projector) DO NOTHING
            """
        }
        return begins
            + moves.map { move in
                """
                UPDATE read.checkpoint
                SET position = CASE WHEN position = \(move.from.value)
                        AND \(PostgresLog.has(move.last, of: move.tenant))
                    THEN \(move.last.position.value) END
                WHERE tenant = \(move.tenant.uuid) AND projector = \(version.name)
                """
            }
    }
}
