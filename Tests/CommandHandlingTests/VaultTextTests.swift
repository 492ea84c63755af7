import Clubs
import CommandHandling
import Directory
import EventSourcing
import Foundation
import Testing
import Vocabulary

/// Which texts go to the vault, and under whose key.
@Suite struct VaultTextTests {
    @Test func `a command with nothing to do leaves no text behind`() async throws {
        let log = MemoryLog()
        try await World.with(log) { world in
            try await world.foundClub()
            let (student, request) = (try await world.student(), JoinRequestID(UUID()))
            let join = ClubWish.join(
                request: request, person: nil, via: nil, inviteCode: nil, answers: "I like rooks.")
            try await world.wish(.club(world.club, join), as: student)
            let before = await log.texts(of: student)
            #expect(before.map(\.text).contains("I like rooks."))
            let again = try await world.wish(.club(world.club, join), as: student)
            #expect(again.events.isEmpty)
            #expect(await log.texts(of: student).count == before.count)
        }
    }

    @Test func `why a waitlist was reordered is the words of whoever did it`() async throws {
        let log = MemoryLog()
        try await World.with(log) { world in
            try await world.foundClub(capacity: 1)
            let people = [
                try await world.student(), try await world.student(), try await world.student(),
            ]
            for person in people { _ = try await world.join(person) }
            try await world.wish(
                .club(
                    world.club,
                    .reorderWaitlist(
                        order: [people[2], people[1]], reasonCode: "sibling",
                        reason: "Their sister plays here.")), as: world.teacher)
            let kept = await log.texts(of: world.teacher).map(\.text)
            #expect(kept.contains("Their sister plays here."))
            for person in people { #expect(await log.texts(of: person).count == 1) }
        }
    }
}
