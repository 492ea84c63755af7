import EventSourcing
import EventStorage
import Logging
import PostgreSQL
import ReadModels
import TestSupport

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
