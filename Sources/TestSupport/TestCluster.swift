import Foundation
import LocalCluster
import PostgreSQL

/// The throwaway server of a test process: started when the first test wants a database.
///
/// A watchdog stops the server and removes its folder when this process ends.
package actor TestCluster {
    package static let shared = TestCluster()

    private var starting: Task<Configuration, any Error>?
    private var templates: [String: Task<String, any Error>] = [:]
    private var watchdog: Watchdog?
    private var made = 0

    /// How to reach the server's maintenance database as superuser.
    package func configuration() async throws -> Configuration {
        if let starting { return try await starting.value }
        let start = Task { try await self.start() }
        starting = start
        return try await start.value
    }

    private func start() async throws -> Configuration {
        let directory = "/tmp/clubs-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        watchdog = try Watchdog(
            script: """
                server=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
                if [ -n "$server" ] && kill -QUIT "$server"; then
                    while [ -e "/proc/$server/cwd" ]; do sleep 0.05; done
                fi
                rm -rf "$1"
                """, argument: directory)
        let cluster = try LocalCluster(directory: directory, settings: .fast)
        return try await cluster.start().with(database: "postgres")
    }

    /// A name that no other database of this server has.
    func makeName() -> String {
        made += 1
        return "test_\(made)"
    }

    /// The database to copy for `template`, prepared when the first test wants it.
    func database(for template: TestTemplate) async throws -> String {
        if let known = templates[template.name] { return try await known.value }
        let name = "template_\(template.name)"
        let preparation = Task {
            let configuration = try await self.configuration()
            try await Self.create(name, from: "template1", on: configuration)
            try await template.prepare(configuration.with(database: name))
            return name
        }
        templates[template.name] = preparation
        return try await preparation.value
    }

    static func create(
        _ name: String, from template: String, on configuration: Configuration
    ) async throws {
        let connection = try await Connection.open(configuration)
        _ = try await connection.query(
            "CREATE DATABASE \(identifier: name) TEMPLATE \(identifier: template)")
        await connection.close()
    }
}
