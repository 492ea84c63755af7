import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing

@testable import ReadModels

struct RunnerTests {
    @Test(arguments: [1, 2, 7, 1000])
    func `following in batches of any size equals folding the log`(batch: Int) async throws {
        try await World.with { world in
            try await world.tell(.random(seed: 1, count: 300))
            try await world.tell(.random(seed: 2, count: 120, commands: 1000), to: World.other)
            let runner = world.runner(batch: batch)
            try await runner.catchUp()
            #expect(await runner.quarantined.isEmpty)
            for tenant in [World.tenant, World.other] {
                let folded = try await world.folded(tenant, through: 1000)
                #expect(try await differences(between: world, and: folded, of: tenant) == [])
            }
        }
    }

    @Test(arguments: [1, 7, 50])
    func `a runner that dies after any batch changes nothing`(batch: Int) async throws {
        try await World.with { world in
            let story = Story.random(seed: 3, count: 100)
            try await world.tell(story)
            // Each batch is made by a new runner that knows nothing of the last one.
            for position in stride(from: 0, to: 100, by: batch).map({ min($0 + batch, 100) }) {
                let runner = world.runner(batch: batch)
                await runner.wake(World.tenant)
                try await runner.advance()
                let folded = try await world.folded(through: Position(position))
                #expect(try await differences(between: world, and: folded) == [])
            }
        }
    }

    @Test func `connections that are cut in the middle lose nothing and double nothing`()
        async throws
    {
        try await World.with { world in
            try await world.tell(.random(seed: 4, count: 200))
            let runner = world.runner(batch: 5)
            let admin = Pool(world.configuration)
            for _ in 1...20 {
                async let cut: Void = world.cutConnections(admin)
                do {
                    try await runner.catchUp()
                } catch {
                    // The next attempt begins where the checkpoint stands.
                    #expect(error is LogFailure || error is PostgresFailure)
                }
                try await cut
            }
            try await runner.catchUp()
            await admin.close()
            #expect(
                try await differences(between: world, and: try await world.folded(through: 200))
                    == [])
        }
    }

    @Test func `two runners at once write what one would`() async throws {
        try await World.with { world in
            let story = Story.random(seed: 5, count: 200)
            let runners = [world.runner(batch: 10), world.runner(batch: 10)]
            try await withThrowingTaskGroup { group in
                for runner in runners { group.addTask { try await runner.run() } }
                for start in stride(from: 0, to: 200, by: 20) {
                    try await world.tell(story, events: start..<(start + 20))
                    // Regardless of the lease, as one would whose lease has just run out.
                    async let first: Void = runners[0].catchUp()
                    async let second: Void = runners[1].catchUp()
                    _ = try await (first, second)
                }
                for runner in runners {
                    #expect(await runner.reached(World.tenant, 200, within: .seconds(20)))
                }
                group.cancelAll()
            }
            #expect(
                try await differences(between: world, and: try await world.folded(through: 200))
                    == [])
        }
    }

    @Test func `a runner that was overtaken fails at the checkpoint and takes it up again`()
        async throws
    {
        try await World.with { world in
            let story = Story.random(seed: 6, count: 60)
            let (slow, fast) = (world.runner(), world.runner())
            try await world.tell(story, events: 0..<20)
            try await slow.catchUp()
            try await world.tell(story, events: 20..<40)
            try await fast.catchUp()
            try await world.tell(story, events: 40..<60)
            await slow.wake(World.tenant)
            try await slow.advance()
            let folded = try await world.folded(through: 40)
            #expect(try await differences(between: world, and: folded) == [], "nothing was written")
            let (behind, prefetched) = (await slow.behind, await slow.prefetched)
            #expect(!behind.isEmpty || !prefetched.isEmpty, "it goes on without a wake-up")
            try await slow.catchUp()
            #expect(await slow.checkpoints.position(of: World.tenant) == 60)
            #expect(
                try await differences(between: world, and: try await world.folded(through: 60))
                    == [])
        }
    }

    @Test func `a checkpoint moves only from where it stands, and of a page all or none do`()
        async throws
    {
        try await World.with { world in
            let tenants = [World.tenant, World.other].sorted()
            for (tenant, seed) in zip(tenants, [UInt64(1), 2]) {
                try await world.tell(
                    .random(seed: seed, count: 6, commands: UInt16(seed) * 1000), to: tenant)
            }
            let moves = [
                try await world.move(tenants[0], from: 0, to: 5),
                try await world.move(tenants[1], from: 0, to: 5),
            ]
            _ = try await world.pool.pipeline(
                tenants.map { Checkpoints.begin($0, .first) } + Checkpoints.move(moves, .first))
            let failure = await #expect(throws: PostgresFailure.self) {
                try await world.pool.pipeline(
                    Checkpoints.move(
                        [
                            try await world.move(tenants[0], from: 5, to: 6),
                            try await world.move(tenants[1], from: 4, to: 6),
                        ], .first))
            }
            #expect(failure?.isNotNullViolation == true)
            let positions = try Checkpoints.positions(
                in: await world.pool.query(Checkpoints.positions(of: tenants, .first)))
            #expect(positions.map(\.1) == [5, 5])
        }
    }
}
