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
}
