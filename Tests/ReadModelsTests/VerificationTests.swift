import EventSourcing
import PostgreSQL
import TestSupport
import Testing

@testable import ReadModels

/// `verify`: the log is whole, and the tables are what it makes of them.
struct VerificationTests {
    private func verify(_ world: World, _ pool: Pool) async throws -> VersionVerification {
        var verification = VersionVerification(log: world.log, pool: pool)
        try await verification.verify(World.tenant, .first)
        return verification
    }

    @Test func `tables that were followed are verified, wherever they stand`() async throws {
        try await World.withEverything { world, story in
            let found = try await verify(world, world.pool)
            #expect(found.faults == [] && found.log.faults == [])
            #expect(found.rows > 20 && found.position == Position(story.events.count))
            #expect(found.log.count == story.events.count)
        }
    }

    @Test(arguments: [
        ("UPDATE read.membership SET state = 'left' WHERE state = 'member'", "membership", "state"),
        ("DELETE FROM read.club_role", "club_role", "missing"),
        ("UPDATE read.club SET position = position - 1", "club", "position"),
        (
            """
            INSERT INTO read.suspension (tenant, club, person, until, reason_code, position)
            SELECT tenant, club, gen_random_uuid(), now(), 'x', 1 FROM read.club
            """, "suspension", "does not make"
        ),
        ("UPDATE read.school SET policy = policy || '{\"x\": 1}'", "school", "policy"),
    ])
    func `a row that is not what the log makes of it is named`(
        change: String, table: String, fault: String
    ) async throws {
        try await World.withEverything { world, _ in
            let connection = try await Connection.open(world.configuration)
            try await connection.execute(script: change)
            await connection.close()
            let found = try await verify(world, world.pool)
            #expect(found.log.faults == [])
            #expect(!found.faults.isEmpty)
            #expect(
                found.faults.allSatisfy {
                    $0.hasPrefix("read.\(table)") && ($0.contains(fault) || $0.contains("more"))
                }, "\(found.faults)")
        }
    }

    @Test func `a hole in the log is found`() async throws {
        try await World.withEverything { world, _ in
            let connection = try await Connection.open(world.configuration)
            try await connection.execute(script: "DELETE FROM log.event WHERE position = 5")
            await connection.close()
            let found = try await verify(world, world.pool)
            #expect(found.log.faults.contains { $0.contains("position 5 is missing") })
        }
    }
}
