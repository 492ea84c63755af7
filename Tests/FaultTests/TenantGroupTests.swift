import Clubs
import CommandHandling
import EventSourcing
import Foundation
import TestSupport
import Testing

@testable import EventStorage

/// Batches of several tenants in one transaction.
@Suite(.timeLimit(.minutes(5))) struct TenantGroupTests {
    private static let tenants = 6

    @Test func `a group of tenants of which one has raced and one is poisoned`() async throws {
        try await withServer { configuration, key in
            try await poison("club.enrolment-closed", in: configuration)
            try await Node.with(on: configuration, key: key) { nodes in
                let shard = nodes[0].log.appender.shards[0]
                let all = try await tenants(of: shard, through: nodes[0])
                let (leader, raced, poisoned) = (all[0], all[1], all[2])
                let healthy = Array(all.dropFirst(3))
                // Somebody else writes what the first process's lane does not see.
                _ = try await raced.student(through: nodes[1])

                let trap = nodes[0].proxy.trap(at: .request)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { _ = try await leader.student(through: nodes[0]) }
                    let held = try await trap.caught()
                    for tenant in [raced] + healthy {
                        group.addTask { _ = try await tenant.student(through: nodes[0]) }
                    }
                    group.addTask {
                        let failure = await #expect(throws: LogFailure.self) {
                            try await nodes[0].execute(poisoned.leading(.closeEnrolment))
                        }
                        guard case .invalid = failure else {
                            Issue.record("\(String(describing: failure))")
                            return
                        }
                    }
                    while await shard.waiting.count < all.count - 1 { await Task.yield() }
                    // All who wait go together: their heads are the first statements.
                    let together = nodes[0].proxy.trap(at: .request) { commit in
                        let heads = commit.statements.prefix { $0.hasPrefix("UPDATE log.head") }
                        return heads.count == all.count - 1
                    }
                    held.release()
                    try await together.caught().release()
                    try await group.waitForAll()
                }
                for tenant in all {
                    let people = try await tenant.events(in: nodes[1].log)
                        .filter { $0.event.type == "directory.person-registered" }
                    let registered = [raced.id: 2, poisoned.id: 0][tenant.id] ?? 1
                    #expect(people.count == 1 + registered, "the admin is the first")
                    try await tenant.expectWholeLog(nodes[1].log)
                }
            }
        }
    }

    /// Tenants whose batches go through one shard; their lanes know where they stand.
    private func tenants(of shard: AppendShard, through node: Node) async throws -> [Tenant] {
        var tenants: [Tenant] = []
        var number = 0
        while tenants.count < Self.tenants {
            let tenant = try await Tenant.open("school-\(number)", through: node)
            number += 1
            if node.log.appender.shard(of: tenant.id) === shard { tenants.append(tenant) }
        }
        return tenants
    }
}
