import Catalog
import Clubs
import CommandHandling
import EventSourcing
import Foundation
import Logging
import Testing

@Suite struct LaneTests {
    @Test func `a command is answered with its events and their position`() async throws {
        try await World.with { world in
            try await world.foundClub(capacity: 1)
            let outcome = try await world.join(try await world.student())
            #expect(
                outcome.events.map(\.event.type) == ["club.join-requested", "club.member-joined"])
            #expect(outcome.position == outcome.events.last?.position)
            #expect(!outcome.isRepeat)
        }
    }

    @Test func `fifty who join at once for the last seat make one member and a queue`()
        async throws
    {
        try await World.with { world in
            try await world.foundClub(capacity: 1)
            var people: [PersonID] = []
            for _ in 0..<50 { people.append(try await world.student()) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for person in people {
                    group.addTask { _ = try await world.join(person) }
                }
                try await group.waitForAll()
            }
            let club = try await world.foldedClub()
            #expect(club.memberCount == 1)
            #expect(club.waitlist.count == 49)
            #expect(Set(club.waitlist.map(\.person) + club.members.map(\.person)) == Set(people))
        }
    }

    @Test func `the same command twice has one effect and one answer`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let (person, id) = (try await world.student(), CommandID(UUID()))
            let first = try await world.join(person, id: id)
            let second = try await world.join(person, id: id)
            #expect(second.isRepeat)
            #expect(second.events == first.events)
            #expect(second.position == first.position)
        }
    }

    @Test func `twins that arrive together share a verdict`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let (person, id) = (try await world.student(), CommandID(UUID()))
            let outcomes = try await withThrowingTaskGroup(of: Outcome.self) { group in
                for _ in 0..<50 { group.addTask { try await world.join(person, id: id) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(outcomes.map(\.position)).count == 1)
            #expect(try await world.foldedClub().memberCount == 1)
        }
    }

    @Test func `the same id with another body is refused`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let (person, id) = (try await world.student(), CommandID(UUID()))
            _ = try await world.join(person, id: id)
            await #expect(throws: CommandFailure.idempotencyMismatch(id)) {
                try await world.wish(
                    .club(world.club, .leave(person: nil, reasonCode: nil)), as: person, id: id,
                    body: "another")
            }
        }
    }

    @Test func `a refusal leaves no trace and is decided afresh`() async throws {
        try await World.with { world in
            let (person, id) = (try await world.student(), CommandID(UUID()))
            await #expect(throws: Club.Rejection.notFounded) {
                try await world.join(person, id: id)
            }
            try await world.foundClub()
            #expect(try await world.join(person, id: id).events.count == 2)
        }
    }

    @Test func `a stale caller is told what was missed`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let version = try await world.log.read(
                StreamID.club(world.club).name, of: world.tenant, after: 0, through: 1000,
                limit: 100
            ).count
            _ = try await world.join(try await world.student())
            await #expect(
                throws: CommandFailure.stale(
                    StreamID.club(world.club).name, expected: version, current: version + 2,
                    since: ["club.join-requested", "club.member-joined"])
            ) {
                try await world.wish(
                    .club(world.club, .setCapacity(capacity: 5, overfill: nil)),
                    as: world.teacher, expecting: version)
            }
        }
    }

    @Test func `a rehearsal shows the events and changes nothing`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let person = try await world.student()
            let before = try await world.log.open(world.tenant, commands: []).head
            let outcome = try await world.wish(
                .club(
                    world.club,
                    .join(request: nil, person: nil, via: nil, inviteCode: nil, answers: nil)),
                as: person, isRehearsal: true)
            #expect(outcome.events.map(\.event.type).last == "club.member-joined")
            #expect(try await world.log.open(world.tenant, commands: []).head == before)
            #expect(try await world.foldedClub().memberCount == 0)
        }
    }

    @Test func `a writer in another process is seen before the next decision`() async throws {
        try await World.with { world in
            try await world.foundClub(capacity: 1)
            let (first, second) = (try await world.student(), try await world.student())
            let elsewhere = Lanes(
                log: world.log, codec: .catalog, time: world.time, logger: Logger(label: "other"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await elsewhere.run() }
                _ = try await elsewhere.execute(
                    world.request(
                        .club(
                            world.club,
                            .join(
                                request: nil, person: nil, via: nil, inviteCode: nil,
                                answers: nil)),
                        by: .person(first, via: .http)))
                let outcome = try await world.join(second)
                #expect(outcome.events.map(\.event.type).last == "club.member-waitlisted")
                group.cancelAll()
            }
        }
    }

    @Test func `time of recording never runs backwards`() async throws {
        try await World.with { world in
            try await world.foundClub()
            _ = try await world.join(try await world.student())
            await world.time.set(Timestamp(microseconds: 0))
            let outcome = try await world.join(try await world.student())
            #expect(outcome.events.allSatisfy { $0.recordedAt == World.start })
        }
    }

    @Test func `a name goes to the vault, and only a reference to the log`() async throws {
        let log = MemoryLog()
        try await World.with(log) { world in
            let person = try await world.student("Zebulon Quist")
            #expect(await log.texts(of: person).map(\.text) == ["Zebulon Quist"])
            for event in try await log.read(world.tenant, after: 0, types: nil, limit: 1000) {
                #expect(!String(decoding: event.event.data, as: UTF8.self).contains("Quist"))
            }
        }
    }
}
