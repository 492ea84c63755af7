import Foundation
import PostgreSQL
import TestSupport
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

    @Test func `a server that cannot start says so once and comes back when it can`() async throws {
        try await withFolder { directory in
            let said = RecordedLines()
            let cluster = try LocalCluster(
                directory: directory, settings: .fast, logger: said.logger)
            _ = try await cluster.start()
            let control = directory + "/data/global/pg_control"
            let away = directory + "/pg_control"
            let killed = try #require(await cluster.serverProcess)
            try FileManager.default.moveItem(atPath: control, toPath: away)
            #expect(kill(killed, SIGKILL) == 0)
            let watch = Task { await cluster.keepRunning() }
            try await waitWhile { !said.all.contains(where: { $0.contains("still not started") }) }
            try FileManager.default.moveItem(atPath: away, toPath: control)
            try await waitWhile { !said.all.contains(where: { $0.contains("runs after") }) }
            #expect(await cluster.serverProcess != nil)
            #expect(said.all.filter { $0.contains("log ends with") }.count == 1)
            watch.cancel()
            await watch.value
            await cluster.stop()
        }
    }

    private func killAndAsk(_ cluster: LocalCluster, _ pool: Pool) async throws {
        _ = try await pool.query("CREATE TABLE kept AS SELECT 7 AS number")
        let killed = try #require(await cluster.serverProcess)
        #expect(kill(killed, SIGKILL) == 0)
        let deadline = ContinuousClock.now + LocalCluster.orphanLimit
        try await waitWhile {
            try #require(ContinuousClock.now < deadline, "the server is launched again")
            return [nil, killed].contains(await cluster.serverProcess)
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
