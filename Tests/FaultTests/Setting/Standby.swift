import PostgreSQL

/// A copy of a database as it was: what a standby has whose replay has stopped there.
struct Standby {
    let name: String
    let admin: Connection

    private var copy: String { name + "_standby" }
    private var lost: String { name + "_lost" }

    fileprivate func take() async throws {
        try await close(name)
        _ = try await admin.query(
            "CREATE DATABASE \(identifier: copy) TEMPLATE \(identifier: name)")
        try await open(name)
    }

    /// Who connects from now on finds the copy; whoever was connected is cut off.
    func promote() async throws {
        try await close(name)
        try await rename(name, lost)
        try await rename(copy, name)
        try await open(name)
    }

    fileprivate func remove() async throws {
        for name in [copy, lost] {
            _ = try await admin.query("DROP DATABASE IF EXISTS \(identifier: name) WITH (FORCE)")
        }
        await admin.close()
    }

    private func close(_ name: String) async throws {
        _ = try await admin.query(
            "ALTER DATABASE \(identifier: name) WITH ALLOW_CONNECTIONS false")
        _ = try await admin.query(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = \(name)")
    }

    private func open(_ name: String) async throws {
        _ = try await admin.query(
            "ALTER DATABASE \(identifier: name) WITH ALLOW_CONNECTIONS true")
    }

    private func rename(_ name: String, _ other: String) async throws {
        _ = try await admin.query(
            "ALTER DATABASE \(identifier: name) RENAME TO \(identifier: other)")
    }
}

/// Lends `body` a copy of the database as it is now; who is connected meanwhile is cut off.
func withStandby(
    of configuration: Configuration, _ body: (Standby) async throws -> Void
) async throws {
    let admin = try await Connection.open(configuration.with(database: "postgres"))
    let standby = Standby(name: configuration.database ?? "", admin: admin)
    do {
        try await standby.take()
        try await body(standby)
    } catch {
        try await standby.remove()
        throw error
    }
    try await standby.remove()
}
