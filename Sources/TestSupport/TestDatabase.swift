import PostgreSQL

/// A database prepared once for a test process and copied for each test that names it.
package struct TestTemplate: Sendable {
    let name: String
    let prepare: @Sendable (Configuration) async throws -> Void

    /// - Parameters:
    ///   - name: Templates of one name are the same; lower-case letters and underscores.
    ///   - prepare: Fills the new database, and closes its connections before it returns.
    package init(_ name: String, prepare: @escaping @Sendable (Configuration) async throws -> Void)
    {
        self.name = name
        self.prepare = prepare
    }

    /// What a new database has without our doing.
    package static let empty = TestTemplate("empty") { _ in }
}

/// A database that one test has to itself.
package struct TestDatabase: Sendable {
    package let configuration: Configuration
    private let name: String

    /// Makes one on the process's own server.
    package static func make(_ template: TestTemplate = .empty) async throws -> TestDatabase {
        let server = try await TestCluster.shared.configuration()
        let source = try await TestCluster.shared.database(for: template)
        let name = await TestCluster.shared.makeName()
        try await TestCluster.create(name, from: source, on: server)
        return TestDatabase(configuration: server.with(database: name), name: name)
    }

    /// Ends every session, and lets nobody connect: what a server that is away looks like.
    package func refuseConnections() async throws {
        let connection = try await Connection.open(configuration.with(database: "postgres"))
        _ = try await connection.query(
            "ALTER DATABASE \(identifier: name) WITH ALLOW_CONNECTIONS false")
        _ = try await connection.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = \(name)")
        await connection.close()
    }

    package func acceptConnections() async throws {
        let connection = try await Connection.open(configuration.with(database: "postgres"))
        _ = try await connection.query(
            "ALTER DATABASE \(identifier: name) WITH ALLOW_CONNECTIONS true")
        await connection.close()
    }

    /// Refuses writes, or takes them again, in every session: those that there are end.
    package func setReadOnly(_ isReadOnly: Bool) async throws {
        let connection = try await Connection.open(configuration.with(database: "postgres"))
        let setting: SQL = isReadOnly ? "on" : "off"
        _ = try await connection.query(
            """
            ALTER DATABASE \(identifier: name) SET default_transaction_read_only = \(setting)
            """)
        _ = try await connection.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = \(name)")
        await connection.close()
    }

    /// Drops it, ending whatever is still connected.
    package func drop() async throws {
        let connection = try await Connection.open(configuration.with(database: "postgres"))
        _ = try await connection.query("DROP DATABASE \(identifier: name) WITH (FORCE)")
        await connection.close()
    }
}

/// Lends `body` a database of its own, which is dropped afterwards.
package func withDatabase<Result>(
    template: TestTemplate = .empty, _ body: (Configuration) async throws -> Result
) async throws -> Result {
    let database = try await TestDatabase.make(template)
    let result: Result
    do {
        result = try await body(database.configuration)
    } catch {
        try await database.drop()
        throw error
    }
    try await database.drop()
    return result
}
