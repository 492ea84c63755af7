import Catalog
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import LocalCluster
import PostgreSQL
import TestSupport
import Testing

/// A server whose disk is full.
@Suite(.timeLimit(.minutes(5))) struct DiskFullTests {
    private static let tenants = 8
    /// Many times what the pages that are there have room for.
    private static let commandsOfEach = 20_000

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
        var opened: [Tenant] = []
        for number in 0..<Self.tenants {
            opened.append(try await Tenant.open("school-\(number)", through: node))
        }
        let tenants = opened
        let together = node.proxy.trap(at: .request) { commit in
            commit.appends && commit.statements.count { $0.hasPrefix("UPDATE log.head") } > 1
        }
        try disk.fill()
        async let shared: Void = together.caught().release()
        let people = try await withThrowingTaskGroup { group in
            for tenant in tenants {
                group.addTask { (tenant.id, try await registerUntilFull(tenant, through: node)) }
            }
            return try await group.reduce(into: [TenantID: [PersonID]]()) { $0[$1.0] = $1.1 }
        }
        try await shared

        try disk.makeRoom()
        // It goes on by itself, unless the disk was full for its own journal too.
        _ = try await cluster.start()
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

    /// - Returns: Who was registered, as far as somebody was told.
    private func registerUntilFull(
        _ tenant: Tenant, through node: Node
    ) async throws -> [PersonID] {
        var people: [PersonID] = []
        while people.count < Self.commandsOfEach {
            do {
                people.append(try await tenant.student(through: node))
            } catch let failure as CommandFailure {
                // Never "refused": the command may be sent again.
                #expect(failure == .unavailable || failure == .outcomeUnknown, "\(failure)")
                return people
            }
        }
        Issue.record("the disk is never full")
        return people
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
