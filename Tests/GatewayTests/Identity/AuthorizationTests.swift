import EventSourcing
import TestSupport
import Testing

@testable import Gateway

/// Who may write what: roles come from the log, and are current.
@Suite struct AuthorizationTests {
    /// Somebody, by what they are to the club.
    enum Who: String, CaseIterable, Sendable {
        case admin, lead, teacher, moderator, organizer, member, outsider, otherAdult
    }

    /// A write, and those who may do it.
    struct Write: Sendable, CustomTestStringConvertible {
        let method: String
        let path: String
        let body: JSONValue?
        let allowed: Set<Who>

        init(_ method: String, _ path: String, _ body: JSONValue? = nil, by allowed: Set<Who>) {
            self.method = method
            self.path = path
            self.body = body
            self.allowed = allowed
        }

        var testDescription: String { "\(method) \(path)" }
    }

    private static let leads: Set<Who> = [.admin, .lead]
    private static let policy: JSONValue = [
        "consentAge": 16, "adultContact": "copied", "friendship": "off",
        "guardianApproval": [
            "join": ["under-10", "10-12", "13-15"], "friend": ["under-10", "10-12", "13-15"],
        ],
        "preModerateBelow": "13-15", "quietHours": ["from": "20:00", "to": "07:00"],
        "minCell": 10, "retentionMonths": 24, "termsVersion": "2",
    ]

    @Test(arguments: [
        Write("PUT", "/v1/schools/{school}/policy", ["policy": policy], by: [.admin]),
        Write(
            "POST", "/v1/schools/{school}/terms",
            ["name": "T", "startsOn": "2030-01-01", "endsOn": "2030-02-01"], by: [.admin]),
        Write(
            "POST", "/v1/people",
            [
                "school": "{school}", "kind": "student", "ageBand": "16-17", "displayName": "N",
            ], by: [.admin]),
        Write("PATCH", "/v1/people/{member}", ["pronouns": "they"], by: [.member]),
        Write("PUT", "/v1/people/{member}/interests", ["interests": ["art"]], by: [.member]),
        Write("POST", "/v1/people/{otherAdult}/roles", ["role": "teacher"], by: [.admin]),
        Write("DELETE", "/v1/people/{teacher}/roles/teacher", by: [.admin]),
        Write("POST", "/v1/people/{member}/deactivation", ["reasonCode": "x"], by: [.admin]),
        Write("POST", "/v1/people/{member}/reactivation", ["reasonCode": "x"], by: [.admin]),
        Write(
            "POST", "/v1/clubs",
            [
                "hostSchool": "{school}", "slug": "new-club", "name": "N", "timeZone": "UTC",
                "leads": ["{lead}"],
            ], by: [.admin, .organizer, .lead]),  // The lead has founded the club, as an organizer.
        Write("PATCH", "/v1/clubs/{club}", ["summary": "S"], by: leads),
        Write("PUT", "/v1/clubs/{club}/capacity", ["capacity": 50], by: leads),
        Write("POST", "/v1/clubs/{club}/enrolment-windows", [:], by: leads),
        Write("DELETE", "/v1/clubs/{club}/enrolment-windows", by: leads),
        Write("POST", "/v1/clubs/{club}/archive", ["reasonCode": "x"], by: leads),
        Write("POST", "/v1/clubs/{club}/restoration", ["reasonCode": "x"], by: leads),
        Write(
            "POST", "/v1/clubs/{club}/members", ["person": "{outsider}"],
            by: [.admin, .lead, .teacher, .outsider]),
        Write(
            "POST", "/v1/clubs/{club}/members", ["person": "{outsider}", "via": "import"],
            by: [.admin, .lead, .teacher]),
        Write("POST", "/v1/join-requests/{request}/approval", by: leads),
        Write("POST", "/v1/join-requests/{request}/decline", ["reasonCode": "x"], by: leads),
        Write("POST", "/v1/join-requests/{request}/withdrawal", by: [.outsider]),
        Write("DELETE", "/v1/invites/{invite}", by: leads),
        Write("POST", "/v1/clubs/{club}/seat-offers", [:], by: leads),
        Write("DELETE", "/v1/clubs/{club}/members/{member}", by: [.member]),
        Write(
            "POST", "/v1/clubs/{club}/members/{member}/removal", ["reasonCode": "x"], by: leads),
        Write(
            "POST", "/v1/clubs/{club}/members/{member}/suspension",
            ["until": "2099-01-01T00:00:00Z", "reasonCode": "x"],
            by: [.admin, .lead, .moderator]),
        Write(
            "DELETE", "/v1/clubs/{club}/members/{member}/suspension",
            by: [.admin, .lead, .moderator]),
        Write(
            "POST", "/v1/clubs/{club}/invites",
            ["code": "open-sesame-please", "expiresAt": "2099-01-01T00:00:00Z", "maxUses": 1],
            by: leads),
        Write(
            "POST", "/v1/clubs/{club}/roles", ["person": "{member}", "role": "captain"],
            by: leads),
        Write("DELETE", "/v1/clubs/{club}/roles/captain/{member}", by: leads),
        Write("POST", "/v1/clubs/{club}/groups/blue/members", ["person": "{member}"], by: leads),
        Write(
            "POST", "/v1/clubs/{club}/buddies", ["newcomer": "{member}", "buddy": "{member}"],
            by: leads),
    ])
    func `a write is for those who may, and for nobody else`(write: Write) async throws {
        let cast = try await Cast.shared.cast
        for who in Who.allCases {
            let path = cast.fill(write.path)
            // A rehearsal asks for the same rights, and changes nothing for the others.
            let answer = try await cast.caller(who).send(
                write.method, path, write.body.map(cast.fill), headers: ["Prefer": "dry-run"])
            let isAllowed = answer.status != 403
            #expect(isAllowed == write.allowed.contains(who), "\(who.rawValue): \(answer)")
            if !isAllowed {
                #expect(answer.code == "not-allowed", "\(who.rawValue): \(answer)")
                #expect(try answer.json["needs"]?.elements.isEmpty == false)
            }
        }
    }

    @Test func `a role counts from the moment it is given to the moment it is taken`()
        async throws
    {
        let stage = try await Stage.make()
        let person = try await stage.adult()
        let fields: JSONValue = [
            "hostSchool": .string(stage.tenant.school), "name": "N", "timeZone": "UTC",
            "leads": [.string(person)],
        ]
        let found = { (slug: String) in
            try await stage.caller(person).post(
                "/v1/clubs", fields.merging(["slug": .string(slug)]))
        }
        try await found("a-one").expectProblem(403, "not-allowed")
        try await stage.admin.post("/v1/people/\(person)/roles", ["role": "organizer"])
            .expect(201)
        try await found("a-one").expect(201)
        try await stage.admin.send("DELETE", "/v1/people/\(person)/roles/organizer").expect(204)
        try await found("a-two").expectProblem(403, "not-allowed")
    }

    @Test func `whoever is inactive does nothing, with the roles they had`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        try await stage.admin.post(
            "/v1/people/\(stage.lead)/deactivation", ["reasonCode": "left"]
        ).expect(200)
        try await stage.asLead.send("PATCH", "/v1/clubs/\(club)", ["summary": "S"])
            .expectProblem(403, "not-allowed")
        try await stage.asLead.post("/v1/clubs/\(club)/members", [:])
            .expectProblem(403, "not-allowed")
    }

    @Test func `only the person decides about a seat or a request of theirs`() async throws {
        let stage = try await Stage.make()
        let (club, waiting) = try await stage.queue()
        let offer = try await stage.offerSeat(in: club, to: waiting)
        let request = try #require(
            await stage.waitlist(of: club).first?["request"]?.string)
        for caller in [stage.admin, stage.asLead, stage.caller(try await stage.student())] {
            try await caller.post("/v1/seat-offers/\(offer)/acceptance")
                .expectProblem(409, "offer-unknown")
            try await caller.post("/v1/seat-offers/\(offer)/decline")
                .expectProblem(409, "offer-unknown")
            try await caller.post("/v1/join-requests/\(request)/withdrawal")
                .expectProblem(403, "not-allowed")
        }
        try await stage.caller(waiting).post("/v1/join-requests/\(request)/withdrawal")
            .expect(200)
    }
}

/// One of each, in a tenant that no test changes.
private struct Cast {
    static let shared = Maker()

    let stage: Stage
    let people: [AuthorizationTests.Who: String]
    let things: [String: String]

    actor Maker {
        private var making: Task<Cast, any Error>?

        var cast: Cast {
            get async throws {
                if let making { return try await making.value }
                let made = Task { try await Cast.make() }
                making = made
                return try await made.value
            }
        }
    }

    private static func make() async throws -> Cast {
        let stage = try await Stage.make()
        let club = try await stage.club(["groups": ["blue"]])
        let member = try await stage.student()
        try await stage.join(member, club).expect(201)
        let outsider = try await stage.student()
        let approving = try await stage.club(["joinPolicy": "approval"])
        let request = newID()
        try await stage.ask(outsider, approving, request).expect(202)
        let invite = newID()
        try await stage.invite(to: club, ["invite": .string(invite)]).expect(201)
        return Cast(
            stage: stage,
            people: [
                .admin: stage.tenant.admin, .lead: stage.lead, .member: member,
                .teacher: try await stage.adult(withRole: "teacher"),
                .moderator: try await stage.adult(withRole: "moderator"),
                .organizer: try await stage.adult(withRole: "organizer"),
                .outsider: outsider, .otherAdult: try await stage.adult(),
            ],
            things: [
                "school": stage.tenant.school, "club": club, "request": request, "invite": invite,
            ])
    }

    func caller(_ who: AuthorizationTests.Who) -> TestCaller { stage.caller(people[who] ?? "") }

    func fill(_ text: String) -> String {
        var filled = text
        for (name, id) in things { filled = filled.replacing("{\(name)}", with: id) }
        for (who, person) in people { filled = filled.replacing("{\(who.rawValue)}", with: person) }
        return filled
    }

    func fill(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(fill(text))
        case .array(let elements): .array(elements.map { fill($0) })
        case .object(let members): .object(members.mapValues { fill($0) })
        default: value
        }
    }
}
