import EventSourcing
import EventStorage
import Logging
import PostgreSQL
import ServiceLifecycle
import TestSupport
import Testing

@testable import ReadModels

struct FollowingTests {
    /// Nothing waits for so long but on a machine that is very busy.
    private static let patience = Duration.seconds(240)

    @Test func `a running runner shows what is appended, and says when`() async throws {
        try await World.with { world in
            let story = Story.random(seed: 8, count: 40)
            let runner = world.runner()
            try await withThrowingTaskGroup { group in
                group.addTask { try await runner.run() }
                for start in stride(from: 0, to: 40, by: 10) {
                    try await world.tell(story, events: start..<(start + 10))
                    #expect(
                        await runner.reached(
                            World.tenant, Position(start + 10), within: Self.patience))
                }
                group.cancelAll()
            }
            #expect(
                try await differences(between: world, and: try await world.folded(through: 40))
                    == [])
        }
    }

    @Test func `what another process appends is found by the poll`() async throws {
        try await World.with { world in
            // A log that shares the database with the world's, and tells this process nothing.
            let vault = Vault(master: try MasterKey(base64: MasterKey.makeBase64()))
            let log = PostgresLog(writers: world.pool, readers: world.pool, vault: vault)
            var limits = ProjectionLimits()
            limits.pollInterval = .milliseconds(10)
            let runner = ProjectionRunner(
                log: log, pool: world.pool, limits: limits, logger: .quiet)
            try await withThrowingTaskGroup { group in
                group.addTask { try await runner.run() }
                try await world.tell(.random(seed: 10, count: 30))
                #expect(await runner.reached(World.tenant, 30, within: Self.patience))
                group.cancelAll()
            }
        }
    }

    @Test func `a running runner outlives its connections`() async throws {
        try await World.with { world in
            let story = Story.random(seed: 12, count: 60)
            let runner = world.runner(batch: 3)
            let admin = Pool(world.configuration)
            try await withThrowingTaskGroup { group in
                group.addTask { try await runner.run() }
                try await world.tell(story)
                for _ in 1...5 { try await world.cutConnections(admin) }
                #expect(await runner.reached(World.tenant, 60, within: Self.patience))
                group.cancelAll()
            }
            await admin.close()
            #expect(
                try await differences(between: world, and: try await world.folded(through: 60))
                    == [])
        }
    }

    @Test func `a runner that stops gives up the lease`() async throws {
        try await World.with { world in
            let (first, second) = (world.runner(), world.runner())
            try await world.tell(.random(seed: 13, count: 10))
            let services = ServiceGroup(services: [first], logger: .quiet)
            try await withThrowingTaskGroup { group in
                group.addTask { try await services.run() }
                #expect(await first.reached(World.tenant, 10, within: Self.patience))
                #expect(try await !second.lease.hold())
                await services.triggerGracefulShutdown()
                try await group.waitForAll()
            }
            #expect(try await second.lease.hold())
        }
    }

    @Test func `a process without the lease sees what another one has written`() async throws {
        try await World.with { world in
            try await world.tell(.random(seed: 9, count: 10))
            let (writer, watcher) = (world.runner(), world.runner())
            #expect(await !watcher.reached(World.tenant, 10, within: .milliseconds(20)))
            try await writer.catchUp()
            #expect(await watcher.reached(World.tenant, 10, within: Self.patience))
            #expect(await !watcher.reached(World.tenant, 11, within: .milliseconds(20)))
        }
    }

    @Test func `a lease has one holder until it is given up`() async throws {
        try await World.with { world in
            let (first, second) = (world.lease(), world.lease())
            #expect(try await first.hold())
            #expect(try await !second.hold())
            #expect(try await first.hold(), "renewing is holding")
            try await second.release()
            #expect(try await !second.hold(), "nobody gives up what another holds")
            try await first.release()
            #expect(try await second.hold())
            #expect(await !first.isHeld)
        }
    }

    @Test func `a lease that has run out is free`() async throws {
        try await World.with { world in
            let (dead, heir) = (world.lease(), world.lease())
            #expect(try await dead.hold())
            _ = try await world.pool.query(
                "UPDATE read.lease SET until = now() - interval '1 second'")
            #expect(try await heir.hold())
        }
    }
}
