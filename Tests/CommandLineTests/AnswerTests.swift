import EventSourcing
import Foundation
import TestSupport
import Testing

/// What the command line makes of each kind of answer, from a service that says it on purpose.
@Suite(.timeLimit(.minutes(30))) struct AnswerTests {
    /// Status, the problem's code, and the exit code that tells of it.
    private static let problems: [(Int, String, Int32)] = [
        (400, "bad-as-of", 2), (400, "bad-mode", 2), (401, "token-expired", 6),
        (403, "not-allowed", 6),
        (403, "consent-missing", 3), (404, "not-found", 5), (405, "method-not-allowed", 2),
        (409, "already-member", 3), (410, "cursor-expired", 5), (412, "stale", 4),
        (413, "too-large", 2), (422, "invalid", 2), (422, "unknown-time-zone", 3),
        (422, "idempotency-mismatch", 2), (428, "version-required", 4), (429, "rate-limited", 7),
        (500, "internal-error", 1), (501, "not-implemented", 1), (503, "store-unavailable", 7),
    ]

    @Test(arguments: problems)
    func `each problem has its exit code, and is told with its rule and its remedy`(
        status: Int, code: String, exit: Int32
    ) async throws {
        let body = """
            {"title":"The title.","detail":"The detail.","code":"\(code)","rule":"The rule.",\
            "remedy":"The remedy.","status":\(status),"type":"/problems/\(code)"}
            """
        let service = try CannedService(
            status: status, headers: ["Content-Type": "application/problem+json"], body: body)
        let ended = try await service.ask("club", "list")
        ended.expect(exit, saying: "The title.", "The detail.", "The rule.", "The remedy.", code)
        #expect(ended.output.isEmpty)
    }

    @Test func `a list that is longer than asked for says so, and is cut`() async throws {
        let event = #"{"version":1,"at":"2027-03-09T18:00:00Z","type":"tournament.scheduled"}"#
        let service = try CannedService(
            status: 200, headers: ["Content-Type": "application/json"],
            body: "{\"items\":[\(event),\(event)]}")
        let tournament = "0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10"
        let cut = try await service.ask("bracket", "history", tournament, "--limit", "1", "--csv")
        #expect(cut.status == 0 && cut.errors.contains("more than these 1"))
        #expect(cut.output.split(whereSeparator: \.isNewline).count == 2)
        let whole = try await service.ask("bracket", "history", tournament, "--limit", "2", "--csv")
        #expect(whole.errors.isEmpty && whole.output.split(whereSeparator: \.isNewline).count == 3)
    }

    @Test func `the version that a stale caller has missed is told`() async throws {
        let service = try CannedService(
            status: 412,
            body: """
                {"title":"Stale.","code":"stale","currentVersion":9,
                "since":["club.member-joined","club.capacity-set"]}
                """)
        try await service.ask("club", "list")
            .expect(4, saying: "version 9", "club.member-joined, club.capacity-set")
    }

    @Test func `each fault of an invalid wish is told with its place`() async throws {
        let service = try CannedService(
            status: 422,
            body: """
                {"title":"Invalid.","code":"invalid",
                "errors":[{"pointer":"/name","code":"out-of-bounds","expected":"1 to 200"}]}
                """)
        try await service.ask("club", "list")
            .expect(2, saying: "/name: out-of-bounds: expected 1 to 200")
    }

    @Test func `what hangs on a decision is told with its place`() async throws {
        let service = try CannedService(
            status: 409,
            body: """
                {"title":"Blocked.","code":"revert-blocked",
                "dependents":[{"version":41,"type":"tournament.round-paired","round":3}]}
                """)
        try await service.ask("club", "list")
            .expect(3, saying: "@41 tournament.round-paired round 3")
    }

    @Test func `a stream that ends is taken up again`() async throws {
        let service = try CannedService(
            status: 200, headers: ["Content-Type": "text/event-stream"],
            body: "id: 5\nevent: tournament.round-published\ndata: {\"data\":{\"round\":2}}\n\n")
        let watched = try await service.ask(
            "bracket", "watch", "0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10", "--after", "4", "--count",
            "2")
        #expect(watched.status == 0, "\(watched)")
        #expect(watched.lines == ["5  round-published  round 2", "5  round-published  round 2"])
    }

    @Test func `a refusal of something in between needs no problem document`() async throws {
        let service = try CannedService(status: 502, body: "<html>Bad Gateway</html>")
        try await service.ask("club", "list").expect(7, saying: "502")
    }

    @Test func `an answer that is no JSON is not the caller's mistake`() async throws {
        let service = try CannedService(status: 200, body: "<html>Welcome!</html>")
        try await service.ask("club", "list").expect(7, saying: service.address, "remedy")
    }

    @Test(arguments: ["chess", "0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10"])
    func `an empty list is a heading for a program`(club: String) async throws {
        let service = try CannedService(status: 200, body: #"{"items":[]}"#)
        let ended = try await service.ask("club", "waitlist", "show", club)
        #expect(ended.output == "place\tname\tsince\toffer\tuntil\tperson\n")
    }
}
