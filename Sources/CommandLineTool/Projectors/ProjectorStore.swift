import ArgumentParser
import EventSourcing
import EventStorage
import Logging
import PostgreSQL
import ReadModels

/// The database as projector commands need it: the log, and the rights to make tables.
struct ProjectorStore {
    let log: PostgresLog
    let owner: Pool

    var catalog: VersionCatalog { VersionCatalog(pool: owner) }

    var builder: VersionBuilder {
        VersionBuilder(log: log, pool: owner, logger: Logger(label: "clubs.projector"))
    }

    /// The version of that name, or the one that is shown where none is given.
    func version(_ name: String?) async throws -> ReadVersion {
        guard let name else { return try await .current(in: owner) }
        return try await catalog.entry(named: name).version
    }
}

extension StoreOptions {
    func withProjectors<Result>(
        _ body: (ProjectorStore) async throws -> Result
    ) async throws -> Result {
        try await withStore { store in
            try await store.withLog { log, _ in
                var configuration = store.configuration
                // An index takes as long as its table needs.
                configuration.statementTimeout = nil
                let owner = Pool(configuration)
                do {
                    let result = try await body(ProjectorStore(log: log, owner: owner))
                    await owner.close()
                    return result
                } catch {
                    await owner.close()
                    throw error
                }
            }
        }
    }
}
