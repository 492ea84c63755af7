import Catalog
import Clubs
import CommandHandling
import Directory
import EventSourcing
import Foundation
import Logging
import Vocabulary

/// A tenant with one school, an admin, a teacher who leads a club, and as many students as needed.
struct World: Sendable {
    let log: any EventLog
    let lanes: Lanes
    let time: ScriptedTime
    var tenant = TenantID(UUID())
    var school = SchoolID(UUID())
    var admin = PersonID(UUID())
    var teacher = PersonID(UUID())
    var club = ClubID(UUID())

    static let start = Timestamp(microseconds: 1_800_000_000_000_000)

    /// Runs `body` in a new world over `log`, while its lanes run.
    @discardableResult
    static func with<Result: Sendable>(
        _ log: any EventLog = MemoryLog(), limits: LaneLimits = LaneLimits(),
        logger: Logger = Logger(label: "test"),
        _ body: @Sendable (World) async throws -> Result
    ) async throws -> Result {
        let time = ScriptedTime(start)
        let lanes = Lanes(
            log: log, codec: .catalog, time: time, limits: limits, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await lanes.run() }
            let world = World(log: log, lanes: lanes, time: time)
            try await world.settle()
            let result = try await body(world)
            group.cancelAll()
            return result
        }
    }

    /// Lends `body` the same world as another process sees it: through lanes of its own.
    @discardableResult
    func elsewhere<Result: Sendable>(
        _ body: @Sendable (World) async throws -> Result
    ) async throws -> Result {
        let lanes = Lanes(log: log, codec: .catalog, time: time, logger: Logger(label: "other"))
        let other = World(
            log: log, lanes: lanes, time: time, tenant: tenant, school: school, admin: admin,
            teacher: teacher, club: club)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await lanes.run() }
            let result = try await body(other)
            group.cancelAll()
            return result
        }
    }

    private func settle() async throws {
        try await log.create(tenant, slug: "test")
        try await operate(
            .school(
                school,
                .register(
                    name: "North School", timeZone: "Europe/London", locale: "en-GB",
                    country: "GB", policy: nil)))
        try await operate(.person(admin, .adult("Ada", of: school)))
        try await operate(.person(admin, .assignRole(role: .admin)))
        try await operate(.person(teacher, .adult("Grace", of: school)))
        try await operate(.person(teacher, .assignRole(role: .organizer)))
    }

    func foundClub(capacity: Int? = nil, offerHours: Int? = nil) async throws {
        try await wish(
            .club(club, founding(capacity: capacity, offerHours: offerHours)), as: teacher)
    }

    func founding(
        capacity: Int? = nil, slug: Slug = "chess", offerHours: Int? = nil,
        joinPolicy: Club.JoinPolicy = .open, summary: String? = nil
    ) -> ClubWish {
        .found(
            hostSchool: school, openTo: nil, slug: slug, name: "Chess", summary: summary,
            kind: .chess, interests: nil, joinPolicy: joinPolicy, capacity: capacity,
            ageBands: nil, languages: nil,
            timeZone: "Europe/London", visibility: nil, reapplyAfterDays: nil,
            seatOfferHours: offerHours, groups: nil, leads: [teacher])
    }

    func student(_ name: String = "Sam") async throws -> PersonID {
        let person = PersonID(UUID())
        try await wish(
            .person(
                person,
                .register(
                    school: school, kind: .student, ageBand: .from16, displayName: name,
                    timeZone: nil, locale: nil, sourcedId: nil, consentAgeOn: nil, adultOn: nil)),
            as: admin)
        return person
    }

    /// Somebody of the world's own school, or of another.
    func person(
        _ ageBand: AgeBand, of school: SchoolID? = nil, named name: String = "Kim"
    ) async throws -> PersonID {
        let person = PersonID(UUID())
        try await operate(
            .person(
                person,
                .register(
                    school: school ?? self.school, kind: ageBand == .adult ? .adult : .student,
                    ageBand: ageBand, displayName: name, timeZone: nil, locale: nil,
                    sourcedId: nil, consentAgeOn: nil, adultOn: nil)))
        return person
    }

    func otherSchool() async throws -> SchoolID {
        let school = SchoolID(UUID())
        try await operate(
            .school(
                school,
                .register(
                    name: "South School", timeZone: "Europe/London", locale: "en-GB",
                    country: "GB", policy: nil)))
        return school
    }

    func deactivate(_ person: PersonID) async throws {
        try await wish(.person(person, .deactivate(reasonCode: "moved")), as: admin)
    }

    @discardableResult
    func operate(_ wish: Wish) async throws -> Outcome {
        try await lanes.execute(request(wish, by: .operator))
    }

    @discardableResult
    func wish(
        _ wish: Wish, as person: PersonID, id: CommandID = CommandID(UUID()), body: String = "",
        expecting: Int? = nil, isRehearsal: Bool = false
    ) async throws -> Outcome {
        try await lanes.execute(
            request(
                wish, by: .person(person, via: .http), id: id, body: body, expecting: expecting,
                isRehearsal: isRehearsal))
    }

    func join(_ person: PersonID, id: CommandID = CommandID(UUID())) async throws -> Outcome {
        try await wish(
            .club(
                club, .join(request: nil, person: nil, via: nil, inviteCode: nil, answers: nil)),
            as: person, id: id)
    }

    func leave(_ person: PersonID, id: CommandID = CommandID(UUID())) async throws -> Outcome {
        try await wish(.club(club, .leave(person: nil, reasonCode: nil)), as: person, id: id)
    }

    var joining: Wish {
        .club(club, .join(request: nil, person: nil, via: nil, inviteCode: nil, answers: nil))
    }

    func request(
        _ wish: Wish, by principal: Principal, id: CommandID = CommandID(UUID()), body: String = "",
        expecting: Int? = nil, isRehearsal: Bool = false
    ) -> CommandRequest {
        CommandRequest(
            tenant: tenant, id: id, digest: BodyDigest(of: Data(body.utf8)), principal: principal,
            wish: wish, expecting: expecting, isRehearsal: isRehearsal)
    }

    /// The club as its stream says it is.
    func foldedClub() async throws -> Club {
        var club = Club()
        for event in try await log.read(
            StreamID.club(self.club).name, of: tenant, after: 0, through: 1_000_000, limit: 10_000)
        {
            club.evolve(try EventCodec.catalog.decode(event.event, as: Club.Event.self))
        }
        return club
    }
}

extension PersonWish {
    static func adult(_ name: String, of school: SchoolID) -> PersonWish {
        .register(
            school: school, kind: .adult, ageBand: .adult, displayName: name, timeZone: nil,
            locale: nil, sourcedId: nil, consentAgeOn: nil, adultOn: nil)
    }
}
