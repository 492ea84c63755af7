import EventSourcing
import EventStorage
import Logging
import PostgreSQL
import ReadModels
import TestSupport

/// Fills the empty tables of the read model from the log alone.
func refold(_ configuration: Configuration, key: String) async throws {
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
