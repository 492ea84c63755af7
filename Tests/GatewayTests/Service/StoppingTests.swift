import Foundation
import PostgreSQL
import TestSupport
import Testing

/// A service that is asked to stop while the database keeps it waiting.
@Suite(.timeLimit(.minutes(5))) struct StoppingTests {
    @Test func `a second signal has what waits answered, and a third leaves it behind`()
        async throws
    {
        try await withService { service in
            let stage = try await Stage.make(on: TestAddress(service))
            let club = try await stage.club()
            let student = try await stage.student()
            let locking = try await Connection.open(service.installation.database.configuration)
            _ = try await locking.pipeline(["BEGIN", "LOCK TABLE log.event IN SHARE MODE"])
            async let joining = stage.join(student, club)
            try await waitWhile { try await !isAwaited(locking) }

            service.send(SIGTERM)
            try await waitWhile { !hasSaid("another signal hurries it", service) }
            service.send(SIGTERM)
            let joined = try await joining
            #expect(joined.status == 503)
            #expect(joined.code == "outcome-unknown")
            #expect(await service.stop() == 7)
            #expect(hasSaid("outcome-unknown or store-unavailable: 1", service))
            #expect(hasSaid("requests that still waited: 1", service))
            await locking.close()
        }
    }

    /// Whether a session waits for the lock on the log.
    private func isAwaited(_ locking: Connection) async throws -> Bool {
        let waiting = try await locking.query(
            "SELECT FROM pg_locks WHERE NOT granted AND relation = 'log.event'::regclass")
        return !waiting.rows.isEmpty
    }

    private func hasSaid(_ words: String, _ service: TestService) -> Bool {
        service.errors.contains { $0.contains(words) }
    }
}
