import EventSourcing
import Foundation
import PostgreSQL

/// How the rows of two versions differ, table by table, in one snapshot.
package struct VersionDifference: Sendable {
    package struct TableDifference: Sendable {
        package let table: String
        package let onlyInFirst: Int
        package let onlyInSecond: Int
        package let changed: Int
        /// The key of the first row that differs, as JSON.
        package let firstKey: String?

        package var isEmpty: Bool { onlyInFirst + onlyInSecond + changed == 0 }
    }

    /// Tenants that both show up to the same position; only their rows are compared.
    package let comparedTenants: Int
    /// Tenants that stand at different positions.
    package let passedOver: [TenantID]
    package let tables: [TableDifference]

    package var isEmpty: Bool { tables.allSatisfy(\.isEmpty) }

    /// - Throws: `PostgresFailure`.
    package static func between(
        _ first: ReadVersion, _ second: ReadVersion, group: ProjectorGroup = .main, in pool: Pool
    ) async throws -> VersionDifference {
        try await pool.transaction(isolation: .repeatableRead) { transaction in
            let standings = try await transaction.query(positions(first, second)).rows
            var compared: [TenantID] = []
            var passedOver: [TenantID] = []
            for row in standings {
                let (tenant, isSame) = try row.decode(UUID.self, Bool.self)
                if isSame {
                    compared.append(TenantID(tenant))
                } else {
                    passedOver.append(TenantID(tenant))
                }
            }
            var tables: [TableDifference] = []
            for type in group.tables {
                let result = try await transaction.query(
                    differences(of: type.table, first, second, compared))
                tables.append(try TableDifference(type.table, result))
            }
            return VersionDifference(
                comparedTenants: compared.count, passedOver: passedOver, tables: tables)
        }
    }

    private static func positions(_ first: ReadVersion, _ second: ReadVersion) -> SQL {
        """
        SELECT tenant, count(*) = 2 AND min(position) = max(position)
        FROM read.checkpoint WHERE projector IN (\(first.name), \(second.name))
        GROUP BY tenant HAVING max(position) > 0 ORDER BY tenant
        """
    }

    private static func differences(
        of table: Table, _ first: ReadVersion, _ second: ReadVersion, _ tenants: [TenantID]
    ) -> SQL {
        let key = ["tenant"] + table.key
        let match = key.dropFirst().reduce("one.tenant = two.tenant" as SQL) { match, column in
            "\(match) AND one.\(identifier: column) = two.\(identifier: column)"
        }
        let names = SQL(
            joining: key.map { "coalesce(one.\(identifier: $0), two.\(identifier: $0))" })
        let ids = tenants.map(\.uuid)
        return """
            SELECT count(*) FILTER (WHERE two.tenant IS NULL),
                count(*) FILTER (WHERE one.tenant IS NULL),
                count(*) FILTER (WHERE one.tenant = two.tenant),
                min(jsonb_build_array(\(names))::text)
            FROM (
                SELECT kept.*, to_jsonb(kept) AS whole FROM \(first.table(table)) AS kept
                WHERE tenant = ANY (\(ids))
            ) AS one FULL JOIN (
                SELECT kept.*, to_jsonb(kept) AS whole FROM \(second.table(table)) AS kept
                WHERE tenant = ANY (\(ids))
            ) AS two ON \(match)
            WHERE one.whole IS DISTINCT FROM two.whole
            """
    }
}

extension VersionDifference.TableDifference {
    fileprivate init(_ table: Table, _ result: QueryResult) throws {
        self.table = table.name
        guard let row = result.rows.first else {
            preconditionFailure("a count has a row")
        }
        (onlyInFirst, onlyInSecond, changed, firstKey) = try row.decode(
            Int.self, Int.self, Int.self, String?.self)
    }
}
