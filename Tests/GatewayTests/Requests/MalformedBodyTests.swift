import EventSourcing
import Foundation
import TestSupport
import Testing

@testable import Gateway

/// Bodies that are not what they should be, and what their senders are told.
@Suite struct MalformedBodyTests {
    struct Body: Sendable, CustomTestStringConvertible {
        let fault: String
        let bytes: [UInt8]

        init(_ fault: String, _ text: String) {
            self.fault = fault
            bytes = Array(text.utf8)
        }

        init(_ fault: String, bytes: [UInt8]) {
            self.fault = fault
            self.bytes = bytes
        }

        var testDescription: String { fault }
    }

    @Test(arguments: [
        Body("empty", " "),
        Body("malformed", "{\"code\": }"),
        Body("malformed", "{'code': 1}"),
        Body("malformed", "{\"code\": 01}"),
        Body("malformed", "nul"),
        Body("trailing", "{} {}"),
        Body("duplicate-key", "{\"code\": 1, \"co\\u0064e\": 2}"),
        Body("nul", "{\"code\": \"a\\u0000b\"}"),
        Body("nul", "{\"code\": \"a\0b\"}"),
        Body("control-character", "{\"code\": \"a\nb\"}"),
        Body("lone-surrogate", "{\"code\": \"\\ud800\"}"),
        Body("lone-surrogate", "{\"code\": \"\\ude00\\ud83d\"}"),
        Body(
            "invalid-utf-8", bytes: Array("{\"code\": \"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)),
        Body("too-deep", String(repeating: "[", count: 33) + String(repeating: "]", count: 33)),
        Body("too-deep", String(repeating: "[", count: 100_000)),
        Body("absurd-number", "{\"code\": 1e999999999}"),
        Body("absurd-number", "{\"code\": 1e400}"),
        Body("absurd-number", "{\"code\": 123456789012345678901234567890}"),
        Body("absurd-number", "{\"code\": 0.\(String(repeating: "1", count: 100))}"),
        Body(
            "too-many-keys",
            "{" + (0...1000).map { "\"k\($0)\": 1" }.joined(separator: ",") + "}"),
    ])
    func `what is no strict JSON is refused with its fault`(body: Body) async throws {
        let stage = try await RefusalStage.shared.stage
        let answer = try await stage.asLead.send(
            "POST", "/v1/clubs", bytes: Data(body.bytes),
            headers: ["Content-Type": "application/json"])
        try answer.expectProblem(400, "invalid-json")
        #expect(try answer.json["fault"] == .string(body.fault))
        #expect(try answer.json["offset"] != nil)
    }

    @Test func `every wrong field is named at once`() async throws {
        let stage = try await RefusalStage.shared.stage
        let answer = try await stage.asLead.post(
            "/v1/clubs",
            [
                "hostSchool": "nowhere", "slug": "Not A Slug", "name": 7, "timeZone": "UTC",
                "capacity": "many", "languages": ["en", "en"], "visibility": "secret",
                "summary": "bell\u{7}", "leads": [17], "owner": "me",
                "seatOfferHours": .number(1.5),
                "groups": ["ok", "Not OK"], "~a/b": 1,
            ])
        try answer.expectProblem(422, "invalid")
        let errors = try answer.json["errors"]?.elements.map {
            "\($0["pointer"]?.string ?? "") \($0["code"]?.string ?? "")"
        }
        #expect(
            Set(errors ?? []) == [
                "/hostSchool malformed", "/slug malformed", "/name mistyped",
                "/capacity mistyped", "/languages duplicate", "/visibility malformed",
                "/summary control-character", "/leads/0 mistyped", "/owner unknown",
                "/seatOfferHours mistyped", "/groups/1 malformed", "/~0a~1b unknown",
            ])
        let missing = try await stage.asLead.post("/v1/clubs", ["name": "Chess"])
        try missing.expectProblem(422, "invalid")
        let pointers = try missing.json["errors"]?.elements.map { $0["code"] }
        #expect(pointers == ["missing", "missing", "missing", "missing"])
    }

    @Test(arguments: ["[]", "null", "\"text\"", "17"])
    func `a body is an object`(body: String) async throws {
        let stage = try await RefusalStage.shared.stage
        let answer = try await stage.asLead.send(
            "POST", "/v1/clubs", bytes: Data(body.utf8),
            headers: ["Content-Type": "application/json"])
        try answer.expectProblem(422, "invalid")
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "application/xml", ";"])
    func `another form than JSON is not read`(type: String) async throws {
        let stage = try await RefusalStage.shared.stage
        let answer = try await stage.asLead.send(
            "POST", "/v1/clubs", bytes: Data("{}".utf8), headers: ["Content-Type": type])
        try answer.expectProblem(415, "unsupported-media-type")
        #expect(answer[header: "Accept"] == "application/json")
    }

    @Test func `a body without a form is not read`() async throws {
        let stage = try await RefusalStage.shared.stage
        let answer = try await stage.asLead.send("POST", "/v1/clubs", bytes: Data("{}".utf8))
        try answer.expectProblem(415, "unsupported-media-type")
    }

    @Test func `a body has 256 KiB at most`() async throws {
        let stage = try await RefusalStage.shared.stage
        let json = "{\"name\": \"" + String(repeating: "x", count: 256 * 1024) + "\"}"
        let answer = try await stage.asLead.send(
            "POST", "/v1/clubs", bytes: Data(json.utf8),
            headers: ["Content-Type": "application/json"])
        try answer.expectProblem(413, "content-too-large")
    }

    /// One letter with marks without end counts as what it takes to store.
    @Test func `a text is as long as its code points are many`() async throws {
        let stage = try await RefusalStage.shared.stage
        let name = "a" + String(repeating: "\u{301}", count: 80)
        let answer = try await stage.register(["displayName": .string(name)])
        try answer.expectProblem(422, "invalid")
    }
}
