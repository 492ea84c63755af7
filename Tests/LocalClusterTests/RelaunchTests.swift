import Foundation
import PostgreSQL
import Testing

@testable import LocalCluster

/// A server that is watched comes back by itself.
struct RelaunchTests {
    @Test func `a killed server is launched again, with what was committed`() async throws {
        let directory = "/tmp/clubs-relaunch-\(UUID().uuidString.prefix(8))"
        let cluster = try LocalCluster(directory: directory, settings: .durable)
        do {
            let pool = Pool(try await cluster.start())
            let watch = Task { await cluster.keepRunning() }
            try await killAndAsk(cluster, pool)
            watch.cancel()
            await watch.value
            await pool.close()
        } catch {
            await cluster.stop()
            throw error
        }
        await cluster.stop()
        #expect(await cluster.serverProcess == nil)
        try FileManager.default.removeItem(atPath: directory)
    }

    private func killAndAsk(_ cluster: LocalCluster, _ pool: Pool) async throws {
        _ = try await pool.query("CREATE TABLE kept AS SELECT 7 AS number")
        let killed = try #require(await cluster.serverProcess)
        #expect(kill(killed, SIGKILL) == 0)
        let deadline = ContinuousClock.now + LocalCluster.orphanLimit
        while [nil, killed].contains(await cluster.serverProcess) {
            try #require(ContinuousClock.now < deadline, "the server is launched again")
            await Task.yield()
        }
        #expect(try await answer(pool, until: deadline) == 7)
    }

    /// Asks until the new server answers; the connections of the killed one fail first.
    private func answer(_ pool: Pool, until deadline: ContinuousClock.Instant) async throws -> Int {
        while true {
            do {
                let result = try await pool.query("SELECT number::bigint FROM kept")
                return try result.rows[0].decode(Int.self)
            } catch let failure as PostgresFailure {
                guard ContinuousClock.now < deadline else { throw failure }
            }
        }
    }
}
