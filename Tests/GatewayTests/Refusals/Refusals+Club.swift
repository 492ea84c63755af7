import EventSourcing
import TestSupport
import Testing

/// The rules of founding a club and of what it says of itself.
extension Refusal<ClubRule> {
    static let founding: [Refusal] = [
        Refusal(.alreadyFounded, 409, "club-exists") { stage in
            let club = try await stage.club()
            return try await stage.found(["club": .string(club)])
        },
        Refusal(.notFounded, 404, "not-found") { stage in
            try await stage.admin.send("PATCH", "/v1/clubs/\(newID())", ["summary": "Nothing."])
        },
        Refusal(.archived, 409, "club-archived") { stage in
            let club = try await stage.club()
            try await stage.asLead.post(
                "/v1/clubs/\(club)/archive", ["reasonCode": "year-over"]
            ).expect(200)
            return try await stage.join(stage.student(), club)
        },
        Refusal(.slugTaken, 409, "slug-taken", ["slug"]) { stage in
            let slug = JSONValue.string("s-" + newID())
            try await stage.found(["slug": slug]).expect(201)
            return try await stage.found(["slug": slug])
        },
        Refusal(.unknownTimeZone, 422, "unknown-time-zone", ["timeZone"]) { stage in
            try await stage.found(["timeZone": "Mars/Olympus"])
        },
        Refusal(.unknownInterest, 422, "unknown-interest", ["interest"]) { stage in
            try await stage.found(["interests": ["dragons"]])
        },
        Refusal(.outOfBounds, 422, "invalid", ["errors"]) { stage in
            try await stage.found(["capacity": 0])
        },
        Refusal(.needsAdultLead, 409, "needs-adult-lead") { stage in
            try await stage.found(["leads": [.string(stage.student())]])
        },
        Refusal(.minorCannotHoldRole, 403, "minor-cannot-hold-role", ["role"]) { stage in
            try await stage.found(["leads": [.string(stage.lead), .string(stage.student())]])
        },
        Refusal(.enrolmentEndsBeforeItStarts, 422, "enrolment-ends-before-it-starts") { stage in
            try await stage.asLead.post(
                "/v1/clubs/\(stage.club())/enrolment-windows",
                ["from": moment(in: 3600), "to": moment(in: 60)])
        },
        Refusal(
            .capacityBelowMembers, 409, "capacity-below-members", ["capacity", "held"]
        ) { stage in
            let club = try await stage.club(["capacity": 2])
            for person in try await stage.students(2) {
                try await stage.join(person, club).expect(201)
            }
            return try await stage.asLead.send(
                "PUT", "/v1/clubs/\(club)/capacity", ["capacity": 1],
                headers: ["If-Match": stage.tag(of: club)])
        },
        Refusal(.groupInUse, 409, "group-in-use", ["group"]) { stage in
            let (club, person) = try await stage.clubWithMember(["groups": ["blue"]])
            try await stage.asLead.post(
                "/v1/clubs/\(club)/groups/blue/members", ["person": .string(person)]
            ).expect(201)
            return try await stage.asLead.send("PATCH", "/v1/clubs/\(club)", ["groups": ["red"]])
        },
    ]

    /// The gates in front of a seat.
    static let joining: [Refusal] = [
        Refusal(.alreadyMember, 409, "already-member", ["person"]) { stage in
            let (club, person) = try await stage.clubWithMember()
            return try await stage.join(person, club)
        },
        Refusal(.requestOpen, 409, "request-open", ["request"]) { stage in
            let club = try await stage.club(["joinPolicy": "approval"])
            let person = try await stage.student()
            try await stage.join(person, club).expect(202)
            return try await stage.join(person, club)
        },
        Refusal(.requestIDTaken, 409, "id-taken", ["request"]) { stage in
            let club = try await stage.club(["joinPolicy": "approval"])
            let request = newID()
            let people = try await stage.students(2)
            try await stage.ask(people[0], club, request).expect(202)
            return try await stage.ask(people[1], club, request)
        },
        Refusal(.requestIDTaken, 409, "id-taken", ["request"]) { stage in
            let (person, request) = (try await stage.student(), newID())
            try await stage.ask(person, stage.club(), request).expect(201)
            return try await stage.ask(person, stage.club(), request)
        },
        Refusal(.notEligible, 409, "not-eligible") { stage in
            try await stage.join(stage.student(), stage.club(["ageBands": ["13-15"]]))
        },
        Refusal(.notEligible, 409, "not-eligible") { stage in
            try await stage.join(stage.student(), stage.club(["joinPolicy": "invite"]))
        },
        Refusal(.notEligible, 409, "not-eligible") { stage in
            let person = try await stage.inactiveStudent()
            return try await stage.asLead.post(
                "/v1/clubs/\(stage.club())/members", ["person": .string(person)])
        },
        Refusal(.personBlockedFromClub, 409, "person-blocked-from-club", ["until"]) { stage in
            let (club, person) = try await stage.clubWithMember()
            try await stage.asLead.post(
                "/v1/clubs/\(club)/members/\(person)/removal",
                ["reasonCode": "rough-play", "noReturnUntil": moment(in: 86_400)]
            ).expect(200)
            return try await stage.join(person, club)
        },
        Refusal(.reapplyLater, 409, "reapply-later", ["from"]) { stage in
            let club = try await stage.club(["joinPolicy": "approval"])
            let person = try await stage.student()
            let request = newID()
            try await stage.ask(person, club, request).expect(202)
            try await stage.decline(request).expect(200)
            return try await stage.join(person, club)
        },
        Refusal(.consentMissing, 403, "consent-missing", ["purposes", "ageBand"]) { stage in
            let child = try await stage.student(["ageBand": "13-15"])
            return try await stage.join(child, stage.club())
        },
        Refusal(.enrolmentClosed, 409, "enrolment-closed") { stage in
            let club = try await stage.club()
            try await stage.asLead.send("DELETE", "/v1/clubs/\(club)/enrolment-windows")
                .expect(204)
            return try await stage.join(stage.student(), club)
        },
        Refusal(.enrolmentClosed, 409, "enrolment-closed", ["opensAt"]) { stage in
            let club = try await stage.club()
            try await stage.asLead.post(
                "/v1/clubs/\(club)/enrolment-windows", ["from": moment(in: 3600)]
            ).expect(201)
            return try await stage.join(stage.student(), club)
        },
        Refusal(.inviteInvalid, 409, "invite-invalid", ["fault"]) { stage in
            try await stage.caller(stage.student()).post(
                "/v1/clubs/\(stage.club())/members", ["inviteCode": "never-issued"])
        },
        Refusal(.requestNotOpen, 409, "request-not-open", ["request"]) { stage in
            let club = try await stage.club(["joinPolicy": "approval"])
            let request = newID()
            try await stage.ask(stage.student(), club, request).expect(202)
            try await stage.decline(request).expect(200)
            return try await stage.asLead.post("/v1/join-requests/\(request)/approval")
        },
    ]

    /// The rules of the waitlist and of offered seats.
    static let seats: [Refusal] = [
        Refusal(.clubFull, 409, "club-full", ["capacity"]) { stage in
            let (club, waiting) = try await stage.queue()
            return try await stage.offer(newID(), to: waiting, in: club)
        },
        Refusal(.notWaiting, 409, "not-waiting", ["person"]) { stage in
            try await stage.offer(newID(), to: stage.student(), in: stage.club())
        },
        Refusal(.offerIDTaken, 409, "id-taken", ["offer"]) { stage in
            let (club, waiting) = try await stage.queue()
            let offer = try await stage.offerSeat(in: club, to: waiting)
            let other = try await stage.student()
            try await stage.join(other, club).expect(201)
            return try await stage.offer(offer, to: other, in: club)
        },
        Refusal(.offerUnknown, 409, "offer-unknown", ["offer"]) { stage in
            let (club, waiting) = try await stage.queue()
            let offer = try await stage.offerSeat(in: club, to: waiting)
            return try await stage.caller(stage.student()).post(
                "/v1/seat-offers/\(offer)/acceptance")
        },
        Refusal(.offerStillOpen, 409, "offer-still-open", ["until"]) { stage in
            let (club, waiting) = try await stage.queue()
            _ = try await stage.offerSeat(in: club, to: waiting)
            let request = try await stage.waitlist(of: club).first?["request"]?.string
            return try await stage.decline(request ?? "")
        },
        Refusal(.waitlistChanged, 409, "waitlist-changed", ["missing", "unknown"]) { stage in
            let (club, _) = try await stage.queue()
            return try await stage.asLead.send(
                "PUT", "/v1/clubs/\(club)/waitlist/order",
                ["order": [.string(newID())], "reasonCode": "siblings"],
                headers: ["If-Match": stage.tag(of: club)])
        },
    ]

    /// The rules about those who are in, and about what leads do.
    static let members: [Refusal] = [
        Refusal(.notAMember, 409, "not-a-member", ["person"]) { stage in
            try await stage.asLead.post(
                "/v1/clubs/\(stage.club())/members/\(stage.student())/removal",
                ["reasonCode": "rough-play"])
        },
        Refusal(.alreadyPast, 422, "already-past", ["moment"]) { stage in
            let (club, person) = try await stage.clubWithMember()
            return try await stage.suspend(person, in: club, until: moment(in: -60))
        },
        Refusal(.alreadySuspended, 409, "already-suspended", ["until"]) { stage in
            let (club, person) = try await stage.clubWithMember()
            try await stage.suspend(person, in: club, until: moment(in: 3600)).expect(200)
            return try await stage.suspend(person, in: club, until: moment(in: 7200))
        },
        Refusal(.alreadyPast, 422, "already-past", ["moment"]) { stage in
            let (club, person) = try await stage.clubWithMember()
            return try await stage.asLead.post(
                "/v1/clubs/\(club)/members/\(person)/removal",
                ["reasonCode": "rough-play", "noReturnUntil": moment(in: -60)])
        },
        Refusal(.personBlockedFromClub, 409, "person-blocked-from-club", ["until"]) { stage in
            let (club, person) = try await stage.clubWithMember()
            try await stage.suspend(person, in: club, until: moment(in: 3600)).expect(200)
            return try await stage.asLead.post(
                "/v1/clubs/\(club)/roles", ["person": .string(person), "role": "captain"])
        },
        Refusal(.lastAdultLead, 409, "last-adult-lead", ["person"]) { stage in
            let club = try await stage.club()
            try await stage.join(stage.lead, club).expect(201)
            return try await stage.asLead.send(
                "DELETE", "/v1/clubs/\(club)/members/\(stage.lead)")
        },
        Refusal(.needsAdultLead, 409, "needs-adult-lead") { stage in
            try await stage.asLead.send(
                "DELETE", "/v1/clubs/\(stage.club())/roles/lead/\(stage.lead)")
        },
        Refusal(.minorCannotHoldRole, 403, "minor-cannot-hold-role", ["role"]) { stage in
            // The admin is no lead of the club, and so nobody who could answer for a student.
            let (club, person) = try await stage.clubWithMember()
            return try await stage.admin.post(
                "/v1/clubs/\(club)/roles", ["person": .string(person), "role": "lead"])
        },
        Refusal(.unknownGroup, 409, "unknown-group", ["group"]) { stage in
            let (club, person) = try await stage.clubWithMember()
            return try await stage.asLead.post(
                "/v1/clubs/\(club)/groups/blue/members", ["person": .string(person)])
        },
        Refusal(.ownBuddy, 422, "own-buddy", ["person"]) { stage in
            let (club, person) = try await stage.clubWithMember()
            return try await stage.asLead.post(
                "/v1/clubs/\(club)/buddies",
                ["newcomer": .string(person), "buddy": .string(person)])
        },
        Refusal(.roleNotByInvite, 422, "role-not-by-invite", ["role"]) { stage in
            try await stage.invite(to: stage.club(), ["role": "lead"])
        },
        Refusal(.inviteIDTaken, 409, "id-taken", ["invite"]) { stage in
            let club = try await stage.club()
            let invite = JSONValue.string(newID())
            try await stage.invite(to: club, ["invite": invite]).expect(201)
            return try await stage.invite(
                to: club, ["invite": invite, "code": "another-code-than-that"])
        },
    ]
}

/// What the refusals do again and again.
extension Stage {
    var asLead: TestCaller { caller(lead) }

    func found(_ fields: JSONValue) async throws -> TestAnswer {
        let founding: JSONValue = [
            "hostSchool": .string(tenant.school), "slug": .string("c-" + newID()),
            "name": "Chess Club", "timeZone": "UTC", "leads": [.string(lead)],
        ]
        return try await asLead.post("/v1/clubs", founding.merging(fields))
    }

    func clubWithMember(_ fields: JSONValue = [:]) async throws -> (club: String, member: String) {
        let club = try await club(fields)
        let person = try await student()
        try await join(person, club).expect(201)
        return (club, person)
    }

    func ask(_ person: String, _ club: String, _ request: String) async throws -> TestAnswer {
        try await caller(person).post(
            "/v1/clubs/\(club)/members", ["request": .string(request)])
    }

    func decline(_ request: String) async throws -> TestAnswer {
        try await asLead.post(
            "/v1/join-requests/\(request)/decline", ["reasonCode": "too-young"])
    }

    func offer(_ offer: String, to person: String, in club: String) async throws -> TestAnswer {
        try await asLead.post(
            "/v1/clubs/\(club)/seat-offers",
            ["offer": .string(offer), "person": .string(person)])
    }

    func suspend(
        _ person: String, in club: String, until: JSONValue
    ) async throws -> TestAnswer {
        try await asLead.post(
            "/v1/clubs/\(club)/members/\(person)/suspension",
            ["until": until, "reasonCode": "rough-play"])
    }

    func invite(to club: String, _ fields: JSONValue = [:]) async throws -> TestAnswer {
        let invite: JSONValue = [
            "code": "open-sesame-please", "expiresAt": moment(in: 3600), "maxUses": 1,
        ]
        return try await asLead.post("/v1/clubs/\(club)/invites", invite.merging(fields))
    }

    func inactiveStudent() async throws -> String {
        let person = try await student()
        try await admin.post(
            "/v1/people/\(person)/deactivation", ["reasonCode": "moved-away"]
        ).expect(200)
        return person
    }
}
