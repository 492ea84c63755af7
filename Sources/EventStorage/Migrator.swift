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
        let condition = try await condition(in: pool)
        try refuseNewer(condition)
        return condition.missing
    }

    /// How the database's schema stands to this program's.
    ///
    /// - Parameter timeout: For each of two questions; the session's own where none is given.
    /// - Throws: `MigrationFailure.edited`, or `PostgresFailure`.
    package func condition(
        in pool: Pool, timeout: Duration? = nil
    ) async throws -> SchemaCondition {
        try await condition { try await pool.query($0, timeout: timeout) }
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
        let condition = try await condition { try await connection.query($0, timeout: nil) }
        try refuseNewer(condition)
        let missing = migrations.filter { condition.missing.contains($0.name) }
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

    private func condition(
        asking ask: (SQL) async throws -> QueryResult
    ) async throws -> SchemaCondition {
        let exists = try await ask("SELECT to_regclass('log.migration') IS NOT NULL")
        guard let row = exists.rows.first, try row.decode(Bool.self) else {
            return SchemaCondition(missing: migrations.map(\.name), newer: [])
        }
        var missing = migrations
        var newer: [String] = []
        let applied = try await ask(
            "SELECT number, name, checksum FROM log.migration ORDER BY number")
        for row in applied.rows {
            let (number, name, checksum) = try row.decode(Int32.self, String.self, String.self)
            guard let index = missing.firstIndex(where: { $0.number == number }) else {
                newer.append(name)
                continue
            }
            guard missing.remove(at: index).checksum == checksum else {
                throw MigrationFailure.edited(name)
            }
        }
        return SchemaCondition(missing: missing.map(\.name), newer: newer)
    }

    private func refuseNewer(_ condition: SchemaCondition) throws {
        guard let newer = condition.newer.first else { return }
        throw MigrationFailure.databaseIsNewer(
            database: newer, program: migrations.last?.name ?? "none")
    }
}

/// How a database's schema stands to that of one program.
package struct SchemaCondition: Sendable {
    /// The names of the migrations that the database lacks.
    package let missing: [String]
    /// Those that a newer program has applied: a release can be run beside the one before, so what
    /// runs already goes on.
    package let newer: [String]
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
