import Clubs
import CommandHandling
import Directory
import EventSourcing
import Foundation
import Testing
import Vocabulary

/// Requests, offers and invitations are known by their id alone, whichever club they belong to.
@Suite struct TakenIDTests {
    private func join(_ request: JoinRequestID) -> ClubWish {
        .join(request: request, person: nil, via: nil, inviteCode: nil, answers: nil)
    }

    private func secondClub(of world: World, capacity: Int? = nil) async throws -> ClubID {
        let club = ClubID(UUID())
        try await world.wish(
            .club(club, world.founding(capacity: capacity, slug: "go")), as: world.teacher)
        return club
    }

    @Test func `a request's id is used in one club`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let other = try await secondClub(of: world)
            let (student, request) = (try await world.student(), JoinRequestID(UUID()))
            try await world.wish(.club(world.club, join(request)), as: student)
            await #expect(throws: Club.Rejection.requestIDTaken(request)) {
                try await world.wish(.club(other, join(request)), as: student)
            }
            let again = try await world.wish(.club(world.club, join(request)), as: student)
            #expect(again.events.isEmpty)
            try await world.wish(.club(other, join(JoinRequestID(UUID()))), as: student)
        }
    }

    @Test func `an offer's id is used in one club`() async throws {
        try await World.with { world in
            try await world.foundClub(capacity: 1)
            let other = try await secondClub(of: world, capacity: 1)
            let offer = SeatOfferID(UUID())
            for club in [world.club, other] {
                let people = [try await world.student(), try await world.student()]
                for person in people {
                    try await world.wish(.club(club, join(JoinRequestID(UUID()))), as: person)
                }
                try await world.wish(
                    .club(club, .leave(person: nil, reasonCode: nil)), as: people[0])
            }
            let next = ClubWish.offerSeat(offer: offer, person: nil)
            try await world.wish(.club(world.club, next), as: world.teacher)
            await #expect(throws: Club.Rejection.offerIDTaken(offer)) {
                try await world.wish(.club(other, next), as: world.teacher)
            }
        }
    }

    @Test func `an invitation's id is used in one club`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let other = try await secondClub(of: world)
            let id = InviteID(UUID())
            let invite = ClubWish.issueInvite(
                invite: id, code: "open-sesame-please",
                expiresAt: World.start.advanced(by: .seconds(3600)), maxUses: 1, role: nil)
            try await world.wish(.club(world.club, invite), as: world.teacher)
            await #expect(throws: Club.Rejection.inviteIDTaken(id)) {
                try await world.wish(.club(other, invite), as: world.teacher)
            }
        }
    }
}
