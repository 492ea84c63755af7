import Clubs
import EventSourcing
import Foundation
import Testing

@testable import CommandHandling

/// Whatever is answered was true after it had been asked, whoever else writes; and a command takes
/// effect once, wherever and however often it is sent.
@Suite struct LaneCurrencyTests {
    @Test func `a leave through one process is seen by a join through the other`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let person = try await world.student()
            _ = try await world.join(person)
            // Here they are a member, and joining has nothing to do.
            _ = try await world.elsewhere { try await $0.leave(person) }
            #expect(try await !world.join(person).events.isEmpty)
        }
    }

    @Test func `a refusal is not older than its question`() async throws {
        try await World.with { world in
            let person = try await world.student()
            await #expect(throws: Club.Rejection.notFounded) { try await world.join(person) }
            try await world.elsewhere { try await $0.foundClub() }
            #expect(try await !world.join(person).events.isEmpty)
        }
    }

    @Test func `a rehearsal is not older than its question`() async throws {
        try await World.with { world in
            try await world.foundClub(capacity: 1)
            let people = [try await world.student(), try await world.student()]
            _ = try await world.elsewhere { try await $0.join(people[0]) }
            let rehearsal = try await world.wish(
                world.joining, as: people[1], isRehearsal: true)
            #expect(rehearsal.events.map(\.event.type).last == "club.member-waitlisted")
        }
    }

    @Test func `a replay after the state has moved on is answered from its events`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let (person, id) = (try await world.student(), CommandID(UUID()))
            let first = try await world.elsewhere { world in
                let first = try await world.join(person, id: id)
                _ = try await world.leave(person)
                return first
            }
            // This process has never seen the command, and would decide it anew.
            let replay = try await world.join(person, id: id)
            #expect(replay.isRepeat && replay.events == first.events)
            #expect(try await world.foldedClub().memberCount == 0)
        }
    }

    @Test func `a replay with another body is refused, also where it would have nothing to do`()
        async throws
    {
        try await World.with { world in
            try await world.foundClub()
            let (person, id) = (try await world.student(), CommandID(UUID()))
            _ = try await world.elsewhere { try await $0.join(person, id: id) }
            for wish in [world.joining, .club(world.club, .leave(person: nil, reasonCode: nil))] {
                await #expect(throws: CommandFailure.idempotencyMismatch(id)) {
                    try await world.wish(wish, as: person, id: id, body: "another")
                }
            }
            #expect(try await world.foldedClub().memberCount == 1)
        }
    }

    @Test func `a replay of what had nothing to do is decided afresh`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let (id, closing) = (CommandID(UUID()), Wish.club(world.club, .closeEnrolment))
            try await world.wish(closing, as: world.teacher)
            let nothing = try await world.wish(closing, as: world.teacher, id: id)
            #expect(nothing.events.isEmpty)
            try await world.elsewhere { world in
                try await world.wish(
                    .club(world.club, .openEnrolment(from: nil, to: nil)), as: world.teacher)
            }
            let afresh = try await world.wish(closing, as: world.teacher, id: id)
            #expect(afresh.events.map(\.event.type) == ["club.enrolment-closed"])
        }
    }

    @Test func `fifty twins over two processes have one effect and one answer`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let (person, id) = (try await world.student(), CommandID(UUID()))
            let outcomes = try await world.elsewhere { other in
                try await withThrowingTaskGroup(of: Outcome.self) { group in
                    for number in 0..<50 {
                        group.addTask {
                            try await (number.isMultiple(of: 2) ? world : other)
                                .join(person, id: id)
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
            }
            #expect(outcomes.count == 50 && outcomes.allSatisfy { $0.events == outcomes[0].events })
            #expect(try await world.foldedClub().memberCount == 1)
        }
    }

    @Test(arguments: [0, 1, 2]) func `a log that has failed over to an older copy is read again`(
        grownAgain: Int
    ) async throws {
        let log = FaultyLog()
        try await World.with(log) { world in
            try await world.foundClub(capacity: 1)
            var people: [PersonID] = []
            for _ in 0..<3 { people.append(try await world.student()) }
            let position = try await world.log.open(world.tenant, commands: []).head
            let (lost, id) = (people[0], CommandID(UUID()))
            _ = try await world.join(lost, id: id)
            try await log.failOver(world.tenant, to: position)
            await world.time.advance(by: .seconds(1))
            // The copy grows through another process: not at all, to the same length, beyond it.
            let others = Array(people[1...].prefix(grownAgain))
            try await world.elsewhere { world in
                for person in others { _ = try await world.join(person) }
            }
            let again = try await world.join(lost, id: id)
            #expect(!again.isRepeat)
            #expect(
                again.events.map(\.event.type).last
                    == (grownAgain == 0 ? "club.member-joined" : "club.member-waitlisted"))
            let club = try await world.foldedClub()
            #expect(club.members.map(\.person) == [others.first ?? lost])
        }
    }

    @Test func `states that find no room are read again, beside a foreign writer`() async throws {
        let log = FaultyLog()
        try await World.with(log, limits: LaneLimits(memoryLimit: 1)) { world in
            try await world.foundClub(capacity: 1)
            let people = [try await world.student(), try await world.student()]
            let foreign = try await world.foreignJoin(of: people[0])
            await log.streamReads.close()
            let outcome = Task { try await world.join(people[1]) }
            await log.streamReads.waitFor(1)
            _ = try await log.append(foreign)
            await log.streamReads.open()
            #expect(
                try await outcome.value.events.map(\.event.type).last == "club.member-waitlisted")
            #expect(try await world.foldedClub().members.map(\.person) == [people[0]])
        }
    }
}
