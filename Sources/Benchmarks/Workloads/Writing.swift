import Catalog
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import Logging
import PostgreSQL
import Vocabulary

/// What writes in a service process: the log with its pools, and lanes over it; no read models.
struct Writing: Sendable {
    let log: PostgresLog
    let lanes: Lanes
    /// For questions of the benchmark's own.
    let readers: Pool

    /// Lends `body` the parts, made as `Backend` makes them.
    static func with<Result: Sendable>(
        _ server: BenchmarkServer, _ body: (Writing) async throws -> Result
    ) async throws -> Result {
        let service = server.database.inServiceRole
        let writers = Pool(service, limits: .init(maxConnections: 6))
        let readers = Pool(service, limits: .init(maxConnections: 6))
        let log = PostgresLog(
            writers: writers, readers: readers, vault: Vault(master: try server.masterKey()))
        let lanes = Lanes(log: log, codec: .catalog, logger: Logger(label: "benchmarks"))
        let result: Result
        do {
            result = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await lanes.run() }
                let result = try await body(Writing(log: log, lanes: lanes, readers: readers))
                group.cancelAll()
                return result
            }
        } catch {
            await log.close()
            await writers.close()
            await readers.close()
            throw error
        }
        await log.close()
        await writers.close()
        await readers.close()
        return result
    }

    /// One command of a person's own, durable when this returns.
    @discardableResult
    func execute(
        _ wish: Wish, in tenant: TenantID, by principal: Principal
    ) async throws -> Outcome {
        try await lanes.execute(Self.request(wish, in: tenant, by: principal))
    }

    /// Commands of people's own that come together, as an import brings them; all of them are
    /// durable when this returns.
    func execute(batch: [(wish: Wish, person: PersonID)], in tenant: TenantID) async throws {
        let results = try await lanes.execute(
            batch: batch.map {
                Self.request($0.wish, in: tenant, by: .person($0.person, via: .http))
            })
        for result in results { _ = try result.get() }
    }

    private static func request(
        _ wish: Wish, in tenant: TenantID, by principal: Principal
    ) -> CommandRequest {
        CommandRequest(
            tenant: tenant, id: .random(), digest: digest, principal: principal,
            wish: wish)
    }

    /// Of no body in particular: hashing is the edge's work.
    static let digest = BodyDigest(bytes: Array(repeating: 0x5A, count: 32))
}

extension CommandID {
    /// As random as `UUID()`, which opens a device for each: a tenth of an import's time, and
    /// nothing that a service does, for there ids come from the callers' keys.
    static func random() -> CommandID {
        var generator = SystemRandomNumberGenerator()
        var bytes = uuid_t(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &bytes) { target in
            target.storeBytes(of: generator.next(), as: UInt64.self)
            target.storeBytes(of: generator.next(), toByteOffset: 8, as: UInt64.self)
        }
        return CommandID(UUID(uuid: bytes))
    }
}
