import EventSourcing
import Foundation
import TestSupport
import Testing

/// Coming in, going out, and forms that are not ours.
@Suite struct SessionPageTests {
    @Test func `a link is used by its button, once`() async throws {
        let world = try await PageWorld.make()
        let ada = try await world.person("Ada")
        let link = try world.link(ada, next: "/")
        // What a program does that previews links.
        for _ in 1...2 {
            let preview = try await world.service.nobody.get(
                String(link.dropFirst(world.address.count)))
            #expect(preview.status == 200)
            #expect(preview[header: "Set-Cookie"] == nil)
        }
        try await Browser.open(.init(runsScript: false)) { browser in
            try await browser.visit(link)
            try await browser.follow("#come-in")
            #expect(try await browser.text(".who").contains("Signed in as Ada"))
            #expect(try await browser.address == world.address + "/")
        }
        try await Browser.open(.init(runsScript: false)) { browser in
            try await browser.visit(link)
            try await browser.follow("#come-in")
            #expect(
                try await browser.text("h1") == "This link has been used or has expired")
            try await browser.visit(world.address + "/c/nowhere")
            #expect(try await !browser.text("body").contains("Signed in as"))
        }
    }

    @Test func `who signs out is a visitor again, in this session for ever`() async throws {
        let world = try await PageWorld.make()
        let ada = try await world.person("Ada")
        let session = try await Session(ada, in: world)
        #expect(try await session.get("/").text.contains("Signed in as"))
        try await Browser.open(.init(runsScript: false)) { browser in
            try await browser.signIn(ada, to: "/", in: world)
            try await browser.follow(".who button")
            #expect(try await !browser.text("body").contains("Signed in as"))
        }
        let token = try #require(session.token)
        let end = try await session.post("/session/end", ["token": token])
        #expect(end.status == 303)
        #expect(try await !session.get("/").text.contains("Signed in as"))
    }

    @Test(arguments: [
        ("/c/chess?asOf=2026-01-01", "/c/chess?asOf=2026-01-01"), ("//evil.example/", "/"),
        ("/\\evil.example", "/"), ("https://evil.example/", "/"), ("", "/"), ("evil", "/"),
        ("/\t/evil.example", "/"), ("/a\r\nSet-Cookie: x=1", "/"),
    ])
    func `a link leads on within the service only`(next: String, goal: String) async throws {
        let world = try await PageWorld.make()
        let session = try await Session(world.teacher, in: world, next: next)
        #expect(session.opening[header: "Location"] == goal)
    }

    @Test func `the cookie is for this site's requests alone`() async throws {
        let world = try await PageWorld.make()
        let session = try await Session(world.teacher, in: world)
        let cookie = try #require(session.opening[header: "Set-Cookie"])
        #expect(cookie.contains("; HttpOnly"))
        #expect(cookie.contains("; SameSite=Lax"))
        #expect(cookie.contains("; Path=/;"))
        // A cookie comes along unasked, so the API does not take it.
        #expect(try await session.get("/v1/me").status == 401)
    }

    @Test func `another site's form signs nobody in`() async throws {
        let world = try await PageWorld.make()
        let link = try world.link(world.teacher, next: "/")
        let answer = try await world.service.nobody.send(
            "POST", "/session", bytes: Data(Session.form(try Session.code(link)).utf8),
            headers: [
                "Content-Type": "application/x-www-form-urlencoded",
                "Sec-Fetch-Site": "cross-site", "Accept": "text/html",
            ])
        #expect(answer.status == 403)
        #expect(answer[header: "Set-Cookie"] == nil)
    }

    @Test func `a form without its token, or with another's, does nothing`() async throws {
        let world = try await PageWorld.make()
        let club = try await world.club("Chess")
        let ada = try await world.person("Ada")
        let session = try await Session(ada, in: world)
        let other = try await Session(try await world.person("Bo"), in: world)
        _ = try await other.get("/")
        let foreign = try #require(other.token)
        for token in [nil, "", "AAAA", foreign] {
            let answer = try await session.post(
                "/c/\(club)/join", ["key": "1"].merging(token.map { ["token": $0] } ?? [:]) { $1 })
            #expect(answer.status == 403)
            #expect(answer.text.contains("The form is no longer valid"))
        }
        // A token in a header opens no forms.
        let bearer = try await world.caller(ada).send(
            "POST", "/c/\(club)/join", bytes: Data("key=1".utf8),
            headers: ["Content-Type": "application/x-www-form-urlencoded"])
        #expect(bearer.status == 403)
        let now = try await world.caller(ada).get("/v1/clubs/\(club)")
        #expect(try now.json["members"] == 0)
    }

    @Test func `both clicks of a double click have one effect and one answer`() async throws {
        let world = try await PageWorld.make()
        let club = try await world.club("Chess")
        let session = try await Session(try await world.person("Ada"), in: world)
        _ = try await session.get("/")
        let fields = ["token": try #require(session.token), "key": "a-double-click"]
        let answers = try await [1, 2].asyncMap { _ in
            try await session.post("/c/\(club)/join", fields)
        }
        #expect(answers.map(\.status) == [303, 303])
        #expect(answers[0][header: "Location"] == answers[1][header: "Location"])
        // A page shows all that was done before it; the question behind it does so too.
        _ = try await session.get("/c/\(club)")
        let roster = try await world.caller(world.teacher).get("/v1/clubs/\(club)")
        #expect(try roster.json["members"] == 1)
        let other = try await session.post(
            "/c/\(club)/join", fields.merging(["answers": "x"]) { $1 })
        #expect(other.status == 422)
        #expect(other.text.contains("has been sent before"))
    }

    @Test func `the address of a form leads a reader to its page`() async throws {
        let world = try await PageWorld.make()
        let club = try await world.club("Chess")
        let session = try await Session(world.teacher, in: world)
        let answer = try await session.get("/c/\(club)/join")
        #expect(answer.status == 303)
        #expect(answer[header: "Location"] == "/c/\(club)")
    }
}

/// A session without a browser, for what a browser would not send.
final class Session {
    let opening: TestAnswer
    private let cookie: String
    private let service: TestService
    /// What the forms carry, as the last page has shown it.
    private(set) var token: String?

    init(_ person: String, in world: PageWorld, next: String = "/") async throws {
        service = world.service
        let code = try Self.code(try world.link(person, next: next))
        opening = try await world.service.nobody.send(
            "POST", "/session", bytes: Data(Self.form(code, next: next).utf8),
            headers: ["Content-Type": "application/x-www-form-urlencoded"])
        cookie = String(opening[header: "Set-Cookie"]?.prefix { $0 != ";" } ?? "")
    }

    static func code(_ link: String) throws -> String {
        guard let code = link.firstMatch(of: /code=([^&]+)/) else { throw BrowserFailure(link) }
        return String(code.1)
    }

    static func form(_ code: String, next: String = "/") -> String {
        let goal = next.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "code=\(code)&next=\(goal)"
    }

    func get(_ path: String) async throws -> TestAnswer {
        let answer = try await service.nobody.get(
            path, headers: ["Cookie": cookie, "Accept": "text/html"])
        if let match = answer.text.firstMatch(of: /name="token" value="([^"]+)"/) {
            token = String(match.1)
        }
        return answer
    }

    func post(_ path: String, _ fields: [String: String]) async throws -> TestAnswer {
        let form = fields.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }
        return try await service.nobody.send(
            "POST", path, bytes: Data(form.joined(separator: "&").utf8),
            headers: [
                "Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie,
                "Accept": "text/html",
            ])
    }
}
