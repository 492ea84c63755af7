import ArgumentParser
import EventStorage
import Foundation
import LocalCluster
import PostgreSQL

/// Which database an operator's command works on.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of the private PostgreSQL and of local keys; CLUBS_DATA where it is not "
                + "given. Without meaning for the database of DATABASE_URL."))
    var data: String?

    var folder: DataFolder {
        get throws {
            let named = data ?? ProcessInfo.processInfo.environment["CLUBS_DATA"]
            guard let named else { return DataFolder(path: LocalCluster.defaultDirectory) }
            return DataFolder(path: URL(fileURLWithPath: named).standardizedFileURL.path)
        }
    }

    /// Lends `body` the database, and stops the private one afterwards if nobody else uses it.
    ///
    /// - Parameter isMigrating: Whether a private database is brought to the newest schema first;
    ///   one of DATABASE_URL never is.
    func withStore<Result>(
        migrating isMigrating: Bool = true, _ body: (Store) async throws -> Result
    ) async throws -> Result {
        if let url = ProcessInfo.processInfo.environment["DATABASE_URL"], !url.isEmpty {
            return try await body(
                Store(configuration: try Configuration(url: url), folder: try folder, cluster: nil))
        }
        let folder = try folder
        let cluster = try LocalCluster(directory: folder.path)
        do {
            let configuration = try await cluster.start()
            if isMigrating { _ = try await Migrator().migrate(configuration) }
            let result = try await body(
                Store(configuration: configuration, folder: folder, cluster: cluster))
            await cluster.stop()
            return result
        } catch {
            await cluster.stop()
            throw error
        }
    }
}

/// A database, with what is needed to open its vault.
struct Store: Sendable {
    let configuration: Configuration
    let folder: DataFolder
    /// The private server, where there is one.
    let cluster: LocalCluster?

    /// The vault's key from CLUBS_VAULT_KEY; a private database keeps its own beside it.
    ///
    /// - Throws: `Failure` where there is none, `VaultFailure` where it is malformed.
    func masterKey() throws -> MasterKey {
        if let text = ProcessInfo.processInfo.environment["CLUBS_VAULT_KEY"], !text.isEmpty {
            return try MasterKey(base64: text)
        }
        guard cluster != nil else {
            throw Failure(
                .usage, "the key of the vault is not known",
                remedy: "set CLUBS_VAULT_KEY to the key of this database; "
                    + "`openssl rand -base64 32` prints one for a new database")
        }
        return try MasterKey(base64: folder.secret(named: "vault.key", make: MasterKey.makeBase64))
    }

    /// Lends `body` the log, with the rights of the service.
    ///
    /// - Throws: `SchemaOutdated`, or `VaultFailure` where the key is not this database's: one
    ///   text sealed under another key would be lost.
    func withLog<Result>(_ body: (PostgresLog, Pool) async throws -> Result) async throws -> Result
    {
        let pool = Pool(configuration.inServiceRole)
        let readers = Pool(configuration.inServiceRole)
        let vault = Vault(master: try masterKey())
        let log = PostgresLog(writers: pool, readers: readers, vault: vault)
        do {
            let missing = try await Migrator().check(readers)
            guard missing.isEmpty else { throw SchemaOutdated(missing: missing) }
            try await vault.prove(in: pool)
            let result = try await body(log, readers)
            await log.close()
            await pool.close()
            await readers.close()
            return result
        } catch {
            await log.close()
            await pool.close()
            await readers.close()
            throw error
        }
    }
}
