import Backend
import Catalog
import Clubs
import CommandHandling
import EventSourcing
import Foundation
import Vocabulary

/// A tenant with a school, its admin, and a club whom the admin leads.
struct Tenant: Sendable {
    let id: TenantID
    let school: SchoolID
    let admin: PersonID
    let club = ClubID(UUID())

    /// Opens it through a node, with its club.
    static func open(
        _ slug: String = "hillside", through node: Node, capacity: Int? = nil,
        offerHours: Int? = nil
    ) async throws -> Tenant {
        let created = try await TenantCreation(
            slug: slug, school: SchoolOpening(name: "Hillside", admin: "Ada", country: "GB")
        ).carryOut(in: node.log, through: node.backend.lanes)
        let tenant = Tenant(
            id: created.tenant, school: created.first.school, admin: created.first.admin)
        try await node.execute(
            tenant.request(
                .club(tenant.club, tenant.founding(capacity: capacity, offerHours: offerHours)),
                as: tenant.admin))
        return tenant
    }

    private init(id: TenantID, school: SchoolID, admin: PersonID) {
        self.id = id
        self.school = school
        self.admin = admin
    }

    private func founding(capacity: Int?, offerHours: Int?) -> ClubWish {
        .found(
            hostSchool: school, openTo: nil, slug: "chess", name: "Chess", summary: nil,
            kind: .chess, interests: nil, joinPolicy: .open, capacity: capacity, ageBands: nil,
            languages: nil, timeZone: "Europe/London", visibility: nil, reapplyAfterDays: nil,
            seatOfferHours: offerHours, groups: nil, leads: [admin])
    }

    func request(
        _ wish: Wish, as person: PersonID, id command: CommandID = CommandID(UUID()),
        body: String = ""
    ) -> CommandRequest {
        CommandRequest(
            tenant: id, id: command, digest: BodyDigest(of: Data(body.utf8)),
            principal: .person(person, via: .http), wish: wish)
    }

    func registration(of person: PersonID, named name: String = "Sam") -> CommandRequest {
        request(
            .person(
                person,
                .register(
                    school: school, kind: .student, ageBand: .from16, displayName: name,
                    timeZone: nil, locale: nil, sourcedId: nil, consentAgeOn: nil, adultOn: nil)),
            as: admin)
    }

    /// Somebody new.
    func student(through node: Node) async throws -> PersonID {
        let person = PersonID(UUID())
        try await node.execute(registration(of: person))
        return person
    }

    func students(_ count: Int, through node: Node) async throws -> [PersonID] {
        var people: [PersonID] = []
        for _ in 0..<count { people.append(try await student(through: node)) }
        return people
    }

    func joining(
        _ person: PersonID, id command: CommandID = CommandID(UUID()), body: String = ""
    ) -> CommandRequest {
        request(
            .club(
                club, .join(request: nil, person: nil, via: nil, inviteCode: nil, answers: nil)),
            as: person, id: command, body: body)
    }

    func leaving(_ person: PersonID, id command: CommandID = CommandID(UUID())) -> CommandRequest {
        request(
            .club(club, .leave(person: nil, reasonCode: nil)), as: person, id: command)
    }

    /// A command of the admin's for the club.
    func leading(_ wish: ClubWish, id command: CommandID = CommandID(UUID())) -> CommandRequest {
        request(.club(club, wish), as: admin, id: command)
    }
}
