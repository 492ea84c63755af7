import EventSourcing
import Foundation
import TestSupport
import Testing

@testable import Gateway

/// `POST /v1/commands:batch`: each command with its own outcome, in the order of the list.
@Suite struct BatchTests {
    @Test func `a batch is decided in its order, and each command sees the ones before it`()
        async throws
    {
        let stage = try await Stage.make()
        let club = newID()
        let answer = try await stage.asLead.batch([
            stage.founding(club),
            [
                "type": "club.set-capacity", "stream": .string("club-" + club),
                "data": ["capacity": 7],
            ],
            [
                "type": "club.set-capacity", "stream": .string("club-" + club),
                "expectedVersion": 2, "data": ["capacity": 7],
            ],
            [
                "type": "club.archive", "stream": .string("club-" + club),
                "data": ["reasonCode": "x"],
            ],
        ])
        try answer.expect(200)
        #expect(answer.statuses == [200, 428, 200, 200])
        #expect(
            answer.outcomes.map { $0["answer"]?.eventTypes } == [
                ["club.founded", "club.role-assigned"], nil, ["club.capacity-set"],
                ["club.archived"],
            ])
        let positions = answer.outcomes.compactMap { $0["position"]?.integer }
        #expect(positions == positions.sorted() && positions.last == answer.position)
        #expect(answer.outcomes.last?["etag"]?.string == "\"club-\(club):4\"")
        #expect(answer.outcomes[1]["problem"]?["code"] == "version-required")
    }

    @Test func `an element is answered as the command alone would be`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let (one, other) = (try await stage.student(), try await stage.student())
        let join: JSONValue = ["type": "club.join", "stream": .string("club-" + club)]
        let alone = try await stage.caller(one).post("/v1/commands", join)
        let batched = try await stage.caller(other).batch([join, join])
        let (first, second) = (batched.outcomes[0], batched.outcomes[1])
        #expect(first["answer"]?.members.keys == (try alone.json.members.keys))
        #expect(first["answer"]?.eventTypes == alone.eventTypes)
        let refused = try await stage.caller(one).post("/v1/commands", join)
        #expect(second["status"] == .integer(Int64(refused.status)))
        for member in ["type", "title", "status", "code", "rule", "remedy"] {
            #expect(try second["problem"]?[member] == refused.json[member], "\(member)")
        }
    }

    @Test func `twins inside a batch have one effect, and another body under their key none`()
        async throws
    {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let student = try await stage.student()
        let join: JSONValue = [
            "type": "club.join", "stream": .string("club-" + club), "idempotencyKey": "mine",
        ]
        let answer = try await stage.caller(student).batch([
            join, join, join.merging(["data": ["answers": "Please."]]), join,
        ])
        #expect(answer.statuses == [200, 200, 422, 200])
        #expect(answer.outcomes[2]["problem"]?["code"] == "idempotency-mismatch")
        #expect(answer.outcomes[0]["answer"] == answer.outcomes[1]["answer"])
        #expect(answer.outcomes[0]["answer"] == answer.outcomes[3]["answer"])
        let members = try await stage.current("/v1/clubs/\(club)/members", as: stage.asLead)
        #expect(members.items.filter { $0["person"]?.string == student }.count == 1)
    }

    @Test func `a batch that is sent again is answered as before, and so is each of it alone`()
        async throws
    {
        let stage = try await Stage.make()
        let clubs = (0..<20).map { _ in newID() }
        let commands = clubs.enumerated().map { index, club in
            stage.founding(club).merging(["idempotencyKey": .string("found-\(index)")])
        }
        let first = try await stage.asLead.batch(commands)
        #expect(Set(first.statuses) == [200])
        let head = try await stage.head()
        let again = try await stage.asLead.batch(commands)
        #expect(again.outcomes.map { $0["replayed"] } == commands.map { _ in true })
        #expect(again.outcomes.map { $0["answer"] } == first.outcomes.map { $0["answer"] })
        #expect(again.outcomes.map { $0["position"] } == first.outcomes.map { $0["position"] })
        let alone = try await stage.asLead.post(
            "/v1/commands", stage.founding(clubs[3]), headers: ["Idempotency-Key": "found-3"])
        try alone.expect(200)
        #expect(alone[header: "Idempotent-Replayed"] == "true")
        #expect(try alone.json == first.outcomes[3]["answer"])
        #expect(try await stage.head() == head)
    }

    @Test func `a key of the whole batch names each of its commands by its place`()
        async throws
    {
        let stage = try await Stage.make()
        let student = try await stage.student()
        let join: JSONValue = [
            "type": "club.join", "stream": .string("club-" + (try await stage.club())),
        ]
        let commands = [join, join.merging(["idempotencyKey": "own"])]
        let first = try await stage.caller(student).batch(
            commands, headers: ["Idempotency-Key": "all"])
        // The second finds them in the club already, as another command does.
        #expect(first.statuses == [200, 409])
        let again = try await stage.caller(student).batch(
            commands, headers: ["Idempotency-Key": "all"])
        #expect(again.outcomes[0]["replayed"] == true)
        #expect(again.outcomes[0]["answer"] == first.outcomes[0]["answer"])
        let other = try await stage.caller(student).batch(
            [join.merging(["data": ["answers": "Please."]])], headers: ["Idempotency-Key": "all"])
        #expect(other.outcomes[0]["problem"]?["code"] == "idempotency-mismatch")
        try await stage.caller(student).batch(commands, headers: ["Idempotency-Key": "a b"])
            .expectProblem(400, "bad-request")
    }

    @Test func `a batch that prefers a dry run leaves nothing`() async throws {
        let stage = try await Stage.make()
        let head = try await stage.head()
        let answer = try await stage.asLead.batch(
            [stage.founding(newID())], headers: ["Prefer": "dry-run"])
        #expect(answer.outcomes[0]["answer"]?["dryRun"] == true)
        #expect(answer[header: "Preference-Applied"] == "dry-run")
        #expect(try await stage.head() == head)
    }

    @Test func `a key leads to its owner's command alone`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let join: JSONValue = [
            "type": "club.join", "stream": .string("club-" + club), "idempotencyKey": "same",
        ]
        for student in try await stage.students(2) {
            let answer = try await stage.caller(student).batch([join])
            #expect(answer.outcomes[0]["answer"]?.eventTypes.last == "club.member-joined")
        }
    }

    @Test func `a rehearsal in a batch sees what stands before it and leaves nothing`()
        async throws
    {
        let stage = try await Stage.make()
        let club = newID()
        let stream = JSONValue.string("club-" + club)
        let answer = try await stage.asLead.batch([
            stage.founding(club),
            [
                "type": "club.archive", "stream": stream, "data": ["reasonCode": "x"],
                "dryRun": true,
            ],
            ["type": "club.close-enrolment", "stream": stream],
        ])
        #expect(answer.statuses == [200, 200, 200])
        #expect(answer.outcomes[1]["answer"]?["dryRun"] == true)
        #expect(answer.outcomes[1]["answer"]?.eventTypes == ["club.archived"])
        #expect(answer.outcomes[2]["answer"]?.eventTypes == ["club.enrolment-closed"])
    }

    @Test func `a batch whose connection was cut is sent again, and each command is done once`()
        async throws
    {
        try await withService { service in
            let stage = try await Stage.make(on: TestAddress(service))
            let clubs = (0..<100).map { _ in newID() }
            let commands = clubs.enumerated().map { index, club in
                stage.founding(club).merging(["idempotencyKey": .string("cut-\(index)")])
            }
            let head = try await stage.head()
            // The head of the answer is never read: the connection is gone with the task.
            let cut = Task { try await stage.asLead.batch(commands) }
            try await waitWhile { try await stage.head() == head }
            cut.cancel()
            _ = await cut.result
            let again = try await stage.asLead.batch(commands)
            #expect(Set(again.statuses) == [200], "\(again)")
            #expect(again.outcomes.contains { $0["replayed"] == true })
            #expect(try await stage.head() == head + 2 * clubs.count)
        }
    }

    @Test func `a thousand commands go in one batch`() async throws {
        let stage = try await Stage.make()
        let people: [JSONValue] = (0..<BatchEndpoint.commandLimit).map { number in
            [
                "type": "person.register",
                "data": [
                    "school": .string(stage.tenant.school), "kind": "student",
                    "ageBand": "16-17", "displayName": .string("Student \(number)"),
                ],
            ]
        }
        let answer = try await stage.admin.batch(people)
        #expect(Set(answer.statuses) == [200])
        let positions = answer.outcomes.compactMap { $0["position"]?.integer }
        #expect(positions == Array((answer.position ?? 0) - 999...(answer.position ?? 0)))
    }
}
