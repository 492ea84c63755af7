import EventSourcing
import TestSupport
import Testing

@testable import Gateway

/// Each command about clubs by its own address, as whoever uses it sends it.
@Suite struct ClubRouteTests {
    @Test func `a club is founded, changed, archived and restored`() async throws {
        let stage = try await Stage.make()
        let lead = stage.caller(stage.lead)
        let founded = try await lead.post(
            "/v1/clubs",
            [
                "hostSchool": .string(stage.tenant.school), "openTo": [], "slug": "chess",
                "name": "Chess", "timeZone": "UTC", "capacity": 12, "kind": "chess",
                "summary": "We play.\nOn Tuesdays.", "interests": ["chess"],
                "joinPolicy": "approval", "ageBands": ["13-15", "16-17"], "languages": ["en"],
                "visibility": "network", "reapplyAfterDays": 7, "seatOfferHours": 24,
                "groups": ["blue"], "leads": [.string(stage.lead)],
            ])
        try founded.expect(201)
        #expect(founded.eventTypes == ["club.founded", "club.role-assigned"])
        let club = try #require(founded[header: "Location"])

        let updated = try await lead.send("PATCH", club, ["summary": "We play chess."])
        try updated.expect(200)
        #expect(updated.eventTypes == ["club.profile-updated"])
        let tag = try #require(updated[header: "ETag"])
        let capacity = try await lead.send(
            "PUT", club + "/capacity", ["capacity": 20], headers: ["If-Match": tag])
        try capacity.expect(200)
        #expect(capacity.eventTypes == ["club.capacity-set"])
        let opened = try await lead.post(
            club + "/enrolment-windows", ["from": moment(in: 60), "to": moment(in: 3600)])
        try opened.expect(201)
        #expect(opened.eventTypes == ["club.enrolment-opened"])
        let closed = try await lead.send("DELETE", club + "/enrolment-windows")
        try closed.expect(204)

        let archived = try await lead.post(club + "/archive", ["reasonCode": "year-over"])
        try archived.expect(200)
        #expect(archived.eventTypes == ["club.archived"])
        let restored = try await lead.post(club + "/restoration", ["reasonCode": "new-year"])
        try restored.expect(200)
        #expect(restored.eventTypes == ["club.restored"])

        let shown = try await stage.current("/v1/clubs/chess", as: lead).json
        #expect(shown["summary"] == "We play chess.")
        #expect(shown["capacity"] == 20)
        #expect(shown["enrolment"] == "closed")
    }

    @Test func `somebody joins, and leaves`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let person = try await stage.student()
        let joined = try await stage.join(person, club)
        try joined.expect(201)
        #expect(joined.eventTypes == ["club.join-requested", "club.member-joined"])
        #expect(joined[header: "Location"] == "/v1/clubs/\(club)/members")
        let left = try await stage.caller(person).send(
            "DELETE", "/v1/clubs/\(club)/members/\(person)", ["reasonCode": "no-time"])
        try left.expect(204)
        let roster = try await stage.current(
            "/v1/clubs/\(club)/members", as: stage.caller(stage.lead))
        #expect(roster.items.isEmpty)
    }

    @Test func `a request waits for a lead, who approves, declines or sees it withdrawn`()
        async throws
    {
        let stage = try await Stage.make()
        let club = try await stage.club(["joinPolicy": "approval"])
        let lead = stage.caller(stage.lead)
        var requests: [(person: String, request: String)] = []
        for person in try await stage.students(3) {
            let asked = try await stage.caller(person).post(
                "/v1/clubs/\(club)/members", ["answers": "I like it."])
            try asked.expect(202)
            #expect(asked.eventTypes == ["club.join-requested"])
            let events = try asked.json["events"]?.elements
            let request = try #require(events?.first?["data"]?["request"]?.string)
            requests.append((person, request))
        }
        let list = try await stage.current("/v1/clubs/\(club)/join-requests", as: lead)
        #expect(list.items.map { $0["answers"] } == ["I like it.", "I like it.", "I like it."])

        let approved = try await lead.post("/v1/join-requests/\(requests[0].request)/approval")
        try approved.expect(200)
        #expect(approved.eventTypes == ["club.join-approved", "club.member-joined"])
        let declined = try await lead.post(
            "/v1/join-requests/\(requests[1].request)/decline",
            ["reasonCode": "too-young", "reason": "Next year."])
        try declined.expect(200)
        #expect(declined.eventTypes == ["club.join-declined"])
        let withdrawn = try await stage.caller(requests[2].person).post(
            "/v1/join-requests/\(requests[2].request)/withdrawal")
        try withdrawn.expect(200)
        #expect(withdrawn.eventTypes == ["club.join-withdrawn"])
    }

    @Test func `a seat is offered, taken or declined, and the waitlist put in order`()
        async throws
    {
        let stage = try await Stage.make()
        let lead = stage.caller(stage.lead)
        let (club, first) = try await stage.queue()
        let others = try await stage.students(2)
        for person in others { try await stage.join(person, club).expect(201) }

        let order = [others[1], first, others[0]]
        let reordered = try await lead.send(
            "PUT", "/v1/clubs/\(club)/waitlist/order",
            [
                "order": .array(order.map { .string($0) }), "reasonCode": "siblings",
                "reason": "A brother is in already.",
            ], headers: ["If-Match": stage.tag(of: club)])
        try reordered.expect(200)
        #expect(reordered.eventTypes == ["club.waitlist-reordered"])
        let offer = try await stage.offerSeat(in: club, to: others[1])
        let accepted = try await stage.caller(others[1]).post(
            "/v1/seat-offers/\(offer)/acceptance")
        try accepted.expect(200)
        #expect(accepted.eventTypes == ["club.seat-accepted", "club.member-joined"])

        try await stage.setCapacity(of: club, to: 3)
        let asked = try await lead.post("/v1/clubs/\(club)/seat-offers", [:])
        #expect([200, 201].contains(asked.status))
        let next = try #require(
            await stage.waitlist(of: club).first { $0["person"]?.string == first })
        let second = try #require(next["offer"]?.string)
        let declined = try await stage.caller(first).post("/v1/seat-offers/\(second)/decline")
        try declined.expect(200)
        #expect(declined.eventTypes == ["club.seat-declined"])
    }

    @Test func `a lead removes, suspends, and lets a member back`() async throws {
        let stage = try await Stage.make()
        let lead = stage.caller(stage.lead)
        let club = try await stage.club()
        let people = try await stage.students(2)
        for person in people { try await stage.join(person, club).expect(201) }
        let suspension = "/v1/clubs/\(club)/members/\(people[0])/suspension"
        let suspended = try await lead.post(
            suspension, ["until": moment(in: 86_400), "reasonCode": "rough-play"])
        try suspended.expect(200)
        #expect(suspended.eventTypes == ["club.member-suspended"])
        try await lead.send("DELETE", suspension).expect(204)
        let removed = try await lead.post(
            "/v1/clubs/\(club)/members/\(people[1])/removal",
            [
                "reasonCode": "rough-play", "reason": "Twice.",
                "noReturnUntil": moment(in: 86_400),
            ])
        try removed.expect(200)
        #expect(removed.eventTypes == ["club.member-removed"])
    }

    @Test func `an invitation is issued, redeemed and revoked`() async throws {
        let stage = try await Stage.make()
        let lead = stage.caller(stage.lead)
        let club = try await stage.club(["joinPolicy": "invite"])
        let issued = try await lead.post(
            "/v1/clubs/\(club)/invites",
            [
                "code": "open-sesame-please", "expiresAt": moment(in: 3600), "maxUses": 3,
                "role": "officer",
            ])
        try issued.expect(201)
        #expect(issued.eventTypes == ["club.invite-issued"])
        #expect(!issued.text.contains("open-sesame-please"), "the code is not kept")
        let person = try await stage.student()
        let joined = try await stage.caller(person).post(
            "/v1/clubs/\(club)/members", ["inviteCode": "open-sesame-please"])
        try joined.expect(201)
        #expect(
            joined.eventTypes == [
                "club.join-requested", "club.invite-redeemed", "club.member-joined",
                "club.role-assigned",
            ])
        let list = try await stage.current("/v1/clubs/\(club)/invites", as: lead)
        let invite = try #require(list.items.first?["invite"]?.string)
        #expect(list.items.first?["uses"] == 1)
        try await lead.send("DELETE", "/v1/invites/\(invite)").expect(204)
    }

    @Test func `a member is given a role, a group and a buddy`() async throws {
        let stage = try await Stage.make()
        let lead = stage.caller(stage.lead)
        let club = try await stage.club(["groups": ["blue", "red"]])
        let people = try await stage.students(2)
        for person in people { try await stage.join(person, club).expect(201) }
        let role = try await lead.post(
            "/v1/clubs/\(club)/roles", ["person": .string(people[0]), "role": "captain"])
        try role.expect(201)
        #expect(role.eventTypes == ["club.role-assigned"])
        try await lead.send("DELETE", "/v1/clubs/\(club)/roles/captain/\(people[0])").expect(204)
        let group = try await lead.post(
            "/v1/clubs/\(club)/groups/blue/members", ["person": .string(people[0])])
        try group.expect(201)
        #expect(group.eventTypes == ["club.group-assigned"])
        let buddy = try await lead.post(
            "/v1/clubs/\(club)/buddies",
            ["newcomer": .string(people[1]), "buddy": .string(people[0])])
        try buddy.expect(201)
        #expect(buddy.eventTypes == ["club.buddy-assigned"])
        let roster = try await stage.current("/v1/clubs/\(club)/members", as: lead).items
        #expect(roster.first?["group"] == "blue")
        #expect(roster.last?["buddy"]?["person"] == .string(people[0]))
    }
}
