import Clubs
import EventSourcing
import Foundation
import Testing
import Vocabulary

@testable import CommandHandling

/// Whatever fails takes one path, and the caller gets the truth.
@Suite struct LaneFaultTests {
    private let log = FaultyLog()

    @Test func `a store that comes back within the batch costs nobody anything`() async throws {
        try await World.with(log) { world in
            try await world.foundClub()
            let person = try await world.student()
            await log.failNext(.beforeCommit)
            #expect(try await world.join(person).events.count == 2)
            #expect(try await world.foldedClub().memberCount == 1)
        }
    }

    @Test func `a store that cannot be reached is waited for once`() async throws {
        try await World.with(log) { world in
            try await world.foundClub()
            let person = try await world.student()
            await log.failNext(.unreachable)
            await #expect(throws: CommandFailure.unavailable) { try await world.join(person) }
            #expect(try await world.foldedClub().memberCount == 0)
            _ = try await world.join(person)
            #expect(try await world.foldedClub().memberCount == 1)
        }
    }

    @Test func `a commit whose answer was lost is found by the command's id`() async throws {
        try await World.with(log) { world in
            try await world.foundClub()
            let person = try await world.student()
            await log.failNext(.afterCommit)
            let outcome = try await world.join(person)
            #expect(outcome.isRepeat)
            #expect(outcome.events.count == 2)
            let events = try await log.events(
                of: try #require(outcome.events.first).commandID, in: world.tenant)
            #expect(events == outcome.events)
            #expect(try await world.foldedClub().memberCount == 1)
        }
    }

    @Test func `nobody is told of what a lock's commit has lost`() async throws {
        try await World.with(log) { world in
            try await world.foundClub()
            let person = try await world.student()
            await log.failNext(.beforeCommit)
            await log.losesLockedCommits()
            await #expect(throws: CommandFailure.unavailable) { try await world.join(person) }
            #expect(try await world.foldedClub().memberCount == 0)
        }
    }

    @Test func `a failure does not make the lane read the log from its beginning`() async throws {
        try await World.with(log) { world in
            try await world.foundClub()
            let (first, second) = (try await world.student(), try await world.student())
            let before = await log.readsFromTheStart
            await log.failNext(.beforeCommit)
            await log.losesLockedCommits()
            await #expect(throws: CommandFailure.unavailable) { try await world.join(first) }
            await log.losesLockedCommits(false)
            let foreign = try await world.foreignJoin(of: first)
            await log.failNext(.raced(foreign))
            _ = try await world.join(second)
            #expect(try await world.foldedClub().members.map(\.person) == [first, second])
            #expect(await log.readsFromTheStart == before)
        }
    }

    @Test func `what may be stored is never told to be undone`() async throws {
        try await World.with(log) { world in
            try await world.foundClub()
            let person = try await world.student()
            await log.failNext(.duringCommit)
            await log.losesLockedCommits()
            await #expect(throws: CommandFailure.outcomeUnknown) { try await world.join(person) }
        }
    }

    @Test func `what a failed batch has changed is forgotten, and no more`() async throws {
        try await World.with(log) { world in
            try await world.foundClub(capacity: 2)
            for _ in 1...4 {
                let (first, second) = (try await world.student(), try await world.student())
                await log.failNext(.beforeCommit, .afterCommit)
                _ = try await world.join(first)
                #expect(try await world.join(second).isRepeat)
            }
            let club = try await world.foldedClub()
            #expect(club.memberCount == 2 && club.waitlist.count == 6)
        }
    }

    @Test func `a writer who was faster is caught up with before deciding again`() async throws {
        try await World.with(log) { world in
            try await world.foundClub(capacity: 1)
            let (first, second) = (try await world.student(), try await world.student())
            let foreign = try await world.foreignJoin(of: first)
            await log.failNext(.raced(foreign))
            let outcome = try await world.join(second)
            #expect(outcome.events.map(\.event.type).last == "club.member-waitlisted")
            #expect(try await world.foldedClub().members.map(\.person) == [first])
        }
    }

    @Test func `a writer who was too late reads no stream again`() async throws {
        try await World.with(log) { world in
            try await world.foundClub()
            let (first, second) = (try await world.student(), try await world.student())
            _ = try await world.join(try await world.student())
            let foreign = try await world.foreignJoin(of: first)
            let before = await log.readsOfStreams
            await log.failNext(.raced(foreign))
            _ = try await world.join(second)
            #expect(try await world.foldedClub().memberCount == 3)
            // One read is the expectation's own.
            #expect(await log.readsOfStreams == before + 1)
        }
    }

    @Test func `nobody waits for a lock while its holder reads cold streams`() async throws {
        try await World.with(log, limits: LaneLimits(memoryLimit: 1)) { world in
            try await world.foundClub()
            var people: [PersonID] = []
            for _ in 0..<6 { people.append(try await world.student()) }
            await log.failNext(.raced(try await world.foreignJoin(of: people[0])))
            // For a second from the first on, the lane locks before it decides.
            for person in people.dropFirst() { _ = try await world.join(person) }
            #expect(try await world.foldedClub().memberCount == 6)
            #expect(await log.readsUnderLock == 0)
        }
    }

    @Test func `one command that cannot be stored harms no other`() async throws {
        try await World.with(log) { world in
            try await world.foundClub()
            var people: [PersonID] = []
            for _ in 0..<20 { people.append(try await world.student()) }
            await log.refuse(type: "club.enrolment-closed")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for person in people.prefix(10) {
                    group.addTask { _ = try await world.join(person) }
                }
                group.addTask {
                    await #expect(throws: LogFailure.self) {
                        try await world.wish(
                            .club(world.club, .closeEnrolment), as: world.teacher)
                    }
                }
                for person in people.suffix(10) {
                    group.addTask { _ = try await world.join(person) }
                }
                try await group.waitForAll()
            }
            #expect(try await world.foldedClub().memberCount == 20)
        }
    }

    @Test func `a batch is closed at so many bytes, and nobody is forgotten`() async throws {
        try await World.with(log) { world in
            let summary = String(repeating: "s", count: 1000)
            let outcomes = try await withThrowingTaskGroup(of: Outcome.self) { group in
                for number in 1...300 {
                    let founding = world.founding(
                        slug: try #require(Slug("club-\(number)")), summary: summary)
                    group.addTask {
                        try await world.wish(.club(ClubID(UUID()), founding), as: world.teacher)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count == 300)
            // The last command may go beyond it, by its own events.
            let command = outcomes[0].events.reduce(0) { $0 + $1.event.data.count }
            #expect(await log.largestBatch < Batch.byteLimit + 2 * command)
        }
    }
}
