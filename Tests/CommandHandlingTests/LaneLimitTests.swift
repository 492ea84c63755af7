import Clubs
import EventSourcing
import Foundation
import TestSupport
import Testing

@testable import CommandHandling

/// What a lane takes at once: commands of many callers, many of one caller, and large clubs.
@Suite struct LaneLimitTests {
    private let log = FaultyLog()

    @Test func `a process whose queues are full refuses at once, and takes more when they are not`()
        async throws
    {
        try await World.with(log, limits: LaneLimits(queueLimit: 3)) { world in
            try await world.foundClub()
            let people = try await world.students(5)
            await log.appends.close()
            let first = Task { try await world.join(people[0]) }
            await log.appends.waitFor(1)
            // Decided behind the one that is held, so no longer in the queue.
            let second = Task { try await world.join(people[1]) }
            let lane = world.lanes.lane(of: world.tenant)
            try await waitWhile { await lane.verdictsInNextBatch == 0 }
            // All of them or none: there is room for three.
            let four = people.prefix(4).map {
                world.request(world.joining, by: .person($0, via: .http))
            }
            await #expect(throws: CommandFailure.overloaded(retryAfter: Lane.retryAfter)) {
                _ = try await world.lanes.execute(batch: four)
            }
            await log.appends.open()
            _ = try await (first.value, second.value)
            let three = people[2...].map {
                world.request(world.joining, by: .person($0, via: .http))
            }
            for result in try await world.lanes.execute(batch: Array(three)) {
                _ = try result.get()
            }
            #expect(try await world.foldedClub().memberCount == people.count)
        }
    }

    @Test func `a batch is carried out in its order, each with its own outcome`() async throws {
        try await World.with(log) { world in
            try await world.foundClub(capacity: 2)
            let people = try await world.students(3)
            let joins = people.map { world.request(world.joining, by: .person($0, via: .http)) }
            let leave = world.request(
                .club(world.club, .leave(person: nil, reasonCode: nil)),
                by: .person(people[0], via: .http))
            let batch = [joins[0], leave, joins[1], leave, joins[2], joins[1]]
            let before = await log.appended.count
            let results = try await world.lanes.execute(batch: batch)
            #expect(await log.appended.count == before + 1)
            let events = try results.map { try $0.get().events.map(\.event.type) }
            #expect(
                events == [
                    ["club.join-requested", "club.member-joined"], ["club.member-left"],
                    ["club.join-requested", "club.member-joined"], ["club.member-left"],
                    ["club.join-requested", "club.member-joined"],
                    ["club.join-requested", "club.member-joined"],
                ])
            let club = try await world.foldedClub()
            #expect(club.members.map(\.person) == Array(people[1...]))
            // Each is told where the log stood behind its own events.
            let positions = try results.prefix(5).map { try $0.get().position }
            #expect(positions[1] == positions[3] && positions[2] > positions[1])
        }
    }

    @Test func `a batch larger than a transaction keeps its order too`() async throws {
        try await World.with(log) { world in
            try await world.foundClub()
            let people = try await world.students(Batch.limit + 50)
            let joins = people.map { world.request(world.joining, by: .person($0, via: .http)) }
            let results = try await world.lanes.execute(batch: joins)
            let positions = try results.map { try $0.get().position }
            #expect(positions == positions.sorted())
            #expect(
                try await world.foldedClub().members.sorted { $0.number < $1.number }
                    .map(\.person) == people)
        }
    }
}

extension World {
    fileprivate func students(_ count: Int) async throws -> [PersonID] {
        var people: [PersonID] = []
        for _ in 0..<count { people.append(try await student()) }
        return people
    }
}
