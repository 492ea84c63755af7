import EventStorage
import Foundation
import PostgreSQL
import TestSupport
import Testing

@testable import LocalCluster

/// A server and another that follows it by streaming replication, until it is cut off and promoted.
struct Standby: Sendable {
    /// How the server is reached, while it lives.
    let primary: Configuration
    /// How the standby is reached: for questions at once, for commands when it is promoted.
    let configuration: Configuration

    private let primaryCluster: LocalCluster
    private let admin: Connection

    fileprivate init(
        of cluster: LocalCluster, at primary: Configuration, reachedAt configuration: Configuration
    ) async throws {
        primaryCluster = cluster
        self.primary = primary
        self.configuration = configuration
        admin = try await Connection.open(configuration)
    }

    /// Cuts the standby off when it has seen all that is there; what comes now it never sees.
    func fallBehind() async throws {
        let server = try await Connection.open(primary)
        let end = try await server.query("SELECT pg_current_wal_flush_lsn()::text")
            .rows[0].decode(String.self)
        await server.close()
        try await until("SELECT pg_last_wal_replay_lsn() >= \(end)::text::pg_lsn")
        _ = try await admin.query("ALTER SYSTEM SET primary_conninfo = ''")
        _ = try await admin.query("SELECT pg_reload_conf()")
        try await until("SELECT count(pid) = 0 FROM pg_stat_wal_receiver")
    }

    /// The server dies at once, and the standby takes its place with what it has.
    func promote() async throws {
        if let server = await primaryCluster.serverProcess { kill(server, SIGQUIT) }
        try await waitWhile { await primaryCluster.serverProcess != nil }
        try await until("SELECT pg_promote(true, 60)")
    }

    fileprivate func close() async {
        await admin.close()
    }

    private func until(_ condition: SQL) async throws {
        try await waitWhile { try await !admin.query(condition).rows[0].decode(Bool.self) }
    }
}

extension PostgresProxy {
    /// Wherever of both the server is that takes commands, as libpq finds it in a list of hosts.
    ///
    /// It goes on to the second where the first refuses; a proxy that accepts and then closes hides
    /// that, so stop the proxy when its server has died.
    func configuration(orElse standby: Configuration) throws -> Configuration {
        let socket = try #require(standby.socketPath)
        let folder = (socket as NSString).deletingLastPathComponent
        return try Configuration(
            url: standby.connectionString
                + " host='127.0.0.1,\(folder)' port='\(port),5432' target_session_attrs=read-write")
    }
}

extension ClusterSettings {
    /// For servers that only a crash of their process ends, and that a standby may follow.
    fileprivate static let replicated = ClusterSettings(
        parameters: [
            "fsync": "off", "full_page_writes": "off", "shared_buffers": "32MB",
            "max_connections": "100", "wal_level": "replica", "max_wal_senders": "4",
        ],
        isDurable: false)
}

/// Lends `body` a server with a database of the service, and its standby.
func withStandby(_ body: (Standby) async throws -> Void) async throws {
    try await withFolder { folder in
        let primary = try LocalCluster(directory: folder + "/primary", settings: .replicated)
        let standby = try LocalCluster(directory: folder + "/standby", settings: .replicated)
        do {
            let server = try await primary.start()
            _ = try await Migrator().migrate(server)
            try await copy(server, to: folder + "/standby")
            let pair = try await Standby(
                of: primary, at: server, reachedAt: try await standby.start())
            try await body(pair)
            await pair.close()
        } catch {
            await standby.stop()
            await primary.stop()
            throw error
        }
        await standby.stop()
        await primary.stop()
    }
}

/// Makes the data of a standby that follows `server` when it is started.
private func copy(_ server: Configuration, to path: String) async throws {
    let account = try ServerAccount.current()
    let folder = ClusterFolder(path: path, owner: account)
    try folder.prepare()
    let result = try await account.run(
        try ServerProgram.find(forDataOf: nil).path(of: "pg_basebackup"),
        [
            "--pgdata=\(folder.data)", "--write-recovery-conf", "--checkpoint=fast", "--no-sync",
            "--dbname=\(server.connectionString)",
        ])
    try #require(result.succeeded, "\(result.output)")
}
