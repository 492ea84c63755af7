import Backend
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import PostgreSQL
import TestSupport
import Testing

/// A server that plans its statements when it knows nothing yet of the tables, as behind a first
/// start: it must find a way that stays good when they have grown.
@Suite(.timeLimit(.minutes(5))) struct UnanalyzedTablesTests {
    @Test func `no statement reads more of the log as that grows`() async throws {
        try await withServer { configuration, key in
            try await Node.with(
                [SystemTime()], on: configuration, key: key, running: .everything
            ) { nodes in
                let node = nodes[0]
                let tenant = try await Tenant.open(through: node)
                for person in try await tenant.students(100, through: node) {
                    try await node.execute(tenant.joining(person))
                    try await node.settle(tenant, in: configuration)
                }
                // Large enough for batches that are sent right behind each other.
                let registrations = (0..<800).map { _ in tenant.registration(of: PersonID(UUID())) }
                for outcome in try await node.backend.lanes.execute(batch: registrations) {
                    _ = try outcome.get()
                }
                let events = try await tenant.events(in: node.log)
                for event in events.suffix(100) {
                    _ = try await node.log.position(of: tenant.id, at: event.recordedAt)
                }
                try await node.settle(tenant, in: configuration)
            }
            let connection = try await Connection.open(configuration)
            // What a session has read is known when it has ended.
            try await waitWhile {
                try await connection.query(
                    """
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND backend_type = 'client backend'
                    """
                ).rows[0].decode(Int.self) > 1
            }
            let reads = try await connection.query(
                """
                SELECT indexrelname::text, idx_tup_read FROM pg_stat_user_indexes
                WHERE schemaname = 'log' AND relname = 'event'
                """
            ).rows.map { try $0.decode(String.self, Int.self) }
            #expect(reads.count == 3)
            for (index, count) in reads { #expect(count < 20_000, "\(index)") }
            await connection.close()
        }
    }
}
