import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing

@testable import Gateway

/// What an operator's alarms read.
@Suite(.timeLimit(.minutes(10))) struct MetricsTests {
    @Test func `alarms see how many tenants are in quarantine`() async throws {
        try await withInProcessGateway(at: { await $0.opsPort }, { $0.opsPort = 0 }) { service in
            let caller = TestCaller(service.address)
            let before = try await caller.get("/metrics")
            try before.expect(200)
            #expect(before[header: "Content-Type"] == MetricsEndpoint.contentType)
            #expect(before.text.contains("\nclubs_quarantined_tenants 0\n"))
            #expect(before.text.contains("\nclubs_projection_lag_events 0\n"))
            #expect(
                before.text.contains("\nclubs_commands_refused_total{cause=\"unreachable\"} 0\n"))
            #expect(before.text.hasSuffix("\n# EOF\n"))
            let pool = Pool(service.installation.database.configuration)
            let tenant = UUID()
            _ = try await pool.pipeline([
                """
                INSERT INTO read.checkpoint (tenant, projector, position)
                VALUES (\(tenant), 'main-1', 0)
                """,
                """
                INSERT INTO read.quarantine (tenant, projector, position, reason)
                VALUES (\(tenant), 'main-1', 0, 'a test')
                """,
            ])
            await pool.close()
            let after = try await caller.get("/metrics")
            #expect(after.text.contains("\nclubs_quarantined_tenants 1\n"))
        }
    }

    @Test func `while the database takes no writes, readiness and alarms say so, until it does`()
        async throws
    {
        try await withInProcessGateway(at: { await $0.opsPort }, { $0.opsPort = 0 }) { service in
            let caller = TestCaller(service.address)
            let database = service.installation.database
            #expect(try await caller.get("/metrics").text.contains("\nclubs_store_writable 1\n"))
            try await database.setReadOnly(true)
            // A busy machine may not have asked within the two seconds that a probe waits.
            var writes: JSONValue?
            while writes?["detail"]?.string?.contains("25006") != true {
                let refused = try await caller.get("/readyz")
                try refused.expect(503)
                writes = try refused.json["checks"]?["writes"]
            }
            #expect(writes?["passed"] == false)
            #expect(try await caller.get("/metrics").text.contains("\nclubs_store_writable 0\n"))
            try await database.setReadOnly(false)
            try await waitWhile { try await caller.get("/readyz").status != 200 }
            #expect(try await caller.get("/metrics").text.contains("\nclubs_store_writable 1\n"))
        }
    }

    @Test func `without the database alarms get that alone, and no old figure`() async throws {
        try await withInProcessGateway(at: { await $0.opsPort }, { $0.opsPort = 0 }) { service in
            let caller = TestCaller(service.address)
            #expect(try await caller.get("/metrics").text.contains("\nclubs_store_up 1\n"))
            let database = service.installation.database
            try await database.refuseConnections()
            let away = try await caller.get("/metrics")
            try away.expect(200)
            #expect(away.text.contains("\nclubs_store_up 0\n"))
            #expect(!away.text.contains("clubs_projection_lag_events"))
            try await database.acceptConnections()
        }
    }

    @Test func `alarms do not wait for a database that does not answer`() async throws {
        try await withInProcessGateway(at: { await $0.opsPort }, { $0.opsPort = 0 }) { service in
            let owner = try await Connection.open(service.installation.database.configuration)
            try await owner.execute(
                script: "BEGIN; LOCK TABLE read.quarantine IN ACCESS EXCLUSIVE MODE")
            let held = try await TestCaller(service.address).get("/metrics")
            try held.expect(200)
            #expect(held.text.contains("\nclubs_store_up 0\n"))
            try await owner.execute(script: "COMMIT")
            await owner.close()
        }
    }
}
