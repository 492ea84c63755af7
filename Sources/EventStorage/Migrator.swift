import Crypto
import Foundation
import PostgreSQL
import Schema

/// Brings a database to the newest schema, one numbered script at a time.
package struct Migrator: Sendable {
    /// The number of the advisory lock under which one process migrates and the others wait.
    static let lock = 7_301_220_119

    package struct Report: Sendable {
        package let applied: [String]
        /// The newest migration that is in force now.
        package let current: Int
    }

    private let migrations: [Migration]

    package init(migrations: [Migration] = Migration.all) {
        self.migrations = migrations
    }

    /// Applies what is missing, each script in a transaction of its own.
    ///
    /// - Throws: `MigrationFailure`, or `PostgresFailure` with the script's statement.
    package func migrate(_ configuration: Configuration) async throws -> Report {
        let connection = try await Connection.open(configuration.unhurried)
        do {
            let report = try await migrate(on: connection)
            await connection.close()
            return report
        } catch {
            await connection.close()
            throw error
        }
    }

    /// The names of the migrations that are missing.
    ///
    /// - Throws: `MigrationFailure` where the database does not fit this program.
    package func check(_ pool: Pool) async throws -> [String] {
        try await pool.withConnection { try await missing(on: $0).map(\.name) }
    }

    private func migrate(on connection: Connection) async throws -> Report {
        _ = try await connection.query("SELECT pg_advisory_lock(\(Self.lock))", timeout: nil)
        try await connection.execute(
            script: """
                CREATE SCHEMA IF NOT EXISTS log;
                CREATE TABLE IF NOT EXISTS log.migration (
                    number integer PRIMARY KEY,
                    name text NOT NULL,
                    checksum text NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT now()
                );
                """)
        let missing = try await missing(on: connection)
        for migration in missing {
            try await connection.execute(
                script: """
                    BEGIN;
                    \(migration.script)
                    INSERT INTO log.migration (number, name, checksum)
                    VALUES (\(migration.number), '\(migration.name)', '\(migration.checksum)');
                    COMMIT;
                    """)
        }
        return Report(applied: missing.map(\.name), current: migrations.last?.number ?? 0)
    }

    private func missing(on connection: Connection) async throws -> [Migration] {
        let exists = try await connection.query(
            "SELECT to_regclass('log.migration') IS NOT NULL", timeout: nil)
        guard let row = exists.rows.first, try row.decode(Bool.self) else { return migrations }
        let rows = try await connection.query(
            "SELECT number, name, checksum FROM log.migration ORDER BY number", timeout: nil
        ).rows
        for row in rows {
            let (number, name, checksum) = try row.decode(Int32.self, String.self, String.self)
            guard let own = migrations.first(where: { $0.number == number }) else {
                throw MigrationFailure.databaseIsNewer(
                    database: name, program: migrations.last?.name ?? "none")
            }
            guard own.checksum == checksum else { throw MigrationFailure.edited(name) }
        }
        return Array(migrations.dropFirst(rows.count))
    }
}

extension Configuration {
    /// Another process's migration is waited for, and a script takes as long as its tables need.
    fileprivate var unhurried: Configuration {
        var copy = self
        copy.lockTimeout = nil
        copy.statementTimeout = nil
        return copy
    }
}

/// Why a database and this program do not fit each other.
package enum MigrationFailure: Error, CustomStringConvertible {
    case databaseIsNewer(database: String, program: String)
    case edited(String)

    package var description: String {
        switch self {
        case .databaseIsNewer(let database, let program):
            "the database has migration \(database), this program ends with \(program): "
                + "use the newer program"
        case .edited(let name):
            "migration \(name) was edited after it had been applied to this database: "
                + "restore the script and put the change into a new migration"
        }
    }
}

extension Migration {
    /// SHA-256 of the script, in hexadecimal.
    package var checksum: String {
        SHA256.hash(data: Data(script.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
