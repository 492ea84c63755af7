import EventStorage
import Foundation
import LocalCluster
import PostgreSQL

/// A PostgreSQL server of the benchmark's own, with a migrated database.
///
/// On a memory disk with a commit delay every commit takes the same half millisecond, so that
/// ratios do not follow the disk's moods; on the real disk it is what users have.
struct BenchmarkServer: Sendable {
    enum Storage: String, Codable, Sendable {
        case memory, disk

        var folder: String {
            switch self {
            case .memory: "/dev/shm"
            case .disk: "/var/tmp"
            }
        }

        /// Server settings beside the durable ones of the embedded default.
        var parameters: [String: String] {
            var all = ["shared_buffers": "1GB", "max_wal_size": "2GB"]
            if self == .memory {
                all["commit_delay"] = "500"
                all["commit_siblings"] = "0"
            }
            return all
        }
    }

    /// The database as its owner.
    let database: Configuration
    /// A folder for the files of this run; the server's account may read it.
    let folder: String
    let vaultKey: String

    /// Lends `body` a server, and removes it with all it holds; also when this process is killed.
    ///
    /// - Throws: `LocalClusterFailure`, `MigrationFailure`, or what `body` throws.
    static func with<Result>(
        _ storage: Storage, _ body: (BenchmarkServer) async throws -> Result
    ) async throws -> Result {
        let scratch = try ScratchFolder(in: storage.folder)
        var settings = ClusterSettings.durable
        settings.parameters.merge(storage.parameters) { $1 }
        let cluster = try LocalCluster(directory: scratch.path + "/server", settings: settings)
        let result: Result
        do {
            let database = try await cluster.start()
            _ = try await Migrator().migrate(database)
            result = try await body(
                BenchmarkServer(
                    database: database, folder: scratch.path, vaultKey: MasterKey.makeBase64()))
        } catch {
            await cluster.stop()
            scratch.remove()
            throw error
        }
        await cluster.stop()
        scratch.remove()
        return result
    }

    /// Runs statements as the owner of the database, for as long as they take.
    func execute(script: String) async throws {
        var patient = database
        patient.statementTimeout = nil
        let connection = try await Connection.open(patient)
        try await connection.execute(script: script)
        await connection.close()
    }

    /// Writes down what earlier measurements have left in memory.
    func settle() async throws {
        try await execute(script: "CHECKPOINT")
    }

    /// Where the server's socket is.
    var socketFolder: String { "\(folder)/server/socket" }

    func masterKey() throws -> MasterKey { try MasterKey(base64: vaultKey) }

    /// What `clubs` finds in its environment to work on this database.
    var environment: [String: String] {
        [
            "DATABASE_URL": database.connectionString, "CLUBS_VAULT_KEY": vaultKey,
            "CLUBS_DATA": folder, "HOME": folder,
        ]
    }
}

extension BenchmarkServer {
    struct Unknown: Error, CustomStringConvertible {
        var description: String { "DATABASE_URL and CLUBS_VAULT_KEY say which server; set both" }
    }

    /// The server of the process that has started this one, from the environment.
    ///
    /// - Throws: `Unknown`, or `PostgresFailure`.
    init(environmentWith folder: String) throws {
        let environment = ProcessInfo.processInfo.environment
        guard let url = environment["DATABASE_URL"], let key = environment["CLUBS_VAULT_KEY"]
        else { throw Unknown() }
        self.init(database: try Configuration(url: url), folder: folder, vaultKey: key)
    }
}
