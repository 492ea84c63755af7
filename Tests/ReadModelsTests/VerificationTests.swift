import EventSourcing
import PostgreSQL
import TestSupport
import Testing

@testable import ReadModels

/// `verify`: the log is whole, and the tables are what it makes of them.
struct VerificationTests {
    /// Some ten rows, so that the log is read many times.
    private static let smallMemory = 4096

    private func verify(
        _ world: World, _ pool: Pool, byteLimit: Int = SharedFold.byteLimit
    ) async throws -> VersionVerification {
        var verification = VersionVerification(log: world.log, pool: pool, byteLimit: byteLimit)
        try await verification.verify(World.tenant, .first)
        return verification
    }

    @Test func `tables that were followed are verified, wherever they stand`() async throws {
        try await World.withEverything { world, story in
            let found = try await verify(world, world.pool)
            #expect(found.faults == [] && found.log.faults.isEmpty)
            #expect(found.rows > 20 && found.position == Position(story.events.count))
            #expect(found.log.count == story.events.count)
            #expect(found.passes == 1)
        }
    }

    @Test func `a tenant with more rows than memory holds is compared share by share`()
        async throws
    {
        try await World.withEverything { world, story in
            let whole = try await verify(world, world.pool)
            let shared = try await verify(world, world.pool, byteLimit: Self.smallMemory)
            #expect(shared.passes > 5)
            #expect(shared.faultCount == 0 && shared.log.faults.isEmpty)
            #expect(shared.rows == whole.rows && shared.log.count == story.events.count)
        }
    }

    @Test func `a log of more pages than one is verified whole`() async throws {
        try await World.with { world in
            try await world.tell(.random(seed: 31, count: 2500))
            try await world.runner().catchUp()
            let found = try await verify(world, world.pool, byteLimit: 64 * Self.smallMemory)
            #expect(found.passes > 1 && found.log.count == 2500)
            #expect(found.faultCount == 0 && found.log.faults.isEmpty)
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
            #expect(found.log.faults.isEmpty)
            #expect(!found.faults.isEmpty)
            #expect(
                found.faults.allSatisfy {
                    $0.hasPrefix("read.\(table)") && ($0.contains(fault) || $0.contains("more"))
                }, "\(found.faults)")
            // The same rows have the same names, in however many shares they are compared.
            let shared = try await verify(world, world.pool, byteLimit: Self.smallMemory)
            #expect(shared.faults == found.faults && shared.faultCount == found.faultCount)
        }
    }

    @Test func `the first rows that differ are named by their keys, and the others counted`()
        async throws
    {
        try await World.withEverything { world, _ in
            let keys = try await world.pool.query(
                """
                SELECT format('club %s, person %s, at_position %s', club, person, at_position)
                FROM read.membership_history ORDER BY club, person, at_position
                """
            ).rows.map { try $0.decode(String.self) }
            try #require(keys.count > TableFaults.limit)
            let connection = try await Connection.open(world.configuration)
            try await connection.execute(
                script: "UPDATE read.membership_history SET event = 'unheard-of'")
            await connection.close()
            let named = keys.prefix(TableFaults.limit).map {
                "read.membership_history, \($0): event is not what the log makes of it"
            }
            let rest = keys.count - TableFaults.limit
            for byteLimit in [SharedFold.byteLimit, Self.smallMemory] {
                let found = try await verify(world, world.pool, byteLimit: byteLimit)
                #expect(found.faults == named + ["read.membership_history: \(rest) more"])
                #expect(found.faultCount == keys.count)
            }
        }
    }

    @Test func `a hole in the log is found`() async throws {
        try await World.withEverything { world, _ in
            let connection = try await Connection.open(world.configuration)
            try await connection.execute(script: "DELETE FROM log.event WHERE position = 5")
            await connection.close()
            let found = try await verify(world, world.pool)
            #expect(found.log.faults.named.contains { $0.contains("position 5 is missing") })
        }
    }
}
