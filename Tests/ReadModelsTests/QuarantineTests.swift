import Catalog
import Clubs
import EventSourcing
import EventStorage
import Foundation
import PostgreSQL
import TestSupport
import Testing
import Vocabulary

@testable import ReadModels

struct QuarantineTests {
    /// A story whose sixth event is `data`.
    private func story(_ type: String, _ data: String) -> Story {
        var story = Story()
        story.found(.chess)
        story.found(.karate, slug: "karate")
        story.add(.enrolmentClosed, to: .chess)
        story.add(
            encoded: EncodedEvent(type: type, schema: 1, data: Array(data.utf8)),
            to: StreamName(category: "club", id: ClubID.chess.uuid))
        story.add(.capacitySet(from: 2, to: 9), to: .chess)
        return story
    }

    @Test(arguments: [
        // No text in PostgreSQL may hold a NUL.
        ("club.profile-updated", #"{"changes":{"name":"a\u0000b"}}"#),
        ("club.capacity-set", #"{"to":"many"}"#),
    ])
    func `a tenant whose event cannot be projected stops before it, and others go on`(
        type: String, data: String
    ) async throws {
        try await World.with { world in
            try await world.tell(story(type, data))
            try await world.tell(.random(seed: 7, count: 50, commands: 1000), to: World.other)
            let runner = world.runner()
            try await runner.catchUp()

            #expect(await runner.quarantined.keys.map(\.self) == [World.tenant])
            #expect(await runner.quarantined[World.tenant]?.position == 5)
            // On record for every process, and no reason to call the others late.
            let condition = try await ProjectionCondition.read(from: world.pool)
            #expect(condition.quarantined.keys.map(\.self) == [World.tenant])
            #expect(condition.quarantined[World.tenant]?.position == 5)
            #expect(condition.furthestBehind == 0)
            #expect(await runner.checkpoints.position(of: World.tenant) == 5)
            #expect(await runner.checkpoints.position(of: World.other) == 50)
            #expect(
                try await differences(
                    between: world, and: try await foldedBefore(6, in: world)) == [])
            #expect(
                try await differences(
                    between: world, and: try await world.folded(World.other, through: 50),
                    of: World.other) == [])
        }
    }

    @Test(arguments: [
        ("club.profile-updated", #"{"changes":{"name":"a\u0000b"}}"#),
        ("club.capacity-set", #"{"to":"many"}"#),
    ])
    func `a version that is built stops where the one that has followed has stopped`(
        type: String, data: String
    ) async throws {
        try await World.with { world in
            try await world.tell(story(type, data))
            try await world.tell(.random(seed: 7, count: 50, commands: 1000), to: World.other)
            try await world.runner().catchUp()
            try await world.withBuilder { builder, pool in
                let report = try await builder.build("main-2", at: .tuesday)
                #expect(report.held.keys.map(\.self) == [World.tenant])
                #expect(report.held[World.tenant]?.position == 5)
                let difference = try await VersionDifference.between(
                    .first, report.version, in: pool)
                #expect(difference.isEmpty && difference.comparedTenants == 2)
            }
        }
    }

    @Test func `a tenant in quarantine is not tried again, and is not reached`() async throws {
        try await World.with { world in
            try await world.tell(story("club.capacity-set", #"{"to":"many"}"#))
            let runner = world.runner()
            try await runner.catchUp()
            try await runner.catchUp()
            #expect(await runner.quarantined.count == 1)
            #expect(await runner.reached(World.tenant, 5, within: .seconds(5)))
            #expect(await !runner.reached(World.tenant, 7, within: .milliseconds(20)))
        }
    }

    @Test func `a quarantine ends when somebody moves on`() async throws {
        try await World.with { world in
            try await world.tell(story("club.capacity-set", #"{"to":"many"}"#))
            try await world.runner().catchUp()
            _ = try await world.pool.pipeline(
                Checkpoints.move([try await world.move(World.tenant, from: 5, to: 6)], .first))
            let condition = try await ProjectionCondition.read(from: world.pool)
            #expect(condition.quarantined.isEmpty)
            #expect(condition.furthestBehind == 1)
        }
    }

    @Test func `an event of a newer release is left to it, and is no quarantine`() async throws {
        try await World.with { world in
            try await world.tell(story("club.never-heard-of", "{}"))
            try await world.tell(.random(seed: 7, count: 50, commands: 1000), to: World.other)
            let runner = world.runner()
            try await runner.catchUp()
            #expect(await runner.quarantined.isEmpty)
            #expect(await runner.checkpoints.position(of: World.tenant) == 5)
            #expect(await runner.checkpoints.position(of: World.other) == 50)
            #expect(try await !runner.isReadable(World.tenant))
            #expect(try await runner.isReadable(World.other))

            // Where the newer release has come to.
            _ = try await world.pool.pipeline(
                Checkpoints.move([try await world.move(World.tenant, from: 5, to: 6)], .first))
            #expect(try await runner.isReadable(World.tenant))
            try await runner.catchUp()
            #expect(await runner.checkpoints.position(of: World.tenant) == 7)
        }
    }

    @Test func `the lease is left to a newer release`() async throws {
        try await World.with { world in
            try await world.tell(story("club.never-heard-of", "{}"))
            let runner = world.runner()
            let running = Task { try await runner.run() }
            #expect(await runner.reached(World.tenant, 5, within: .seconds(30)))
            let newer = Lease(ReadVersion.first.name, lasting: .seconds(600), pool: world.pool)
            let deadline = ContinuousClock.now + .seconds(300)
            while try await !newer.hold() {
                try #require(ContinuousClock.now < deadline, "the lease is free between rounds")
            }
            running.cancel()
            try await running.value
        }
    }

    @Test func `an event that was mended is tried again once the tenant is released`() async throws
    {
        try await World.with { world in
            try await world.tell(story("club.capacity-set", #"{"to":"many"}"#))
            let runner = world.runner()
            try await runner.catchUp()
            let connection = try await Connection.open(world.configuration)
            try await connection.execute(
                script: #"UPDATE log.event SET data = '{"to":7}' WHERE position = 6"#)
            await connection.close()
            try await runner.catchUp()
            #expect(await runner.checkpoints.position(of: World.tenant) == 5, "held until released")
            let held = try await QuarantineWard(pool: world.pool).release(World.tenant, .first)
            #expect(held.position == 5)
            try await runner.catchUp()
            #expect(await runner.checkpoints.position(of: World.tenant) == 7)
            #expect(await runner.quarantined.isEmpty)
            await #expect(throws: QuarantineFailure.notHeld(World.tenant)) {
                _ = try await QuarantineWard(pool: world.pool).release(World.tenant, .first)
            }
        }
    }

    @Test func `an operator skips the event that hinders, no other, and it is on record`()
        async throws
    {
        try await World.with { world in
            try await world.tell(story("club.capacity-set", #"{"to":"many"}"#))
            let runner = world.runner()
            try await runner.catchUp()
            let owner = Pool(world.configuration)
            let ward = QuarantineWard(pool: owner)
            func skip(_ position: Position) async throws {
                try await ward.skip(
                    World.tenant, .first, position: position, reason: "nonsense", by: "ada",
                    at: .tuesday)
            }
            await #expect(throws: QuarantineFailure.anotherPosition(World.tenant, 6)) {
                try await skip(7)
            }
            try await skip(6)
            try await runner.catchUp()
            #expect(await runner.checkpoints.position(of: World.tenant) == 7)
            let skips = try await Skip.all(in: owner)
            #expect(skips.map(\.position) == [6] && skips.map(\.reason) == ["nonsense"])
            var verification = VersionVerification(log: world.log, pool: owner)
            try await verification.verify(World.tenant, .first)
            #expect(verification.faults == [] && verification.skipped.map(\.position) == [6])
            await #expect(throws: QuarantineFailure.notHeld(World.tenant)) { try await skip(6) }
            await owner.close()
        }
    }

    @Test func `a skip beside a release is not put on record where the event is shown by then`()
        async throws
    {
        try await World.with { world in
            try await world.tell(story("club.capacity-set", #"{"to":"many"}"#))
            let runner = world.runner()
            try await runner.catchUp()
            let owner = Pool(world.configuration)
            let gate = try await Connection.open(world.configuration)
            try await gate.execute(
                script: #"UPDATE log.event SET data = '{"to":7}' WHERE position = 6"#)
            try await gate.execute(script: "BEGIN; LOCK TABLE projection.skip IN SHARE MODE")
            let skipping = Task {
                try await QuarantineWard(pool: owner).skip(
                    World.tenant, .first, position: 6, reason: "nonsense", by: "ada", at: .tuesday)
            }
            try await waitWhile { try await world.blockedCount() < 1 }
            _ = try await QuarantineWard(pool: world.pool).release(World.tenant, .first)
            try await runner.catchUp()
            #expect(await runner.checkpoints.position(of: World.tenant) == 7)
            try await gate.execute(script: "COMMIT")
            await gate.close()
            await #expect(throws: QuarantineFailure.notHeld(World.tenant)) {
                try await skipping.value
            }
            #expect(try await Skip.all(in: owner).isEmpty)
            var verification = VersionVerification(log: world.log, pool: owner)
            try await verification.verify(World.tenant, .first)
            #expect(verification.faults == [])
            await owner.close()
        }
    }

    @Test func `what another process has skipped is in no tournament that was folded before`()
        async throws
    {
        try await World.with { world in
            let owner = Pool(world.configuration)
            let story = Story.randomTournament(seed: 5, wishes: 60)
            let types = story.events.map(\.event.event.type)
            let recorded = try #require(types.lastIndex(of: "tournament.result-recorded"))
            let count = try #require(recorded < story.events.count - 1 ? recorded + 1 : nil)
            try await world.tell(story, events: 0..<count)
            // Read and folded, and not written.
            let runner = world.runner()
            _ = try await owner.query("ALTER TABLE read.tournament_standing RENAME TO hidden")
            await #expect(throws: (any Error).self) { try await runner.catchUp() }
            _ = try await owner.query("ALTER TABLE read.hidden RENAME TO tournament_standing")

            _ = try await owner.query(
                """
                INSERT INTO projection.skip
                    (tenant, projector, position, reason, skipped_by, skipped_at)
                VALUES (\(World.tenant.uuid), 'main-1', \(count), 'nonsense', 'ada', now())
                """)
            try await world.runner().catchUp()
            try await world.tell(story, events: count..<story.events.count)
            try await runner.catchUp()
            var verification = VersionVerification(log: world.log, pool: owner)
            try await verification.verify(World.tenant, .first)
            #expect(verification.faults == [] && verification.skipped.count == 1)
            await owner.close()
        }
    }

    @Test func `a tenant that is left behind by one version alone is not compared, and says why`()
        async throws
    {
        try await World.with { world in
            try await world.tell(story("club.capacity-set", #"{"to":"many"}"#))
            let runner = world.runner()
            try await runner.catchUp()
            try await world.withBuilder { builder, pool in
                try await QuarantineWard(pool: pool).skip(
                    World.tenant, .first, position: 6, reason: "nonsense", by: "ada", at: .tuesday)
                try await runner.catchUp()
                _ = try await builder.build("main-2", at: .tuesday)
                let found = try await builder.difference(between: "main-1", and: "main-2")
                #expect(found.comparedTenants == 0)
                #expect(found.passedOver.map(\.tenant) == [World.tenant])
                #expect(found.passedOver.map(\.first.position) == [7])
                #expect(found.passedOver.map(\.second.position) == [5])
                #expect(found.passedOver.allSatisfy { $0.reason?.isEmpty == false })
            }
        }
    }

    @Test func `a verification names the quarantine`() async throws {
        try await World.with { world in
            try await world.tell(story("club.profile-updated", #"{"changes":{"name":"a\u0000b"}}"#))
            try await world.runner().catchUp()
            var verification = VersionVerification(log: world.log, pool: world.pool)
            try await verification.verify(World.tenant, .first)
            #expect(verification.faultCount == 1)
            let fault = try #require(verification.faults.first)
            #expect(fault.hasPrefix("the tables stop before event 6, in quarantine"), "\(fault)")
        }
    }

    @Test func `of more tenants in quarantine than are named, each can be released`() async throws {
        try await World.with { world in
            let owner = try await Connection.open(world.configuration)
            try await owner.execute(
                script: """
                    INSERT INTO log.tenant (slug, tenant, created_at)
                    SELECT 'held-' || lpad(number::text, 4, '0'), md5(number::text)::uuid, now()
                    FROM generate_series(1, 1002) AS number;
                    INSERT INTO log.head (tenant, position, recorded_at)
                    SELECT tenant, 2, now() FROM log.tenant;
                    INSERT INTO read.checkpoint (tenant, projector, position)
                    SELECT tenant, 'main-1', 1 FROM log.tenant;
                    INSERT INTO read.quarantine (tenant, projector, position, reason)
                    SELECT tenant, 'main-1', 1, 'broken' FROM log.tenant;
                    """)
            let last = try await owner.query(
                "SELECT tenant FROM log.tenant ORDER BY tenant DESC LIMIT 1"
            ).rows[0].decode(UUID.self)
            await owner.close()
            let condition = try await ProjectionCondition.read(from: world.pool)
            #expect(condition.quarantineCount == 1002 && condition.quarantined.count == 1000)
            let held = try await QuarantineWard(pool: world.pool).release(TenantID(last), .first)
            #expect(held.reason == "broken")
            let (named, count) = try await TenantLag.inQuarantine(.first, limit: 3, in: world.pool)
            #expect(named.count == 3 && count == 1001)
            #expect(named.map(\.slug) == named.map(\.slug).sorted())
            #expect(named.allSatisfy { $0.reason == "broken" })
        }
    }

    private func foldedBefore(_ position: Int, in world: World) async throws -> RowsInMemory {
        var rows = RowsInMemory()
        var projection = Projection(.main, codec: .catalog)
        let events = try await world.log.read(
            World.tenant, after: .start, types: nil, limit: position - 1)
        for event in events {
            rows.apply(try projection.changes(of: event), at: event.position)
        }
        rows.apply(projection.foldedChanges())
        return rows
    }
}
