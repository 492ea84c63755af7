import EventSourcing
import EventStorage
import PostgreSQL
import TestSupport
import Testing

@testable import ReadModels

/// Two versions are compared where both stand.
struct DifferenceTests {
    @Test func `a version that is behind is followed first, so that what it lacks is seen`()
        async throws
    {
        try await World.with { world in
            let story = Story.random(seed: 42, count: 150)
            try await world.tell(story, events: 0..<100)
            try await world.runner().catchUp()
            try await world.withBuilder { builder, pool in
                _ = try await builder.build("main-2", at: .tuesday)
                try await world.tell(story, events: 100..<150)
                let equal = try await builder.difference(between: "main-1", and: "main-2")
                #expect(equal.isEmpty && equal.comparedTenants == 1 && equal.passedOver.isEmpty)
                _ = try await pool.query("DELETE FROM read_main_2.membership_history")
                let found = try await builder.difference(between: "main-2", and: "main-1")
                #expect(found.comparedTenants == 1 && found.passedOver.isEmpty)
                let tables = found.tables.filter { !$0.isEmpty }
                #expect(tables.map(\.table) == ["membership_history"])
                #expect(tables.allSatisfy { $0.onlyInSecond > 0 && $0.onlyInFirst == 0 })
            }
        }
    }

    @Test func `what a service follows is not moved, and the other goes no further than it`()
        async throws
    {
        try await World.with { world in
            let story = Story.random(seed: 43, count: 200)
            try await world.tell(story, events: 0..<100)
            let runner = world.runner()
            try await runner.catchUp()
            try await world.withBuilder { builder, pool in
                let version = try await builder.build("main-2", at: .tuesday).version
                try await world.tell(story, events: 100..<150)
                try await runner.catchUp()
                try await world.tell(story, events: 150..<200)
                let service = Lease(ReadVersion.first.name, lasting: .seconds(600), pool: pool)
                #expect(try await service.hold())
                let found = try await builder.difference(between: "main-1", and: "main-2")
                #expect(found.isEmpty && found.comparedTenants == 1 && found.passedOver.isEmpty)
                for version in [.first, version] {
                    let lag = try await TenantLag.furthest(version, limit: 1, in: pool)
                    #expect(lag.map(\.events) == [50])
                }
            }
        }
    }

    @Test func `a tenant that is written to all the while is compared`() async throws {
        try await World.with { world in
            let story = Story.random(seed: 44, count: 300)
            try await world.tell(story, events: 0..<60)
            let runner = world.runner()
            try await runner.catchUp()
            try await world.withBuilder { builder, _ in
                _ = try await builder.build("main-2", at: .tuesday)
                try await withThrowingTaskGroup { group in
                    group.addTask { try await runner.run() }
                    group.addTask {
                        for start in stride(from: 60, to: 300, by: 4) {
                            try await world.tell(story, events: start..<(start + 4))
                        }
                    }
                    for _ in 1...10 {
                        let found = try await builder.difference(between: "main-1", and: "main-2")
                        #expect(found.isEmpty, "\(found)")
                        #expect(found.comparedTenants == 1 && found.passedOver.isEmpty)
                    }
                    try await group.next()
                    group.cancelAll()
                }
            }
        }
    }
}
