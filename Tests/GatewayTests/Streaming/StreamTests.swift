import AsyncHTTPClient
import EventSourcing
import Foundation
import NIOCore
import NIOHTTP1
import PostgreSQL
import TestSupport
import Testing

@testable import Gateway

/// What happens to a club, as it happens.
@Suite struct StreamTests {
    @Test(arguments: ["text/event-stream", "application/x-ndjson"])
    func `a stream resumes where it was left, without a gap or a repeat`(accept: String)
        async throws
    {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let start = try await stage.head()
        let people = try await stage.students(6)
        let joining = Task {
            for person in people { try await stage.join(person, club).expect(201) }
        }
        var seen: [(id: Int, type: String, data: JSONValue)] = []
        // Each time three events are read, and then the line breaks.
        while seen.count < people.count * 2 {
            let stream = try await LiveStream.open(
                "club:\(club)", as: stage.asLead, after: seen.last?.id ?? start, accept: accept)
            seen += try await stream.events(3)
        }
        try await joining.value
        #expect(
            seen.map(\.type)
                == people.flatMap { _ in ["club.join-requested", "club.member-joined"] })
        let joined = seen.filter { $0.type == "club.member-joined" }
        #expect(joined.map { $0.data["data"]?["person"] } == people.map { .string($0) })
        #expect(seen.map(\.id) == seen.map(\.id).sorted())
        #expect(Set(seen.map(\.id)).count == seen.count)
        #expect(seen.map { $0.data["version"]?.integer } == Array(3..<15))
    }

    @Test func `a stream begins with now where nothing is said`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let person = try await stage.student()
        let stream = try await LiveStream.open("club:\(club)", as: stage.asLead)
        #expect(stream.response.headers.first(name: "Cache-Control") == "no-store")
        #expect(stream.response.headers.first(name: "X-Accel-Buffering") == "no")
        var messages = stream.makeAsyncIterator()
        #expect(try await messages.next() == .retry(2000))
        try await stage.join(person, club).expect(201)
        #expect(try await messages.next()?.event?.type == "club.join-requested")
        #expect(try await messages.next()?.event?.type == "club.member-joined")
    }

    @Test func `whoever comes back before the first event has missed nothing`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let start = try await stage.head()
        var greeting = try await LiveStream.open("club:\(club)", as: stage.asLead).response.body
            .makeAsyncIterator()
        let first = try await greeting.next().map { String(buffer: $0) }
        #expect(first == "retry: 2000\nid: \(start)\n\n")
        try await stage.join(stage.student(), club).expect(201)
        let stream = try await LiveStream.open("club:\(club)", as: stage.asLead, after: start)
        #expect(try await stream.events(2).map(\.type).last == "club.member-joined")
    }

    @Test func `a page's stream begins behind what the page shows`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let start = try await stage.head()
        let page = try await stage.asLead.get("/c/\(club)")
        let path = "/v1/stream?topic=club:\(club)&amp;after=\(start)"
        #expect(page.text.contains("data-stream=\"\(path)\""))
        try await stage.join(stage.student(), club).expect(201)
        let stream = try await LiveStream.open(
            "club:\(club)&after=\(start)", as: stage.asLead)
        #expect(try await stream.events(2).map(\.type).last == "club.member-joined")
        // What was seen behind the page counts more.
        let later = try await LiveStream.open(
            "club:\(club)&after=\(start)", as: stage.asLead, after: stage.head() - 1)
        #expect(try await later.events(1).map(\.type) == ["club.member-joined"])
    }

    @Test(arguments: [true, false])
    func `a stream waits for the rights that the caller has been given`(
        isHeader: Bool
    ) async throws {
        try await withInProcessGateway { service in
            let stage = try await Stage.make(on: service)
            let club = try await stage.club(["visibility": "members"])
            let (person, known) = try await stage.newcomer()
            try await stage.admin.get("/v1/me", atLeast: known).expect(200)
            // Read models stand still.
            let holder = try await Connection.open(
                service.installation.database.configuration)
            try await holder.execute(
                script: "BEGIN; LOCK TABLE read.checkpoint IN SHARE MODE")
            let joined = try await stage.join(person, club)
            try joined.expect(201)
            let position = try #require(joined.position)
            let caller = stage.caller(person)
            let path = "/v1/stream?topic=club:\(club)" + (isHeader ? "" : "&after=\(position)")
            let headers = isHeader ? ["Clubs-At-Least": "\(position)"] : [:]
            let early = try await caller.get(path, headers: headers)
            try early.expectProblem(503, "projection-behind")
            #expect(early[header: "Retry-After"] == "1")
            try await holder.execute(script: "COMMIT")
            await holder.close()
            var answer = try await caller.begin("GET", path, headers: headers)
            while answer.status == .serviceUnavailable {
                answer = try await caller.begin("GET", path, headers: headers)
            }
            #expect(answer.status == .ok)
        }
    }

    @Test func `of another club nothing is heard`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let other = try await stage.club()
        let stream = try await LiveStream.open("club:\(club)", as: stage.asLead)
        try await stage.join(stage.student(), other).expect(201)
        let person = try await stage.student()
        try await stage.join(person, club).expect(201)
        let events = try await stream.events(2)
        #expect(events.allSatisfy { $0.data["stream"] == .string("club-\(club)") })
    }

    @Test func `who is not in the club sees that something happens, and not to whom`()
        async throws
    {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let onlooker = try await stage.student()
        _ = try await stage.current("/v1/clubs/\(club)", as: stage.caller(onlooker)).expect(200)
        let stream = try await LiveStream.open("club:\(club)", as: stage.caller(onlooker))
        let person = try await stage.student()
        try await stage.join(person, club).expect(201)
        for event in try await stream.events(2) {
            #expect(event.data["data"] == [:])
            #expect(!"\(event.data)".contains(person))
        }
    }

    @Test func `a stream that its reader may not see any more ends before it tells`()
        async throws
    {
        let stage = try await Stage.make()
        let club = try await stage.club(["visibility": "members"])
        let person = try await stage.student()
        try await stage.join(person, club).expect(201)
        _ = try await stage.current("/v1/clubs/\(club)", as: stage.caller(person)).expect(200)
        let stream = try await LiveStream.open("club:\(club)", as: stage.caller(person))
        try await stage.asLead.post(
            "/v1/clubs/\(club)/members/\(person)/removal", ["reasonCode": "rough-play"]
        ).expect(200)
        var messages = stream.makeAsyncIterator()
        #expect(try await messages.next() == .retry(2000))
        #expect(try await messages.next() == nil, "the removal itself is not told any more")
        await #expect(throws: StageFailure.self) {
            try await LiveStream.open("club:\(club)", as: stage.caller(person))
        }
    }

    @Test(arguments: [
        ("text/event-stream", LiveStream.Message.comment("still here")),
        ("application/x-ndjson", .emptyLine),
    ])
    func `a quiet stream shows that it lives`(accept: String, beat: LiveStream.Message)
        async throws
    {
        try await withInProcessGateway({ $0.limits.heartbeat = .milliseconds(20) }) { service in
            let stage = try await Stage.make(on: service)
            let club = try await stage.club()
            _ = try await stage.tag(of: club)
            let stream = try await LiveStream.open(
                "club:\(club)", as: stage.asLead, accept: accept)
            var messages = stream.makeAsyncIterator()
            _ = try await messages.next()
            for _ in 0..<3 { #expect(try await messages.next() == beat) }
        }
    }

    @Test func `rights lost while nothing happens in the club end its stream`() async throws {
        try await withInProcessGateway({ $0.limits.heartbeat = .milliseconds(20) }) { service in
            let stage = try await Stage.make(on: service)
            let club = try await stage.club()
            let person = try await stage.student()
            _ = try await stage.current("/v1/clubs/\(club)", as: stage.caller(person)).expect(200)
            let stream = try await LiveStream.open("club:\(club)", as: stage.caller(person))
            try await stage.admin.post(
                "/v1/people/\(person)/deactivation", ["reasonCode": "moved-away"]
            ).expect(200)
            for try await message in stream { #expect(message.event == nil) }
        }
    }

    @Test func `there are as many streams as are allowed, and a place that is left is free`()
        async throws
    {
        try await withInProcessGateway({
            $0.limits.streams = 1
            $0.limits.heartbeat = .milliseconds(20)
        }) { service in
            let stage = try await Stage.make(on: service)
            let club = try await stage.club()
            _ = try await stage.tag(of: club)
            do {
                let first = try await LiveStream.open("club:\(club)", as: stage.asLead)
                let second = try await stage.asLead.get("/v1/stream?topic=club:\(club)")
                try second.expectProblem(503, "overloaded")
                #expect(second[header: "Retry-After"] == "10")
                _ = first
            }
            // The reader has gone: the next sign of life finds the connection closed.
            let path = "/v1/stream?topic=club:\(club)"
            try await waitWhile { try await stage.asLead.begin("GET", path).status != .ok }
        }
    }

    @Test func `a stream ends when the service does`() async throws {
        try await withService { service in
            let stage = try await Stage.make(on: TestAddress(service))
            let club = try await stage.club()
            _ = try await stage.tag(of: club)
            let stream = try await LiveStream.open("club:\(club)", as: stage.asLead)
            var messages = stream.makeAsyncIterator()
            _ = try await messages.next()
            let status = await service.stop()
            #expect(status == 0)
            #expect(try await messages.next() == nil)
        }
    }

    @Test func `a stream is asked for rightly`() async throws {
        let stage = try await RefusalStage.shared.stage
        let club = try await stage.club()
        _ = try await stage.tag(of: club)
        let lead = stage.asLead
        try await lead.get("/v1/stream").expectProblem(422, "invalid")
        try await lead.get("/v1/stream?topic=person:\(stage.lead)").expectProblem(422, "invalid")
        try await lead.get("/v1/stream?topic=club:nowhere").expectProblem(404, "not-found")
        try await lead.get("/v1/stream?topic=club:\(club)", headers: ["Accept": "image/png"])
            .expectProblem(406, "not-acceptable")
        try await lead.get("/v1/stream?topic=club:\(club)", headers: ["Last-Event-ID": "last"])
            .expectProblem(400, "bad-request")
        try await lead.get("/v1/stream?topic=club:\(club)&after=-1").expectProblem(422, "invalid")
        try await lead.get("/v1/stream?topic=club:\(club)&after=page").expectProblem(422, "invalid")
        try await stage.nobody.get("/v1/stream?topic=club:\(club)")
            .expectProblem(401, "token-missing")
    }
}
