import Clubs
import CommandHandling
import Directory
import EventSourcing
import Testing
import Vocabulary

/// Who may enter somebody past the gates: their own school, and nobody else.
@Suite struct EnteringTests {
    private func enter(_ person: PersonID, via: Club.Via = .teacher) -> ClubWish {
        .join(request: nil, person: person, via: via, inviteCode: nil, answers: nil)
    }

    /// - Returns: A club whose second lead is a student for whom the first answers.
    private func studentLead(of world: World) async throws -> PersonID {
        try await world.foundClub()
        let student = try await world.student()
        _ = try await world.join(student)
        try await world.wish(
            .club(world.club, .assignRole(person: student, role: .lead)), as: world.teacher)
        return student
    }

    @Test(arguments: [Club.Via.teacher, .import])
    func `a student who leads takes nobody past the guardian`(via: Club.Via) async throws {
        try await World.with { world in
            let student = try await studentLead(of: world)
            let child = try await world.person(.under10)
            await #expect(throws: Club.Rejection.consentMissing(.under10)) {
                try await world.wish(.club(world.club, enter(child, via: via)), as: student)
            }
            // Whoever needs no guardian comes in through the ordinary door.
            let mate = try await world.student()
            let outcome = try await world.wish(
                .club(world.club, enter(mate, via: via)), as: student)
            #expect(outcome.events.count == 2)
            #expect(try await world.foldedClub().member(mate)?.via == .directory)
        }
    }

    @Test func `an adult lead enters children of their own school`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let child = try await world.person(.under10)
            let outcome = try await world.wish(.club(world.club, enter(child)), as: world.teacher)
            #expect(outcome.events.first?.actor.capacity == .organizer)
            #expect(try await world.foldedClub().member(child)?.via == .teacher)
        }
    }

    @Test func `an adult lead from elsewhere does not answer for the school`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let visitor = try await world.person(.adult, of: world.otherSchool())
            try await world.wish(
                .club(world.club, .assignRole(person: visitor, role: .lead)), as: world.teacher)
            let child = try await world.person(.under10)
            await #expect(throws: Club.Rejection.consentMissing(.under10)) {
                try await world.wish(.club(world.club, enter(child)), as: visitor)
            }
        }
    }

    @Test func `a teacher enters people of their own school alone`() async throws {
        try await World.with { world in
            try await world.foundClub()
            let stranger = try await world.person(.adult, of: world.otherSchool())
            let colleague = try await world.person(.adult)
            for teacher in [stranger, colleague] {
                try await world.operate(.person(teacher, .assignRole(role: .teacher)))
            }
            let child = try await world.person(.under10)
            await #expect(
                throws: CommandFailure.notAllowed(needs: [.teacher, .organizer, .admin])
            ) {
                try await world.wish(.club(world.club, enter(child)), as: stranger)
            }
            let outcome = try await world.wish(.club(world.club, enter(child)), as: colleague)
            #expect(outcome.events.first?.actor.capacity == .teacher)
        }
    }
}
