import Catalog
import CommandHandling
import EventSourcing
import Foundation
import LocalCluster
import PostgreSQL
import TestSupport
import Testing

@testable import EventStorage

/// A server whose disk is full.
@Suite(.timeLimit(.minutes(5))) struct DiskFullTests {
    private static let tenants = 6
    /// Many times what the pages that are there have room for.
    private static let rounds = 1000
    private static let patience = Duration.seconds(60)

    @Test(.enabled("only root can mount a disk to be filled") { await SmallDisk.canBeMounted })
    func `a disk full under a multi-tenant batch`() async throws {
        try await SmallDisk.withOne { disk in
            let cluster = try LocalCluster(directory: disk.folder + "/server", settings: .small)
            let configuration = try await cluster.start()
            do {
                _ = try await Migrator().migrate(configuration)
                let key = try MasterKey(base64: MasterKey.makeBase64())
                try await Node.with([SystemTime()], on: configuration, key: key) { nodes in
                    try await fillUp(disk, cluster, nodes[0])
                }
            } catch {
                await cluster.stop()
                throw error
            }
            await cluster.stop()
        }
    }

    private func fillUp(_ disk: SmallDisk, _ cluster: LocalCluster, _ node: Node) async throws {
        let shard = node.log.appender.shards[0]
        let tenants = try await Tenant.open(Self.tenants, of: shard, through: node)
        var people: [TenantID: [PersonID]] = [:]
        var failed: Set<TenantID> = []
        try disk.fill()
        for _ in 1...Self.rounds where failed.count < tenants.count {
            for (tenant, person) in try await registerTogether(tenants, shard, node) {
                if let person {
                    people[tenant, default: []].append(person)
                } else {
                    failed.insert(tenant)
                }
            }
        }
        #expect(failed.count == tenants.count, "the disk is full for everybody")

        // Unless the server has ended on the way, which is another's concern.
        if let refusal = node.log.writeRefusal {
            #expect(refusal == .diskFull)
            let still = try await node.log.currentWriteRefusal(timeout: Self.patience)
            #expect(still == .diskFull, "what is tried meets the full disk too")
        }

        try disk.makeRoom()
        // It goes on by itself, unless the disk was full for its own journal too.
        _ = try await cluster.start()
        #expect(try await node.log.currentWriteRefusal(timeout: Self.patience) == nil)
        for tenant in tenants {
            let late = try await tenant.student(through: node)
            let registered = try await tenant.events(in: node.log)
                .filter { $0.event.type == "directory.person-registered" }.map(\.stream)
            let told = people[tenant.id, default: []] + [late]
            #expect(Set(registered).count == registered.count)
            #expect(Set(told.map { StreamID.person($0).name }).isSubset(of: registered))
            try await tenant.expectWholeLog(node.log)
        }
    }

    /// The first leads, and all others share the transaction behind it.
    private func registerTogether(
        _ tenants: [Tenant], _ shard: AppendShard, _ node: Node
    ) async throws -> [(TenantID, PersonID?)] {
        let trap = node.proxy.trap(at: .request)
        return try await withThrowingTaskGroup { group in
            group.addTask { try await register(in: tenants[0], through: node) }
            let held = try await trap.caught()
            for tenant in tenants.dropFirst() {
                group.addTask { try await register(in: tenant, through: node) }
            }
            let together = try await node.hold(tenants.count - 1, waitingIn: shard, behind: held)
            together.release()
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// - Returns: Who was registered, if somebody was told so.
    private func register(
        in tenant: Tenant, through node: Node
    ) async throws -> (TenantID, PersonID?) {
        do {
            return (tenant.id, try await tenant.student(through: node))
        } catch let failure as CommandFailure {
            // Never "refused": the command may be sent again.
            #expect(failure == .unavailable || failure == .outcomeUnknown, "\(failure)")
            return (tenant.id, nil)
        }
    }
}

extension ClusterSettings {
    /// Durable, and at home on a small disk.
    fileprivate static var small: ClusterSettings {
        var settings = ClusterSettings.durable
        settings.parameters["shared_buffers"] = "16MB"
        settings.parameters["min_wal_size"] = "32MB"
        settings.parameters["max_wal_size"] = "64MB"
        return settings
    }
}
