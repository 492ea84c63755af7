import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing

@testable import Gateway

/// Questions about now, about the past, and a page at a time.
@Suite struct ReadingTests {
    @Test func `a reader sees their own write`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        for person in try await stage.students(5) {
            let joined = try await stage.join(person, club)
            let position = try #require(joined.position)
            let roster = try await stage.asLead.get(
                "/v1/clubs/\(club)/members", atLeast: position)
            try roster.expect(200)
            #expect(roster.items.contains { $0["person"] == .string(person) })
            #expect(try #require(roster.position) >= position)
        }
    }

    @Test func `a club whose slug is not shown yet is not said to be missing`() async throws {
        try await withInProcessGateway { service in
            let stage = try await Stage.make(on: service)
            try await stage.asLead.get("/v1/clubs", atLeast: stage.head()).expect(200)
            // Read models stand still.
            let holder = try await Connection.open(service.installation.database.configuration)
            try await holder.execute(script: "BEGIN; LOCK TABLE read.checkpoint IN SHARE MODE")
            let founded = try await stage.asLead.post(
                "/v1/clubs",
                [
                    "hostSchool": .string(stage.tenant.school), "slug": "evening-chess",
                    "name": "Chess", "timeZone": "UTC", "leads": [.string(stage.lead)],
                ])
            try founded.expect(201)
            let early = try await stage.asLead.post("/v1/clubs/evening-chess/members", [:])
            try early.expectProblem(503, "projection-behind")
            #expect(early[header: "Retry-After"] == "1")
            try await stage.asLead.get("/v1/clubs/evening-chess")
                .expectProblem(503, "projection-behind")
            try await holder.execute(script: "COMMIT")
            await holder.close()
            let shown = try await stage.asLead.get(
                "/v1/clubs/evening-chess", atLeast: #require(founded.position))
            try shown.expect(200)
            try await stage.asLead.post("/v1/clubs/no-such-club/members", [:])
                .expectProblem(404, "not-found")
        }
    }

    @Test func `what cannot be shown in time is said to be behind`() async throws {
        let stage = try await Stage.make()
        let ahead = try await stage.head() + 1000
        let answer = try await stage.asLead.get(
            "/v1/clubs", headers: ["Clubs-At-Least": "\(ahead)"])
        try answer.expectProblem(503, "projection-behind")
        #expect(answer[header: "Retry-After"] == "1")
        try await stage.asLead.get("/v1/clubs", headers: ["Clubs-At-Least": "soon"])
            .expectProblem(400, "bad-request")
        try await stage.asLead.get("/v1/clubs", headers: ["Clubs-At-Least": "-1"])
            .expectProblem(400, "bad-request")
    }

    @Test func `the past is as it was, by position and by time`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let people = try await stage.students(3)
        var moments: [(position: Int, time: String)] = []
        for person in people {
            let joined = try await stage.join(person, club)
            let event = try #require(joined.json["events"]?.elements.last)
            moments.append(
                (try #require(joined.position), try #require(event["recordedAt"]?.string)))
        }
        try await stage.caller(people[0]).send("DELETE", "/v1/clubs/\(club)/members/\(people[0])")
            .expect(204)
        for (index, moment) in moments.enumerated() {
            for asOf in ["@\(moment.position)", moment.time] {
                let query =
                    "asOf="
                    + (asOf.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
                let answer = try await stage.asLead.get("/v1/clubs/\(club)/members?" + query)
                try answer.expect(200)
                #expect(
                    answer.items.map { $0["person"] }
                        == people.prefix(index + 1).map { .string($0) })
                #expect(answer[header: "Clubs-As-Of"] == "@\(moment.position)")
            }
        }
        let now = try await stage.current("/v1/clubs/\(club)/members", as: stage.asLead)
        #expect(now.items.count == 2)
        #expect(now[header: "Clubs-As-Of"] == nil)
        #expect(now[header: "Cache-Control"] == "private, no-cache")
    }

    @Test func `a past answer is final once it is a minute old`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let head = try await stage.head()
        let byPosition = try await stage.asLead.get("/v1/clubs/\(club)?asOf=@\(head)")
        try byPosition.expect(200)
        #expect(byPosition[header: "Cache-Control"]?.contains("immutable") == true)
        #expect(byPosition[header: "Cache-Control"]?.contains("private") == true)
        let recent = Date().ISO8601Format()
        let byTime = try await stage.asLead.get("/v1/clubs?asOf=\(recent)")
        try byTime.expect(200)
        #expect(byTime[header: "Cache-Control"] == "private, no-cache")
        let before = try await stage.asLead.get("/v1/clubs?asOf=2020-01-01T00:00:00Z")
        try before.expect(200)
        #expect(before.items.isEmpty)
        #expect(before[header: "Cache-Control"]?.contains("immutable") == true)
    }

    @Test(arguments: [
        "asOf=yesterday", "asOf=@-1", "asOf=@", "asOf=@9000000000000000000",
        "asOf=2027-13-01T00:00:00Z",
        "asOf=2027-03-09",
    ])
    func `a moment that cannot be read is refused`(query: String) async throws {
        let stage = try await RefusalStage.shared.stage
        try await stage.asLead.get("/v1/clubs?" + query).expectProblem(400, "bad-as-of")
    }

    @Test(arguments: ["mode=effective", "mode=x", "asOf=@1&mode=Recorded"])
    func `a way of looking back that there is not is refused`(query: String) async throws {
        let stage = try await RefusalStage.shared.stage
        try await stage.asLead.get("/v1/clubs?" + query).expectProblem(400, "bad-mode")
    }

    @Test func `rights are today's, whatever moment is asked about`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let people = try await stage.students(2)
        for person in people { try await stage.join(person, club).expect(201) }
        let then = try await stage.head()
        let leaver = stage.caller(people[0])
        try await stage.current("/v1/clubs/\(club)/members", as: leaver).expect(200)
        try await leaver.send("DELETE", "/v1/clubs/\(club)/members/\(people[0])").expect(204)
        try await stage.current("/v1/clubs/\(club)/members?asOf=@\(then)", as: leaver)
            .expectProblem(404, "not-found")
    }

    @Test func `a later page hides what has been hidden since the first`() async throws {
        let stage = try await Stage.make()
        let clubs = try await [stage.club(), stage.club(["visibility": "public"])].sorted()
        // Both, from before the first of them, in the order of their names.
        let hidden = clubs[1]
        let first = try await stage.current("/v1/clubs?limit=1", as: stage.asLead)
        let next = try #require(first.nextPage)
        #expect(first.items.map { $0["club"]?.string } == [clubs[0]])
        try await stage.asLead.send(
            "PATCH", "/v1/clubs/\(hidden)", ["visibility": "members"],
            headers: ["If-Match": stage.tag(of: hidden)]
        ).expect(200)
        let outsider = stage.caller(try await stage.student())
        let page = try await stage.current(next, as: outsider)
        try page.expect(200)
        #expect(page.items.isEmpty)
        let lead = try await stage.current(next, as: stage.asLead)
        #expect(lead.items.map { $0["club"]?.string } == [hidden])
    }

    @Test func `pages do not move while the list grows`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let people = try await stage.students(7)
        for person in people { try await stage.join(person, club).expect(201) }
        var page = try await stage.current("/v1/clubs/\(club)/members?limit=3", as: stage.asLead)
        var seen = page.items.map { $0["person"]?.string }
        var positions = Set([page.position])
        var count = 1
        while let next = page.nextPage {
            // Somebody leaves who was on the first page, and somebody new comes.
            let left = try #require(people[count - 1] as String?)
            try await stage.caller(left).send("DELETE", "/v1/clubs/\(club)/members/\(left)")
                .expect(204)
            try await stage.join(stage.student(), club).expect(201)
            page = try await stage.current(next, as: stage.asLead)
            try page.expect(200)
            seen += page.items.map { $0["person"]?.string }
            positions.insert(page.position)
            count += 1
        }
        #expect(seen == people)
        #expect(count == 3)
        #expect(positions.count == 1)
        #expect(try page.json["next"] == nil || page.json["next"] == .null)
    }

    @Test func `the address of the next page keeps the filters`() async throws {
        let stage = try await Stage.make()
        for _ in 0..<3 { _ = try await stage.club(["kind": "chess"]) }
        _ = try await stage.club(["kind": "music"])
        var page = try await stage.current("/v1/clubs?limit=2&kind=chess", as: stage.asLead)
        var count = page.items.count
        while let next = page.nextPage {
            page = try await stage.asLead.get(next)
            try page.expect(200)
            count += page.items.count
        }
        #expect(count == 3)
    }

    @Test(arguments: [
        "x", "e30", "eyJwIjoxfQ", "bm90IGpzb24",
        ReadingTests.cursor("{\"k\":[],\"p\":1}"),
        ReadingTests.cursor("{\"k\":[{\"text\":{\"_0\":\"a\"}}],\"p\":9000000000000000000}"),
        ReadingTests.cursor("{\"k\":[{\"text\":{\"_0\":\"a\"}}],\"p\":-1}"),
        ReadingTests.cursor("{\"k\":[{\"text\":{\"_0\":\"a\"}}],\"p\":1e99}"),
        ReadingTests.cursor("{\"k\":[{\"integer\":{\"_0\":1}}],\"p\":1}"),
        ReadingTests.cursor("{\"k\":[{\"text\":{\"_0\":\"a\"}},{\"flag\":{\"_0\":true}}],\"p\":1}"),
    ])
    func `a cursor that no page has given is refused`(cursor: String) async throws {
        let stage = try await RefusalStage.shared.stage
        try await stage.asLead.get("/v1/clubs?cursor=\(cursor)").expectProblem(400, "bad-cursor")
    }

    /// At the moment of now the tables are asked, and not the log: what they cannot hold is refused.
    @Test func `a cursor that was tampered with asks another question or none`() async throws {
        let stage = try await Stage.make()
        _ = try await stage.club()
        let head = try await stage.head()
        for (key, isRefused) in [
            ("\\u0000", true), ("a' OR 1=1 --", false), ("\\ud83d\\ude00", false),
        ] {
            let cursor = Self.cursor("{\"k\":[{\"text\":{\"_0\":\"\(key)\"}}],\"p\":\(head)}")
            let answer = try await stage.current("/v1/clubs?cursor=\(cursor)", as: stage.asLead)
            if isRefused {
                try answer.expectProblem(400, "bad-cursor")
            } else {
                try answer.expect(200)
            }
        }
    }

    @Test func `a cursor of another list is refused`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        for person in try await stage.students(2) {
            try await stage.join(person, club).expect(201)
        }
        let page = try await stage.current("/v1/clubs/\(club)/members?limit=1", as: stage.asLead)
        let cursor = try #require(page.json["next"]?.string)
        try await stage.asLead.get("/v1/clubs?cursor=\(cursor)").expectProblem(400, "bad-cursor")
    }

    @Test func `a cursor expires when the list has gone too far`() async throws {
        try await withService { service in
            let stage = try await Stage.make(on: TestAddress(service))
            for _ in 0..<2 { _ = try await stage.club() }
            let page = try await stage.current("/v1/clubs?limit=1", as: stage.asLead)
            let next = try #require(page.nextPage)
            try await stage.asLead.get(next).expect(200)
            try await service.installation.pretend(
                stage.tenant, isFurtherOnBy: 100_001)
            let expired = try await stage.asLead.get(next)
            try expired.expectProblem(410, "cursor-expired")
        }
    }

    static func cursor(_ json: String) -> String {
        Data(json.utf8).base64EncodedString().replacing("=", with: "")
            .replacing("+", with: "-").replacing("/", with: "_")
    }
}

extension TestInstallation {
    /// Moves the end of the tenant's log on, as very many events would.
    fileprivate func pretend(_ tenant: TestTenant, isFurtherOnBy count: Int) async throws {
        let connection = try await Connection.open(database.configuration)
        _ = try await connection.query(
            """
            UPDATE log.head SET position = position + \(count)
            WHERE tenant = \(tenant.id)::text::uuid
            """)
        await connection.close()
    }
}

extension TestAnswer {
    /// The address of the next page, from `Link`.
    var nextPage: String? {
        guard let link = self[header: "Link"], link.hasSuffix(">; rel=\"next\"") else { return nil }
        return String(link.dropFirst().prefix { $0 != ">" })
    }
}
