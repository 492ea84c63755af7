import EventSourcing
import EventStorage
import Logging
import PostgreSQL
import ReadModels
import TestSupport

/// Every row of every read model, as text.
func readModel(of configuration: Configuration) async throws -> [String: [String]] {
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

/// Empties the read model and fills it again from the log alone.
func rebuildReadModel(of configuration: Configuration, key: String) async throws {
    let connection = try await Connection.open(configuration)
    for name in try await readModel(of: configuration).keys.sorted() + ["checkpoint", "lease"] {
        _ = try await connection.query("TRUNCATE read.\(identifier: name)")
    }
    await connection.close()
    let pool = Pool(configuration.inServiceRole)
    let log = PostgresLog(
        writers: pool, readers: pool, vault: Vault(master: try MasterKey(base64: key)))
    do {
        try await ProjectionRunner(log: log, pool: pool, logger: Logger(label: "test")).catchUp()
    } catch {
        await pool.close()
        throw error
    }
    await pool.close()
}
