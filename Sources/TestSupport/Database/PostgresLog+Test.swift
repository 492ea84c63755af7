import EventStorage
import PostgreSQL

extension TestTemplate {
    /// A database with every migration.
    package static let migrated = TestTemplate("migrated") { configuration in
        _ = try await Migrator().migrate(configuration)
    }
}

/// Lends `body` a log in a database of its own, as the service's role sees it.
package func withPostgresLog(
    _ body: (PostgresLog, Configuration) async throws -> Void
) async throws {
    try await withDatabase(template: .migrated) { configuration in
        let service = configuration.inServiceRole
        let writers = Pool(service)
        let readers = Pool(service)
        let vault = Vault(master: try MasterKey(base64: MasterKey.makeBase64()))
        let log = PostgresLog(writers: writers, readers: readers, vault: vault)
        do {
            try await body(log, configuration)
        } catch {
            await log.close()
            await writers.close()
            await readers.close()
            throw error
        }
        await log.close()
        await writers.close()
        await readers.close()
    }
}
