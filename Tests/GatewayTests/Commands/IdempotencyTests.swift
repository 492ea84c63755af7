import EventSourcing
import TestSupport
import Testing

@testable import Gateway

/// The same key twice, versions that have been seen, and rehearsals.
@Suite struct IdempotencyTests {
    @Test func `the same key gives the same answer and one effect`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let person = try await stage.student()
        let key = ["Idempotency-Key": "my-key"]
        let address = "/v1/clubs/\(club)/members"
        let first = try await stage.caller(person).post(address, [:], headers: key)
        try first.expect(201)
        #expect(first[header: "Idempotent-Replayed"] == nil)
        let head = try await stage.head()
        for _ in 0..<2 {
            let again = try await stage.caller(person).post(address, [:], headers: key)
            #expect(again.status == first.status)
            #expect(again.body == first.body)
            #expect(again[header: "Idempotent-Replayed"] == "true")
            for name in ["Clubs-Position", "ETag", "Location"] {
                #expect(again[header: name] == first[header: name])
            }
        }
        #expect(try await stage.head() == head)
    }

    @Test func `a repeat is answered even when the thing has gone on since`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club(["joinPolicy": "approval"])
        let request = newID()
        let person = try await stage.student()
        try await stage.ask(person, club, request).expect(202)
        let key = ["Idempotency-Key": "approve"]
        let address = "/v1/join-requests/\(request)/approval"
        let first = try await stage.asLead.post(address, headers: key)
        try first.expect(200)
        try await stage.caller(person).send("DELETE", "/v1/clubs/\(club)/members/\(person)")
            .expect(204)
        try await stage.asLead.post("/v1/clubs/\(club)/archive", ["reasonCode": "over"])
            .expect(200)
        let again = try await stage.asLead.post(address, headers: key)
        #expect(again.status == 200)
        #expect(again.body == first.body)
    }

    @Test func `each kind of success is repeated as it was`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club(["joinPolicy": "approval"])
        let person = try await stage.student()
        let requests: [(String, String, JSONValue?, Int)] = [
            ("POST", "/v1/clubs/\(club)/members", [:], 202),
            ("DELETE", "/v1/clubs/\(club)/enrolment-windows", nil, 204),
            ("PATCH", "/v1/clubs/\(club)", ["summary": "New."], 200),
        ]
        for (index, (method, path, body, status)) in requests.enumerated() {
            let caller = index == 0 ? stage.caller(person) : stage.asLead
            let key = ["Idempotency-Key": "key-\(index)"]
            let first = try await caller.send(method, path, body, headers: key)
            try first.expect(status)
            let again = try await caller.send(method, path, body, headers: key)
            #expect(again.status == status)
            #expect(again.body == first.body)
            #expect(again[header: "Idempotent-Replayed"] == "true")
        }
    }

    @Test func `a key is its principal's own, and stands for one request`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let people = try await stage.students(2)
        let key = ["Idempotency-Key": "the-same"]
        let address = "/v1/clubs/\(club)/members"
        for person in people {
            let joined = try await stage.caller(person).post(address, [:], headers: key)
            try joined.expect(201)
            #expect(joined[header: "Idempotent-Replayed"] == nil)
        }
        let other = try await stage.caller(people[0]).post(
            address, ["answers": "Hello."], headers: key)
        try other.expectProblem(422, "idempotency-mismatch")
        let elsewhere = try await stage.caller(people[0]).send(
            "PUT", "/v1/people/\(people[0])/interests", ["interests": []], headers: key)
        try elsewhere.expectProblem(422, "idempotency-mismatch")
    }

    @Test func `what was refused is decided afresh`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let person = try await stage.student()
        let key = ["Idempotency-Key": "patience"]
        try await stage.asLead.send("DELETE", "/v1/clubs/\(club)/enrolment-windows").expect(204)
        let address = "/v1/clubs/\(club)/members"
        try await stage.caller(person).post(address, [:], headers: key)
            .expectProblem(409, "enrolment-closed")
        try await stage.asLead.post("/v1/clubs/\(club)/enrolment-windows", [:]).expect(201)
        try await stage.caller(person).post(address, [:], headers: key).expect(201)
    }

    @Test func `a command on an older version says what was missed`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let seen = try await stage.tag(of: club)
        try await stage.join(stage.student(), club).expect(201)
        let stale = try await stage.asLead.send(
            "PATCH", "/v1/clubs/\(club)", ["summary": "New."], headers: ["If-Match": seen])
        try stale.expectProblem(412, "stale")
        let json = try stale.json
        #expect(json["expectedVersion"] == 2)
        #expect(json["currentVersion"] == 4)
        #expect(json["since"] == ["club.join-requested", "club.member-joined"])
        let now = try await stage.tag(of: club)
        #expect(now == "\"club-\(club):4\"")
        try await stage.asLead.send(
            "PATCH", "/v1/clubs/\(club)", ["summary": "New."], headers: ["If-Match": now]
        ).expect(200)
    }

    @Test func `what many change needs a version, and another thing's tag is stale`()
        async throws
    {
        let stage = try await Stage.make()
        let club = try await stage.club()
        for (path, body) in [
            ("capacity", ["capacity": 5]), ("waitlist/order", ["order": [], "reasonCode": "x"]),
        ] as [(String, JSONValue)] {
            let address = "/v1/clubs/\(club)/\(path)"
            try await stage.asLead.send("PUT", address, body)
                .expectProblem(428, "version-required")
            let other = try await stage.asLead.send(
                "PUT", address, body, headers: ["If-Match": "\"club-\(newID()):2\""])
            try other.expectProblem(412, "stale")
        }
    }

    @Test func `a dry run tells what would happen, and nothing happens`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club(["capacity": 1])
        let person = try await stage.student()
        let before = try await stage.head()
        let dry = try await stage.caller(person).post(
            "/v1/clubs/\(club)/members", [:],
            headers: ["Prefer": "respond-async, dry-run", "Idempotency-Key": "rehearsed"])
        try dry.expect(200)
        #expect(dry.eventTypes == ["club.join-requested", "club.member-joined"])
        #expect(dry[header: "Preference-Applied"] == "dry-run")
        #expect(dry.position == before)
        let json = try dry.json
        #expect(json["dryRun"] == true)
        #expect(json["events"]?.elements.allSatisfy { $0["position"] == nil } == true)
        #expect(try await stage.head() == before)
        let refused = try await stage.asLead.post(
            "/v1/clubs/\(club)/archive", [:], headers: ["Prefer": "dry-run"])
        try refused.expectProblem(422, "invalid")
        let unversioned = try await stage.asLead.send(
            "PUT", "/v1/clubs/\(club)/capacity", ["capacity": 3], headers: ["Prefer": "dry-run"])
        try unversioned.expect(200)
        // The key has not been used up.
        try await stage.caller(person).post(
            "/v1/clubs/\(club)/members", [:], headers: ["Idempotency-Key": "rehearsed"]
        ).expect(201)
    }
}
