import EventStorage
import Foundation
import PostgreSQL
import Schema
import Testing
import TestSupport

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
