import EventSourcing
import TestSupport

@testable import EventStorage

extension Tenant {
    /// Tenants whose batches go through one shard; their lanes know where they stand.
    static func open(
        _ count: Int, of shard: AppendShard, through node: Node
    ) async throws -> [Tenant] {
        var tenants: [Tenant] = []
        var number = 0
        while tenants.count < count {
            let tenant = try await open("school-\(number)", through: node)
            number += 1
            if node.log.appender.shard(of: tenant.id) === shard { tenants.append(tenant) }
        }
        return tenants
    }
}

extension Node {
    /// Lets a transaction go on once so many batches wait behind it, and holds the one that has
    /// all of them: their heads are its first statements.
    func hold(
        _ count: Int, waitingIn shard: AppendShard, behind leader: HeldCommit
    ) async throws -> HeldCommit {
        try await waitWhile { await shard.waiting.count < count }
        let together = proxy.trap(at: .request) { commit in
            commit.statements.prefix { $0.hasPrefix("UPDATE log.head") }.count == count
        }
        leader.release()
        return try await together.caught()
    }
}
