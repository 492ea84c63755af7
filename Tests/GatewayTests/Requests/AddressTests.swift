import EventSourcing
import Foundation
import TestSupport
import Testing

@testable import Gateway

/// Addresses and methods that are not there, and bytes that are no HTTP.
@Suite struct AddressTests {
    @Test(arguments: [
        "/nowhere", "/v1", "/v1/", "/v1/nowhere", "/v1/clubs/a/b/c/d", "/v2/clubs",
        "/v1/clubs/%00", "/v1/clubs/..%2f..%2fetc%2fpasswd",
        "/v1/clubs/'%20OR%201=1", "/v1/people/not-an-id", "/v1/commands/not-an-id",
        "/problems/no-such-problem", "//v1//me//x",
    ])
    func `an address that leads nowhere is not found`(path: String) async throws {
        let stage = try await RefusalStage.shared.stage
        try await stage.asLead.get(path).expectProblem(404, "not-found")
    }

    /// As bytes, for a client would change such an address before it sends it.
    @Test(arguments: ["/v1/clubs/%FF", "/v1/clubs/%", "/v1/clubs/%zz", "/v1/../v1/clubs/x"])
    func `an address that is no text is not found either`(path: String) async throws {
        let stage = try await RefusalStage.shared.stage
        let token = try stage.service.installation.keys.token(
            person: stage.lead, tenant: stage.tenant.id)
        let answer = try await RawConnection.exchange(
            "GET \(path) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n"
                + "Connection: close\r\n\r\n",
            with: stage.service.address)
        #expect(answer.hasPrefix("HTTP/1.1 404 "), "\(answer)")
        #expect(answer.contains("not-found"))
    }

    @Test func `a wrong method is told the right ones`() async throws {
        let stage = try await RefusalStage.shared.stage
        let club = try await stage.club()
        for (method, path, allowed) in [
            ("DELETE", "/v1/clubs", "GET, HEAD, POST"),
            ("PUT", "/v1/clubs/\(club)", "GET, HEAD, PATCH"),
            ("POST", "/v1/me", "GET, HEAD"),
            ("GET", "/v1/clubs/\(club)/archive", "POST"),
            ("OPTIONS", "/v1/people", "POST"),
            ("POST", "/healthz", "GET, HEAD"),
            ("TRACE", "/v1/clubs/\(club)/members", "GET, HEAD, POST"),
        ] {
            let answer = try await stage.asLead.send(method, path)
            try answer.expectProblem(405, "method-not-allowed")
            #expect(answer[header: "Allow"] == allowed, "\(method) \(path)")
        }
    }

    @Test func `a head is that of the answer, without its body`() async throws {
        let stage = try await RefusalStage.shared.stage
        let got = try await stage.asLead.get("/v1/me")
        let head = try await stage.asLead.send("HEAD", "/v1/me")
        try head.expect(200)
        #expect(head.body.isEmpty)
        #expect(head[header: "ETag"] == got[header: "ETag"])
        try await stage.asLead.send("HEAD", "/v1/clubs/nowhere").expect(404)
    }

    @Test func `ids in addresses are read in either case`() async throws {
        let stage = try await RefusalStage.shared.stage
        let club = try await stage.club()
        try await stage.current("/v1/clubs/\(club.uppercased())", as: stage.asLead).expect(200)
        let joined = try await stage.join(stage.student(), club.uppercased())
        try joined.expect(201)
        #expect(try joined.json["stream"] == .string("club-\(club)"))
    }

    @Test(arguments: [
        ("limit=0", 422), ("limit=201", 422), ("limit=many", 422),
        ("limit=99999999999999999999", 422),
        ("kind=sport", 422), ("school=nowhere", 422), ("interest=Not%20One", 422),
        ("limit=1&limit=2", 400), ("limit=%FF", 400), ("archived=%00", 400), ("=&=", 400),
    ])
    func `a query that cannot be read is refused`(query: String, status: Int) async throws {
        let stage = try await RefusalStage.shared.stage
        try await stage.asLead.get("/v1/clubs?" + query).expectProblem(
            status, status == 422 ? "invalid" : "bad-request")
    }

    @Test func `a field of a query that is not known is refused, and the known ones are named`()
        async throws
    {
        let stage = try await RefusalStage.shared.stage
        for (path, known) in [
            ("/v1/clubs?asof=@1", "archived, asOf, cursor, interest, kind, limit, mode, school"),
            ("/v1/tournaments/\(newID())/standings?round=2", "afterRound, asOf, mode"),
            ("/v1/tournaments/\(newID()).trf?verson=16", "asOf, mode, version"),
            ("/v1/stream?topics=club:x", "after, topic"), ("/v1/me?fields=name", "asOf, mode"),
        ] {
            let answer = try await stage.asLead.get(path)
            try answer.expectProblem(422, "invalid")
            #expect(try answer.json["detail"]?.string?.hasSuffix("takes \(known)") == true)
            #expect(try answer.json["errors"]?.elements.first?["code"] == "unknown")
        }
        let written = try await stage.asLead.post("/v1/clubs?dryrun", [:])
        try written.expectProblem(422, "invalid")
        #expect(try written.json["detail"]?.string?.contains("dryRun") == true)
    }

    @Test(arguments: [
        ("Idempotency-Key", String(repeating: "k", count: 201)), ("Idempotency-Key", "two words"),
        ("If-Match", "41"), ("If-Match", "\"club-nowhere:1\""), ("If-Match", "W/\"x:1\""),
    ])
    func `a header of a command is well formed`(name: String, value: String) async throws {
        let stage = try await RefusalStage.shared.stage
        try await stage.asLead.send(
            "PATCH", "/v1/clubs/\(newID())", [:], headers: [name: value]
        ).expectProblem(400, "bad-request")
    }

    @Test func `what is not HTTP is refused in words, and the connection ends`() async throws {
        let stage = try await RefusalStage.shared.stage
        for (text, status) in [
            ("GARBAGE\r\n\r\n", "400"),
            ("GET /healthz HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n", "400"),
            (
                "GET /healthz HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 20_000))\r\n\r\n",
                "431"
            ),
            (
                "GET /healthz HTTP/1.1\r\nHost: a\r\n"
                    + (0..<200).map { "X-\($0): y\r\n" }.joined() + "\r\n", "431"
            ),
            (
                "POST /v1/clubs HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n", "400"
            ),
        ] {
            let answer = try await RawConnection.exchange(text, with: stage.service.address)
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(text.prefix(40)): \(answer)")
            #expect(answer.contains("application/problem+json"), "\(answer)")
        }
    }

    @Test func `an expectation other than to go on is not met`() async throws {
        let stage = try await RefusalStage.shared.stage
        let answer = try await RawConnection.exchange(
            "POST /v1/clubs HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nContent-Length: 2\r\n"
                + "Connection: close\r\n\r\n{}",
            with: stage.service.address)
        #expect(answer.hasPrefix("HTTP/1.1 417 "), "\(answer)")
        #expect(answer.contains("expectation-failed"))
        let wellMeant = try await RawConnection.exchange(
            "POST /v1/clubs HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n"
                + "Connection: close\r\n\r\n{}",
            with: stage.service.address)
        #expect(wellMeant.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 401 "), "\(wellMeant)")
    }
}
