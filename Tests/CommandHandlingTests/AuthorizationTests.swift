import Catalog
import Clubs
import CommandHandling
import Directory
import EventSourcing
import Foundation
import Testing
import Vocabulary

@Suite struct AuthorizationTests {
    @Test func `who has no role may not found a club, and is told who may`() async throws {
        try await World.with { world in
            let student = try await world.student()
            await #expect(throws: CommandFailure.notAllowed(needs: [.organizer, .admin])) {
                try await world.wish(.club(world.club, world.founding()), as: student)
            }
        }
    }

    @Test(arguments: [
        ClubWish.setCapacity(capacity: 3, overfill: nil), .closeEnrolment,
        .openEnrolment(from: nil, to: nil), .archive(reasonCode: "over"),
        .reorderWaitlist(order: [], reasonCode: "why", reason: nil),
        .suspendMember(
            person: PersonID(UUID()), until: World.start, reasonCode: "rude"),
        .removeMember(
            person: PersonID(UUID()), reasonCode: "rude", reason: nil, noReturnUntil: nil),
        .assignRole(person: PersonID(UUID()), role: .captain), .offerSeat(offer: nil, person: nil),
        .revokeInvite(invite: InviteID(UUID())),
    ])
    func `a lead's tools are not a student's`(wish: ClubWish) async throws {
        try await World.with { world in
            try await world.foundClub()
            let student = try await world.student()
            await #expect {
                try await world.wish(.club(world.club, wish), as: student)
            } throws: { error in
                if case CommandFailure.notAllowed = error { true } else { false }
            }
        }
    }

    @Test func `nobody joins for another but a teacher, a lead or an admin`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let (one, other) = (try await world.student(), try await world.student())
            let join = ClubWish.join(
                request: nil, person: other, via: nil, inviteCode: nil, answers: nil)
            await #expect(throws: CommandFailure.self) {
                try await world.wish(.club(world.club, join), as: one)
            }
            let outcome = try await world.wish(.club(world.club, join), as: world.teacher)
            #expect(outcome.events.first?.actor.capacity == .organizer)
        }
    }

    @Test func `a revoked role ends at once`() async throws {
        try await World.with { world in
            try await world.wish(
                .person(world.teacher, .revokeRole(role: .organizer)), as: world.admin)
            await #expect(throws: CommandFailure.self) { try await world.foundClub() }
        }
    }

    @Test func `somebody whom the directory does not know may nothing`() async throws {
        try await World.with { world in
            try await world.foundClub()
            await #expect(throws: CommandFailure.self) {
                try await world.join(PersonID(UUID()))
            }
        }
    }

    @Test func `who acts for another must be linked`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let (guardian, child) = (try await world.student(), try await world.student())
            let request = world.request(
                .club(
                    world.club,
                    .join(request: nil, person: nil, via: nil, inviteCode: nil, answers: nil)),
                by: .person(guardian, onBehalfOf: child, via: .http))
            await #expect(throws: CommandFailure.actingNotLinked) {
                try await world.lanes.execute(request)
            }
        }
    }

    @Test func `the last admin stays`() async throws {
        try await World.with { world in
            await #expect(throws: Person.Rejection.lastAdmin) {
                try await world.wish(
                    .person(world.admin, .revokeRole(role: .admin)), as: world.admin)
            }
        }
    }

    @Test func `a slug is taken once in a tenant`() async throws {
        try await World.with { world in
            try await world.foundClub()
            await #expect(throws: Club.Rejection.slugTaken("chess")) {
                try await world.wish(
                    .club(ClubID(UUID()), world.founding(slug: "chess")), as: world.teacher)
            }
        }
    }

    @Test func `who acts for themselves acts as what they are`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let (student, adult) = (try await world.student(), try await world.person(.adult))
            #expect(try await world.join(student).events.first?.actor.capacity == .student)
            #expect(try await world.join(adult).events.first?.actor.capacity == .oneself)
            let teacher = try await world.person(.adult)
            try await world.wish(.person(teacher, .assignRole(role: .teacher)), as: world.admin)
            #expect(try await world.join(teacher).events.first?.actor.capacity == .teacher)
        }
    }

    @Test func `what is one's own is refused to everybody else as such`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let (one, other) = (try await world.student(), try await world.student())
            _ = try await world.join(other)
            await #expect(throws: CommandFailure.notAllowed(needs: [.oneself])) {
                try await world.wish(
                    .club(world.club, .leave(person: other, reasonCode: nil)), as: one)
            }
        }
    }

    @Test(arguments: ["a\u{0}b", "abc\u{202E}fdp", "\u{1B}[2J"])
    func `a name does not steer what shows it`(name: String) async throws {
        try await World.with { world in
            await #expect(throws: CommandFailure.controlCharacters(field: "displayName")) {
                try await world.student(name)
            }
        }
    }

    @Test(arguments: ["ශ්\u{200D}රී", "علی\u{200C}رضا", String(repeating: "e\u{301}", count: 40)])
    func `a name is in the script of its people`(name: String) async throws {
        try await World.with { world in _ = try await world.student(name) }
    }

    @Test(arguments: [
        "", "   ", String(repeating: "x", count: 81), String(repeating: "e\u{301}", count: 41),
    ])
    func `a name has letters, and an end`(name: String) async throws {
        try await World.with { world in
            await #expect(throws: CommandFailure.invalidText(field: "displayName", allowed: 1...80))
            {
                try await world.student(name)
            }
        }
    }
}
