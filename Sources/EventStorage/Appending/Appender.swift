import EventSourcing
import Foundation
import PostgreSQL

/// Group commit over tenants: batches that wait while a transaction runs go together in the next.
///
/// One transaction costs the server as much as ten events, whichever tenants they belong to. Each
/// tenant belongs to one shard, whose transactions go one behind the other.
struct Appender: Sendable {
    /// How many transactions the server carries out at a time; two cores are full with two.
    static let shardCount = 2
    /// How many tenants share a transaction at most.
    static let tenantLimit = 64
    /// How long a shared transaction waits for another process's lock on a head; whoever has to
    /// wait longer does it alone.
    static let lockTimeout = Duration.milliseconds(100)

    let shards: [AppendShard]

    /// - Parameter tenantsPerTransaction: 1 where a transaction must not span tenants: on a
    ///   distributed PostgreSQL it would be a two-phase commit.
    init(writers: Pool, tenantsPerTransaction: Int) {
        let limit = min(tenantsPerTransaction, Self.tenantLimit)
        shards = (0..<Self.shardCount).map { _ in
            let pool = writers.sibling(limits: PoolLimits(maxConnections: 1)) {
                $0.lockTimeout = Self.lockTimeout
            }
            return AppendShard(pool: pool, writers: writers, tenantLimit: limit)
        }
    }

    /// Appends the batch, alone or with others'; see `EventLog.append`.
    func append(
        _ batch: SealedBatch, dispatched: @escaping @Sendable () -> Void
    ) async throws -> [CommandID: BodyDigest] {
        try await shard(of: batch.tenant).append(batch, dispatched: dispatched)
    }

    /// The last byte of an id is random, also where the id is ordered by time.
    func shard(of tenant: TenantID) -> AppendShard {
        shards[Int(tenant.uuid.uuid.15) % shards.count]
    }
}
