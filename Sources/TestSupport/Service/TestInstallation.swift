import EventSourcing
import EventStorage
import Foundation
import PostgreSQL

/// What the processes of one installation share: a database, the vault's key, a data folder, and
/// the gateway's signing keys.
package struct TestInstallation: Sendable {
    package let database: TestDatabase
    package let keys: TestKeys
    package let vaultKey: String
    /// With the public keys in `jwks.json`; gone with the installation.
    package let folder: String
    /// What a process of this installation finds in its environment.
    package let environment: [String: String]
    private let watchdog: Watchdog

    /// A migrated database without a tenant.
    package static func make() async throws -> TestInstallation {
        let folder = "/tmp/clubs-installation-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let watchdog = try Watchdog(script: #"rm -rf "$1""#, argument: folder)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let keys = TestKeys()
        try keys.jwks.write(to: URL(fileURLWithPath: folder + "/jwks.json"))
        let database = try await TestDatabase.make(.migrated)
        let vaultKey = MasterKey.makeBase64()
        return TestInstallation(
            database: database, keys: keys, vaultKey: vaultKey, folder: folder,
            environment: [
                "DATABASE_URL": database.configuration.connectionString,
                "CLUBS_VAULT_KEY": vaultKey, "CLUBS_DATA": folder,
                "CLUBS_JWKS": folder + "/jwks.json", "HOME": folder,
            ], watchdog: watchdog)
    }

    /// Drops the database and the folder; the processes have ended by then.
    package func remove() async throws {
        try await database.drop()
        try FileManager.default.removeItem(atPath: folder)
        watchdog.dismiss()
    }

    /// A tenant of its own for a test, with its first school and its admin.
    package func makeTenant() async throws -> TestTenant {
        let slug = "t-" + UUID().uuidString.lowercased()
        let made = try await ClubsTool.run(
            [
                "tenant", "create", slug, "--school", "Hillside School", "--admin", "Ada Byron",
                "--time-zone", "Europe/London", "--country", "GB", "--json",
            ], environment: environment)
        guard made.status == 0 else { throw TestServiceFailure(made.errors) }
        let ids = try JSONDecoder().decode([String: String].self, from: Data(made.output.utf8))
        guard let tenant = ids["tenant"], let school = ids["school"], let admin = ids["admin"]
        else { throw TestServiceFailure("no ids in \(made.output)") }
        return TestTenant(slug: slug, id: tenant, school: school, admin: admin)
    }
}

/// A tenant as a test knows it, by its ids in text.
package struct TestTenant: Sendable {
    package let slug: String
    package let id: String
    package let school: String
    package let admin: String
}

/// Why a process that a test needs is not there.
package struct TestServiceFailure: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
