import EventSourcing
import EventStorage
import Foundation
import PostgreSQL
import TestSupport
import Testing

@Suite struct RoleTests {
    @Test(arguments: [
        SQL("UPDATE log.event SET data = '{}'"), "DELETE FROM log.event", "TRUNCATE log.event",
        "DELETE FROM log.head", "DROP TABLE log.event", "DELETE FROM log.tenant",
        "ALTER TABLE log.event DISABLE TRIGGER ALL",
    ])
    func `the service can neither change nor delete what is true`(statement: SQL) async throws {
        try await withPostgresLog { log, configuration in
            let tenant = TenantID(UUID())
            try await log.create(tenant, slug: "test")
            try await log.append(Sample.batch(tenant, after: 0, count: 2))
            let connection = try await Connection.open(configuration.inServiceRole)
            let failure = await #expect(throws: PostgresFailure.self) {
                try await connection.query(statement)
            }
            #expect(failure?.sqlState == "42501")
            await connection.close()
            #expect(try await log.read(tenant, after: 0, types: nil, limit: 10).count == 2)
        }
    }
}
