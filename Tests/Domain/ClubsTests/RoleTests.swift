import Clubs
import EventSourcing
import TestSupport
import HashTreeCollections
import Testing
import Vocabulary

@Suite("Roles in a club") struct RoleTests {
    private func assign(
        _ role: Club.Role, to applicant: Club.Applicant, counterSignedBy: PersonID? = nil
    ) -> Club.Command {
        .assignRole(role, to: applicant, counterSignedBy: counterSignedBy, at: .tuesday)
    }

    @Test func `members get roles`() throws {
        let club = try Scenario.chess().members(.ada)
            .when(assign(.sectionLeader, to: .student(.ada)))
            .then(.roleAssigned(person: .ada, role: .sectionLeader, counterSignedBy: nil))
        #expect(club.roles(of: .ada) == [.sectionLeader])
    }

    @Test(arguments: [Club.Role.lead, .mentor])
    func `an adult may lead or mentor without taking a seat`(role: Club.Role) throws {
        let club = try Scenario.chess().when(assign(role, to: .adult(.grace)))
            .then(.roleAssigned(person: .grace, role: role, counterSignedBy: nil))
        #expect(club.memberCount == 0)
    }

    @Test func `every other role is a member's`() throws {
        let chess = try Scenario.chess()
        for role in [Club.Role.officer, .captain, .sectionLeader] {
            chess.when(assign(role, to: .adult(.grace))).thenRejected(.notAMember(.grace))
        }
        for role in Club.Role.allCases {
            chess.when(assign(role, to: .student(.ada))).thenRejected(.notAMember(.ada))
        }
    }

    @Test func `a student leads if an adult lead counter-signs`() throws {
        let chess = try Scenario.chess().members(.ada)
        chess.when(assign(.lead, to: .student(.ada))).thenRejected(.minorCannotHoldRole(.lead))
        let club = try chess.when(assign(.lead, to: .student(.ada), counterSignedBy: .barbara))
            .then(.roleAssigned(person: .ada, role: .lead, counterSignedBy: .barbara))
        #expect(club.leads == [.ada, .barbara].sorted() && club.adultLeads == [.barbara])
    }

    @Test func `only an adult lead counter-signs, and for somebody else`() throws {
        try Scenario.chess().members(.ada, .grace)
            .when(assign(.lead, to: .student(.ada), counterSignedBy: .grace))
            .thenRejected(.needsAdultLead)
        try Scenario.chess(leads: [.ada]).members(.ada)
            .when(assign(.lead, to: .student(.ada), counterSignedBy: .ada))
            .thenRejected(.needsAdultLead)
    }

    @Test func `an inactive person gets no role`() throws {
        try Scenario.chess().when(assign(.lead, to: .adult(.grace, isActive: false)))
            .thenRejected(.notEligible(.inactive))
    }

    @Test func `nobody gets a role while suspended or kept out`() throws {
        let suspended = try Scenario.chess().members(.ada).given(
            .memberSuspended(person: .ada, until: .tuesday.days(2), reasonCode: "conduct"))
        suspended.when(assign(.officer, to: .student(.ada)))
            .thenRejected(.personBlockedFromClub(until: .tuesday.days(2)))
        suspended.when(assign(.lead, to: .student(.ada), counterSignedBy: .barbara))
            .thenRejected(.personBlockedFromClub(until: .tuesday.days(2)))
        try suspended.when(
            .assignRole(
                .officer, to: .student(.ada), counterSignedBy: nil, at: .tuesday.days(2))
        )
        .then(.roleAssigned(person: .ada, role: .officer, counterSignedBy: nil))
        try Scenario.chess().members(.grace).given(
            .memberRemoved(
                person: .grace, reasonCode: "conduct", noReturnUntil: .tuesday.days(9), reason: nil)
        )
        .when(assign(.lead, to: .adult(.grace)))
        .thenRejected(.personBlockedFromClub(until: .tuesday.days(9)))
    }

    @Test func `the same role twice is no news`() throws {
        try Scenario.chess().when(assign(.lead, to: .adult(.barbara))).thenNothing()
        let led = try Scenario.chess().members(.ada)
            .given(.roleAssigned(person: .ada, role: .lead, counterSignedBy: .barbara))
        try led.when(assign(.lead, to: .student(.ada), counterSignedBy: .barbara)).thenNothing()
    }

    @Test func `a lead who has grown up leads in their own name`() throws {
        let club = try Scenario.chess().members(.ada)
            .given(.roleAssigned(person: .ada, role: .lead, counterSignedBy: .barbara))
            .when(assign(.lead, to: .adult(.ada)))
            .then(.roleAssigned(person: .ada, role: .lead, counterSignedBy: nil))
        #expect(club.isAdultLead(.ada))
    }

    @Test func `the people with a role are limited in number`() throws {
        let holders = (1..<UInt16(Club.Limits.roleHolders)).map {
            Club.Event.roleAssigned(person: .number($0), role: .mentor, counterSignedBy: nil)
        }
        try Scenario.chess().given(holders).when(assign(.mentor, to: .adult(.grace)))
            .thenRejected(.listFull(.roles, limit: 500))
    }

    @Test func `a role is revoked, and where there is none it is no news`() throws {
        let club = try Scenario.chess(leads: [.barbara, .grace])
            .when(.revokeRole(.lead, from: .grace)).then(.roleRevoked(person: .grace, role: .lead))
        #expect(!club.isLead(.grace))
        try Scenario.chess().when(.revokeRole(.captain, from: .barbara)).thenNothing()
    }

    @Test func `an adult lead who is away is none who would stay`() throws {
        let chess = try Scenario.chess(leads: [.barbara, .grace])
        chess.when(.revokeRole(.lead, from: .barbara, inactive: [.grace]))
            .thenRejected(.needsAdultLead)
        try chess.when(.revokeRole(.lead, from: .grace, inactive: [.grace]))
            .then(.roleRevoked(person: .grace, role: .lead))
    }

    @Test func `the last adult lead keeps the role`() throws {
        let chess = try Scenario.chess().members(.ada)
            .given(.roleAssigned(person: .ada, role: .lead, counterSignedBy: .barbara))
        chess.when(.revokeRole(.lead, from: .barbara)).thenRejected(.needsAdultLead)
        try chess.when(.revokeRole(.lead, from: .ada)).then(.roleRevoked(person: .ada, role: .lead))
    }
}
