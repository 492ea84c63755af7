import EventSourcing
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
    /// Tenants that the versions do not show to the same position.
    package let passedOver: [VersionStanding]
    package let tables: [TableDifference]

    /// Whether no row that was compared differs.
    package var isEmpty: Bool { tables.allSatisfy(\.isEmpty) }

    /// Compares the versions where they stand.
    ///
    /// - Throws: `PostgresFailure`.
    package static func between(
        _ first: ReadVersion, _ second: ReadVersion, group: ProjectorGroup = .main, in pool: Pool
    ) async throws -> VersionDifference {
        try await pool.transaction(isolation: .repeatableRead) { transaction in
            let standings = try await VersionStanding.all(first, second, in: transaction)
            return try await between(first, second, standings, group: group, in: transaction)
        }
    }

    /// - Parameter transaction: Sees one moment, at which the versions stand so.
    static func between(
        _ first: ReadVersion, _ second: ReadVersion, _ standings: [VersionStanding],
        group: ProjectorGroup, in transaction: Transaction
    ) async throws -> VersionDifference {
        let compared = standings.filter(\.isSame).map(\.tenant)
        var tables: [TableDifference] = []
        for type in group.tables {
            let result = try await transaction.query(
                differences(of: type.table, first, second, compared))
            tables.append(try TableDifference(type.table, result))
        }
        return VersionDifference(
            comparedTenants: compared.count, passedOver: standings.filter { !$0.isSame },
            tables: tables)
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
