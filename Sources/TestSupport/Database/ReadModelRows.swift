import PostgreSQL

/// Every row of every read model, as text.
package func readModel(of configuration: Configuration) async throws -> [String: [String]] {
    let connection = try await Connection.open(configuration)
    let names = try await connection.query(
        """
        SELECT tablename::text FROM pg_tables
        WHERE schemaname = 'read' AND tablename NOT IN ('checkpoint', 'lease') ORDER BY 1
        """
    ).rows.map { try $0.decode(String.self) }
    var tables: [String: [String]] = [:]
    for name in names {
        tables[name] = try await connection.query(
            "SELECT row::text FROM read.\(identifier: name) AS row ORDER BY 1"
        ).rows.map { try $0.decode(String.self) }
    }
    await connection.close()
    return tables
}
