import EventSourcing
import PostgreSQL
import TestSupport
import Testing

@testable import ReadModels

/// What any process can tell of the read models, whether it follows or not.
struct ConditionTests {
    @Test func `whoever does not follow sees how far behind the tables are`() async throws {
        try await World.with { world in
            #expect(try await ProjectionCondition.read(from: world.pool).furthestBehind == 0)
            try await world.tell(.random(seed: 3, count: 40, commands: 1000))
            #expect(try await ProjectionCondition.read(from: world.pool).furthestBehind == 40)
            try await world.runner().catchUp()
            #expect(try await ProjectionCondition.read(from: world.pool).furthestBehind == 0)
        }
    }
}
