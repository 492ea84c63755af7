import Foundation
import PostgreSQL
import Schema
import TestSupport
import Testing

@testable import EventStorage

@Suite struct MigratorTests {
    @Test func `migrating twice does nothing the second time`() async throws {
        try await withDatabase { configuration in
            let names = Migration.all.map(\.name)
            let first = try await Migrator().migrate(configuration)
            #expect(first.applied == names)
            let second = try await Migrator().migrate(configuration)
            #expect(second.applied.isEmpty)
        }
    }

    @Test func `of several processes that migrate at once, one does each step`() async throws {
        try await withDatabase { configuration in
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<6 {
                    group.addTask { try await Migrator().migrate(configuration).applied }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.sorted() == Migration.all.map(\.name))
        }
    }

    @Test func `another's migration is waited for, longer than for any lock`() async throws {
        try await withDatabase { configuration in
            let other = try await Connection.open(configuration)
            _ = try await other.query("SELECT pg_advisory_lock(\(Migrator.lock))")
            var hasty = configuration
            hasty.lockTimeout = .milliseconds(1)
            hasty.statementTimeout = .milliseconds(1)
            async let report = Migrator().migrate(hasty)
            try await waitForALongWait(on: other)
            await other.close()
            #expect(try await report.applied == Migration.all.map(\.name))
        }
    }

    /// Until somebody has waited for an advisory lock for twenty times their limit, or given up.
    private func waitForALongWait(on connection: Connection) async throws {
        let question: SQL = """
            SELECT EXISTS (
                SELECT FROM pg_stat_activity
                WHERE wait_event = 'advisory' AND datname = current_database()
                    AND clock_timestamp() - query_start > interval '20 ms')
            """
        let deadline = ContinuousClock.now + .seconds(30)
        while try await !connection.query(question).rows[0].decode(Bool.self) {
            try #require(ContinuousClock.now < deadline, "nobody waits any more")
        }
    }

    @Test func `a check names what is missing and changes nothing`() async throws {
        try await withDatabase { configuration in
            let pool = Pool(configuration)
            let names = Migration.all.map(\.name)
            #expect(try await Migrator().check(pool) == names)
            #expect(try await Migrator().check(pool) == names)
            _ = try await Migrator().migrate(configuration)
            #expect(try await Migrator().check(pool).isEmpty)
            await pool.close()
        }
    }

    @Test func `an edited migration is refused by name`() async throws {
        try await withDatabase(template: .migrated) { configuration in
            try await update(
                configuration, "UPDATE log.migration SET checksum = 'x' WHERE number = 2")
            let failure = await #expect(throws: MigrationFailure.self) {
                try await Migrator().migrate(configuration)
            }
            #expect(failure?.description.contains("0002_vault") == true)
        }
    }

    @Test func `a database of a newer program is refused`() async throws {
        try await withDatabase(template: .migrated) { configuration in
            try await update(
                configuration,
                "INSERT INTO log.migration (number, name, checksum) VALUES (999, '0999_far', 'x')")
            let failure = await #expect(throws: MigrationFailure.self) {
                try await Migrator().migrate(configuration)
            }
            #expect(failure?.description.contains("0999_far") == true)
        }
    }

    private func update(_ configuration: Configuration, _ sql: SQL) async throws {
        let connection = try await Connection.open(configuration)
        _ = try await connection.query(sql)
        await connection.close()
    }
}
