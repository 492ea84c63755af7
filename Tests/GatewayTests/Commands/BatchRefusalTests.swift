import EventSourcing
import Foundation
import TestSupport
import Testing

@testable import Gateway

/// What is wrong with a batch's list is answered for all of it; what is wrong with one command is
/// that command's own outcome.
@Suite struct BatchRefusalTests {
    private static let json = ["Content-Type": "application/json"]

    @Test(arguments: [
        ("{\"commands\": [", 400, "invalid-json"), ("", 400, "invalid-json"),
        ("{\"commands\": [], \"commands\": []}", 400, "invalid-json"),
        ("[]", 422, "invalid"), ("{}", 422, "invalid"), ("{\"commands\": []}", 422, "invalid"),
        ("{\"commands\": {}}", 422, "invalid"), ("{\"commands\": null}", 422, "invalid"),
        ("{\"commands\": [1], \"more\": 1}", 422, "invalid"),
    ])
    func `a list that cannot be read is refused whole`(body: String, status: Int, code: String)
        async throws
    {
        let stage = try await RefusalStage.shared.stage
        let answer = try await stage.asLead.send(
            "POST", "/v1/commands:batch", bytes: Data(body.utf8), headers: Self.json)
        try answer.expectProblem(status, code)
    }

    @Test func `a list has a thousand commands at most, and a body a megabyte`() async throws {
        let stage = try await RefusalStage.shared.stage
        let many = [JSONValue](repeating: 1, count: BatchEndpoint.commandLimit + 1)
        let answer = try await stage.asLead.post("/v1/commands:batch", ["commands": .array(many)])
        try answer.expectProblem(422, "invalid")
        #expect(try answer.json["errors"]?.elements.first?["code"] == "out-of-bounds")
        let long = "{\"commands\": [\"" + String(repeating: "x", count: 1 << 20) + "\"]}"
        try await stage.asLead.send(
            "POST", "/v1/commands:batch", bytes: Data(long.utf8), headers: Self.json
        ).expectProblem(413, "content-too-large")
    }

    @Test(arguments: ["text/plain", "application/xml"])
    func `another form than JSON is not read`(type: String) async throws {
        let stage = try await RefusalStage.shared.stage
        try await stage.asLead.send(
            "POST", "/v1/commands:batch", bytes: Data("{}".utf8), headers: ["Content-Type": type]
        ).expectProblem(415, "unsupported-media-type")
    }

    @Test func `nobody sends a batch without a token`() async throws {
        let stage = try await RefusalStage.shared.stage
        try await stage.nobody.post("/v1/commands:batch", ["commands": [1]])
            .expectProblem(401, "token-missing")
    }

    @Test func `each wrong command has its own outcome, and the good ones between are done`()
        async throws
    {
        let stage = try await Stage.make()
        let (club, other) = (newID(), newID())
        let stream = JSONValue.string("club-" + club)
        let student = try await stage.student()
        let wrong: [(JSONValue, Int, String, String?)] = [
            (1, 422, "invalid", ""),
            ([:], 422, "invalid", "/type"),
            (["type": "club.fly"], 422, "invalid", "/type"),
            (["type": "club.close-enrolment"], 422, "invalid", "/stream"),
            (["type": "club.close-enrolment", "stream": "club"], 422, "invalid", "/stream"),
            (
                ["type": "person.assign-role", "stream": stream, "data": ["role": "admin"]], 422,
                "invalid", nil
            ),
            (
                ["type": "club.archive", "stream": stream, "data": ["reasonCode": "NO"]], 422,
                "invalid", "/data/reasonCode"
            ),
            (
                ["type": "club.close-enrolment", "stream": stream, "more": 1], 422, "invalid",
                "/more"
            ),
            (
                ["type": "club.close-enrolment", "stream": stream, "idempotencyKey": "a b"], 422,
                "invalid", "/idempotencyKey"
            ),
            (
                ["type": "club.close-enrolment", "stream": stream, "dryRun": "yes"], 422,
                "invalid", "/dryRun"
            ),
            (
                ["type": "club.set-capacity", "stream": stream, "data": ["capacity": 7]], 428,
                "version-required", nil
            ),
            (
                ["type": "club.close-enrolment", "stream": stream, "expectedVersion": 40], 412,
                "stale", nil
            ),
            (
                [
                    "type": "club.lift-suspension", "stream": stream,
                    "data": ["person": .string(student)],
                ], 200, "", nil
            ),
            (
                ["type": "club.close-enrolment", "stream": .string("club-" + newID())], 403,
                "not-allowed", nil
            ),
            (stage.founding(club), 409, "club-exists", nil),
        ]
        let answer = try await stage.asLead.batch(
            [stage.founding(club)] + wrong.map(\.0) + [stage.founding(other)])
        try answer.expect(200)
        #expect(answer.statuses.first == 200 && answer.statuses.last == 200)
        for (outcome, (element, status, code, pointer)) in zip(answer.outcomes.dropFirst(), wrong) {
            #expect(outcome["status"]?.integer == status, "\(element): \(outcome)")
            guard status != 200 else { continue }
            #expect(outcome["problem"]?["code"]?.string == code, "\(element): \(outcome)")
            guard let pointer else { continue }
            let pointers = outcome["problem"]?["errors"]?.elements.map { $0["pointer"]?.string }
            #expect(pointers?.contains(pointer) == true, "\(element): \(outcome)")
        }
    }

    @Test func `what the caller may not do is refused in a batch too`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let student = try await stage.student()
        let answer = try await stage.caller(student).batch([
            [
                "type": "club.archive", "stream": .string("club-" + club),
                "data": ["reasonCode": "x"],
            ],
            [
                "type": "person.assign-role", "stream": .string("person-" + student),
                "data": ["role": "admin"],
            ],
            ["type": "club.join", "stream": .string("club-" + club)],
        ])
        #expect(answer.statuses == [403, 403, 200])
        #expect(answer.outcomes[0]["problem"]?["instance"]?.string?.hasPrefix("urn:uuid:") == true)
    }
}

extension TestCaller {
    func batch(
        _ commands: [JSONValue], headers: [String: String] = [:]
    ) async throws -> TestAnswer {
        try await post("/v1/commands:batch", ["commands": .array(commands)], headers: headers)
    }
}

extension TestAnswer {
    /// The outcomes of a batch.
    var outcomes: [JSONValue] { (try? json["outcomes"]?.elements) ?? [] }
    var statuses: [Int] { outcomes.compactMap { $0["status"]?.integer } }
}

extension JSONValue {
    /// The types of a command's events.
    var eventTypes: [String] { self["events"]?.elements.compactMap { $0["type"]?.string } ?? [] }
}

extension Stage {
    /// The command that founds a club which `lead` leads.
    func founding(_ club: String) -> JSONValue {
        [
            "type": "club.found", "stream": .string("club-" + club),
            "data": [
                "hostSchool": .string(tenant.school), "slug": .string("c-" + club),
                "name": "Chess Club", "timeZone": "Europe/London", "leads": [.string(lead)],
            ],
        ]
    }
}
