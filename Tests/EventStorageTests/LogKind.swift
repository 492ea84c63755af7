import EventSourcing
import EventStorage
import Foundation
import PostgreSQL
import TestSupport

/// The two logs that keep the contract.
enum LogKind: CaseIterable, Sendable {
    case memory, postgres

    static let slug = "test"

    /// Lends `body` a log in which `tenant` exists and nothing has happened.
    func withLog(
        for tenant: TenantID, _ body: (any EventLog) async throws -> Void
    ) async throws {
        switch self {
        case .memory:
            let log = MemoryLog()
            try await log.create(tenant, slug: Self.slug)
            try await body(log)
        case .postgres:
            try await withPostgresLog { log, _ in
                try await log.create(tenant, slug: Self.slug)
                try await body(log)
            }
        }
    }
}

extension TestTemplate {
    /// A database with every migration.
    static let migrated = TestTemplate("migrated") { configuration in
        _ = try await Migrator().migrate(configuration)
    }
}

/// Lends `body` a log in a database of its own, as the service's role sees it.
func withPostgresLog(
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
            await writers.close()
            await readers.close()
            throw error
        }
        await writers.close()
        await readers.close()
    }
}
