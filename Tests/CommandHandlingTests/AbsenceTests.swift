import Clubs
import CommandHandling
import Directory
import EventSourcing
import Testing
import Vocabulary

/// What a club makes of people whom the directory has as inactive.
@Suite struct AbsenceTests {
    @Test func `the last adult lead who is there keeps the role`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let other = try await world.person(.adult)
            try await world.wish(
                .club(world.club, .assignRole(person: other, role: .lead)), as: world.teacher)
            try await world.deactivate(other)
            await #expect(throws: Club.Rejection.needsAdultLead) {
                try await world.wish(
                    .club(world.club, .revokeRole(person: world.teacher, role: .lead)),
                    as: world.admin)
            }
            _ = try await world.join(world.teacher)
            await #expect(throws: Club.Rejection.lastAdultLead(world.teacher)) {
                try await world.wish(
                    .club(world.club, .leave(person: nil, reasonCode: nil)), as: world.teacher)
            }
            try await world.wish(.person(other, .reactivate(reasonCode: "back")), as: world.admin)
            try await world.wish(
                .club(world.club, .leave(person: nil, reasonCode: nil)), as: world.teacher)
            #expect(try await world.foldedClub().adultLeads == [other])
        }
    }

    @Test func `nobody is approved who has gone`() async throws {
        try await World.with { world in
            try await world.wish(
                .club(world.club, world.founding(joinPolicy: .approval)), as: world.teacher)
            let person = try await world.student()
            _ = try await world.join(person)
            let request = try #require(try await world.foldedClub().request(of: person)).id
            let approval = Wish.club(world.club, .approveJoin(request: request))
            try await world.deactivate(person)
            await #expect(throws: Club.Rejection.notEligible(.inactive)) {
                try await world.wish(approval, as: world.teacher)
            }
            try await world.wish(.person(person, .reactivate(reasonCode: "back")), as: world.admin)
            try await world.wish(approval, as: world.teacher)
            #expect(try await world.foldedClub().isMember(person))
        }
    }

    @Test(arguments: [0, 24])
    func `a free seat passes over those who have gone`(offerHours: Int) async throws {
        try await World.with { world in
            try await world.foundClub(capacity: 1, offerHours: offerHours)
            let people = [
                try await world.student(), try await world.student(), try await world.student(),
            ]
            for person in people { _ = try await world.join(person) }
            try await world.deactivate(people[1])
            try await world.wish(
                .club(world.club, .leave(person: nil, reasonCode: nil)), as: people[0])
            try await world.wish(
                .club(world.club, .offerSeat(offer: nil, person: nil)), as: world.teacher)
            let club = try await world.foldedClub()
            #expect(!club.isMember(people[1]) && club.waitlist.first?.person == people[1])
            #expect(club.isMember(people[2]) || club.offers.map(\.person) == [people[2]])
        }
    }
}
