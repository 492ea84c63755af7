import Foundation
import PostgreSQL
import TestSupport
import Testing

@testable import Gateway

/// What an operator's alarms read.
@Suite struct MetricsTests {
    @Test func `alarms see how many tenants are in quarantine`() async throws {
        try await withInProcessGateway(at: { await $0.opsPort }, { $0.opsPort = 0 }) { service in
            let caller = TestCaller(service.address)
            let before = try await caller.get("/metrics")
            try before.expect(200)
            #expect(before[header: "Content-Type"] == MetricsEndpoint.contentType)
            #expect(before.text.contains("\nclubs_quarantined_tenants 0\n"))
            #expect(before.text.contains("\nclubs_projection_lag_events 0\n"))
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

    @Test func `alarms get no figure while the database is away`() async throws {
        try await withInProcessGateway(at: { await $0.opsPort }, { $0.opsPort = 0 }) { service in
            let database = service.installation.database
            try await database.refuseConnections()
            try await TestCaller(service.address).get("/metrics").expect(503)
            try await database.acceptConnections()
        }
    }
}
