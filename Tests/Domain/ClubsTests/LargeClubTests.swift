import Clubs
import EventSourcing
import Foundation
import HashTreeCollections
import TestSupport
import Testing
import Vocabulary

/// A club as large as a town: its rules hold, and a change leaves the state before it as it was.
@Suite struct LargeClubTests {
    private static let size = 100_000

    @Test func `a hundred thousand members have one more beside them`() throws {
        let people = (0..<Self.size).map { _ in PersonID(UUID()) }
        var club = Club()
        club.evolve(
            .founded(
                .init(
                    hostSchool: .home, openTo: [], slug: "chess", profile: .chess,
                    capacity: Self.size + 1)))
        for (index, person) in people.enumerated() {
            club.evolve(.asked(person))
            club.evolve(.joined(person, number: index + 1))
        }
        let before = club
        #expect(before.memberCount == Self.size)

        let joining = try club.decide(.join(.ada))
        #expect(joining == [.asked(.ada), .joined(.ada, number: Self.size + 1)])
        for event in joining { club.evolve(event) }
        #expect(club.memberCount == Self.size + 1)
        #expect(before.memberCount == Self.size && !before.isMember(.ada))
        #expect(try club.decide(.join(.grace)).last == .waitlisted(.grace, place: 1))

        let leaving = try before.decide(.leave(people[0], reasonCode: "moved", inactive: []))
        var after = before
        for event in leaving { after.evolve(event) }
        #expect(after.memberCount == Self.size - 1)
        #expect(!after.isMember(people[0]) && before.isMember(people[0]))
    }
}
