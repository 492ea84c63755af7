import EventSourcing
import Foundation
import TestSupport
import Testing

@testable import Gateway

/// Two processes on one database, and everybody at once.
@Suite struct LastSeatTests {
    @Test func `of fifty who want the last seat one has it, and the others wait in order`()
        async throws
    {
        try await withTwoServices { first, second in
            let stage = try await Stage.make(on: first)
            let club = try await stage.club(["capacity": 1])
            let people = try await stage.students(50)
            let start = try await stage.head()
            // One event for asking and one for a seat or a place, for each of the fifty.
            let end = start + 100
            async let tail = ClubsTool.run(
                [
                    "log", "tail", "--tenant", stage.tenant.slug, "--from", "1", "--limit",
                    "\(end)", "--json",
                ], environment: first.installation.environment)
            let answers = try await inParallel(Array(people.enumerated())) { index, person in
                let service = index.isMultiple(of: 2) ? first : second
                return try await service.caller(person, of: stage.tenant)
                    .post("/v1/clubs/\(club)/members", [:])
            }
            for answer in answers { try answer.expect(201) }

            let members = answers.filter { $0.eventTypes.contains("club.member-joined") }
            #expect(members.count == 1)
            let places = try answers.filter { $0.eventTypes.contains("club.member-waitlisted") }
                .map { answer in
                    let event = try #require(answer.json["events"]?.elements.last)
                    return (
                        position: try #require(answer.position),
                        person: try #require(event["data"]?["person"]),
                        place: try #require(event["data"]?["place"]?.integer)
                    )
                }.sorted { $0.position < $1.position }
            #expect(places.map(\.place) == Array(1...49))
            #expect(answers.compactMap(\.position).max() == end)
            for service in [first, second] {
                let list = try await service.caller(stage.lead, of: stage.tenant).get(
                    "/v1/clubs/\(club)/waitlist", atLeast: end)
                try list.expect(200)
                #expect(list.items.map { $0["person"] } == places.map { $0.person })
                #expect(list.items.map { $0["place"]?.integer } == Array(1...49))
            }
            let seen = try await tail.output.split(separator: "\n").map { line in
                let event = try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8))
                return event["sequence"]?.string.flatMap(Int.init)
            }
            #expect(seen == Array(1...end))
        }
    }

    @Test func `fifty twins of one key have one effect and one answer`() async throws {
        try await withTwoServices { first, second in
            let stage = try await Stage.make(on: first)
            let club = try await stage.club()
            let person = try await stage.student()
            let start = try await stage.head()
            let answers = try await inParallel(Array(0..<50)) { index in
                let service = index.isMultiple(of: 2) ? first : second
                return try await service.caller(person, of: stage.tenant).post(
                    "/v1/clubs/\(club)/members", [:], headers: ["Idempotency-Key": "twin"])
            }
            for answer in answers {
                try answer.expect(201)
                #expect(answer.body == answers[0].body)
            }
            #expect(answers.filter { $0[header: "Idempotent-Replayed"] == nil }.count >= 1)
            #expect(try await stage.head() == start + 2)
        }
    }

    @Test func `a stream of one process shows what another writes`() async throws {
        try await withTwoServices { first, second in
            let stage = try await Stage.make(on: first)
            let club = try await stage.club()
            let people = try await stage.students(10)
            _ = try await stage.tag(of: club)
            let stream = try await LiveStream.open(
                "club:\(club)", as: second.caller(stage.lead, of: stage.tenant),
                after: stage.head())
            _ = try await inParallel(people) { try await stage.join($0, club).expect(201) }
            let events = try await stream.events(20)
            #expect(events.map { $0.data["version"]?.integer } == Array(3...22))
        }
    }

    /// Twins that differ in what they ask: one of them is done, and the other is told.
    @Test func `one key for two requests at once does one of them`() async throws {
        try await withTwoServices { first, second in
            let stage = try await Stage.make(on: first)
            let clubs = [try await stage.club(), try await stage.club()]
            let person = try await stage.student()
            let answers = try await inParallel(Array(0..<20)) { index in
                let service = index.isMultiple(of: 2) ? first : second
                return try await service.caller(person, of: stage.tenant).post(
                    "/v1/clubs/\(clubs[index % 4 / 2])/members", [:],
                    headers: ["Idempotency-Key": "torn"])
            }
            #expect(answers.filter { $0.status == 201 }.count == 10)
            #expect(answers.filter { $0.code == "idempotency-mismatch" }.count == 10)
        }
    }
}

private func withTwoServices(
    _ body: (TestAddress, TestAddress) async throws -> Void
) async throws {
    try await withService { first in
        let second = try await TestService.start(first.installation)
        do {
            try await body(TestAddress(first), TestAddress(second))
        } catch {
            await second.stop()
            throw error
        }
        await second.stop()
    }
}
