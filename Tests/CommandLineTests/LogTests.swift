import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing

/// `clubs tenant`, `clubs log` and `clubs token` on a log of four events.
@Suite(.timeLimit(.minutes(30))) struct LogTests {
    @Test func `a tenant begins with a school, a person and a role`() async throws {
        try await Workplace.with { place in
            let created = try await place.createTenant()
            let count = try await place.clubs.run("log", "count")
            #expect(
                count.lines == [
                    "event\tcount", "directory.person-registered\t1", "directory.role-assigned\t1",
                    "directory.school-policy-set\t1", "directory.school-registered\t1", "total\t4",
                ])
            let list = try await place.clubs.run("tenant", "list")
            #expect(list.lines == ["tenant\tevents\tid", "hillside\t4\t\(created.tenant)"])
            let json = try await place.clubs.run("tenant", "list", "--json").jsonLines()
            #expect(json.count == 1 && json[0]["slug"] == "hillside" && json[0]["events"] == 4)
            #expect(
                try await place.clubs.run("log", "count", "--json").json()
                    == [
                        "directory.person-registered": 1, "directory.role-assigned": 1,
                        "directory.school-policy-set": 1, "directory.school-registered": 1,
                    ])
        }
    }

    @Test func `a tenant is created once`() async throws {
        try await Workplace.with { place in
            try await place.createTenant()
            try await place.clubs.run(
                "tenant", "create", "hillside", "--school", "Other", "--admin", "Other"
            ).expect(3, saying: "hillside", "slug-taken", "remedy")
            #expect(try await place.clubs.run("log", "count", "--json").json()["x"] == nil)
            #expect(try await place.clubs.run("log", "count").lines.last == "total\t4")
        }
    }

    @Test(arguments: [
        (["--school", "", "--admin", "A"], "name"),
        (["--school", "S", "--admin", ""], "displayName"),
        (["--school", "S", "--admin", "A", "--time-zone", "Mars/Olympus"], "Mars/Olympus"),
    ])
    func `a school or an admin that a rule refuses is no mistake of the program`(
        arguments: [String], word: String
    ) async throws {
        try await Workplace.with { place in
            let ended = try await place.clubs.run(["tenant", "create", "hillside"] + arguments)
            #expect(ended.status == 2 || ended.status == 3, "\(ended)")
            #expect(ended.errors.contains(word), "\(ended)")
        }
    }

    @Test func `which tenant is meant is asked for where there are several or none`()
        async throws
    {
        try await Workplace.with { place in
            let clubs = place.clubs
            try await clubs.run("log", "count").expect(2, saying: "no tenant", "tenant create")
            let first = try await place.createTenant("first")
            try await place.createTenant("second")
            try await clubs.run("log", "count").expect(2, saying: "several tenants", "--tenant")
            for tenant in ["first", first.tenant] {
                #expect(try await clubs.run("log", "count", "--tenant", tenant).status == 0)
                #expect(
                    try await clubs.with("CLUBS_TENANT", tenant).run("log", "count").status == 0)
            }
            for stranger in ["third", "0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10"] {
                for verb in ["count", "verify", "tail"] {
                    try await clubs.run("log", verb, "--tenant", stranger)
                        .expect(5, saying: stranger, "tenant list")
                }
            }
        }
    }

    @Test func `tail, show and stream tell the same events`() async throws {
        try await Workplace.with { place in
            let clubs = place.clubs
            let created = try await place.createTenant()
            let tail = try await clubs.run("log", "tail", "--no-follow", "--json").jsonLines()
            #expect(
                tail.map { $0["type"] } == [
                    "clubs.directory.school-registered.v1", "clubs.directory.school-policy-set.v1",
                    "clubs.directory.person-registered.v1", "clubs.directory.role-assigned.v1",
                ])
            #expect(tail.map { $0["sequence"]?.string?.suffix(2) } == ["01", "02", "03", "04"])
            #expect(tail.allSatisfy { $0["specversion"] == "1.0" })
            let third = try await clubs.run("log", "show", "3", "--json").json()
            #expect(third == tail[2])
            let person = try await clubs.run(
                "log", "stream", "person-\(created.admin)", "--json"
            ).jsonLines()
            #expect(person == Array(tail[2...]))
            let limited = try await clubs.run("log", "tail", "--from", "2", "--limit", "2")
            #expect(limited.lines.dropFirst().map { $0.prefix(2) } == ["2\t", "3\t"])
            let typed = try await clubs.run(
                "log", "tail", "--types", "directory.role-assigned", "--no-follow")
            #expect(typed.lines.count == 2 && typed.lines[1].hasPrefix("4\t"))

            try await clubs.run("log", "show", "5").expect(5, saying: "position 5", "log tail")
            try await clubs.run("log", "stream", "person-0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10")
                .expect(5, saying: "person-0192d1c2")
        }
    }

    @Test func `verify finds a whole log whole`() async throws {
        try await Workplace.with { place in
            try await place.createTenant()
            let ended = try await place.clubs.run("log", "verify")
            #expect(ended.status == 0 && ended.output == "whole: 4 events in 2 streams\n")
            #expect(
                try await place.clubs.run("log", "verify", "--json").json()
                    == ["events": 4, "streams": 2, "faults": []])
        }
    }

    /// What was done to the log, and what verify has to say of it.
    private static let damage: [(SQL, String)] = [
        ("DELETE FROM log.event WHERE position = 2", "position 2 is missing"),
        ("DELETE FROM log.event WHERE position = 4", "after position 3 are missing"),
        ("UPDATE log.event SET version = 7 WHERE position = 4", "version 7 instead of 2"),
        (
            "UPDATE log.event SET recorded_at = recorded_at - interval '1 day' WHERE position = 3",
            "position 3 was recorded before"
        ),
        (
            "UPDATE log.event SET type = 'club.exploded' WHERE position = 4",
            "does not know club.exploded"
        ),
        ("UPDATE log.event SET schema = 9 WHERE position = 4", "schema 9"),
        (
            "UPDATE log.event SET data = '{\"person\": 7}' WHERE position = 4",
            "position 4: an event of type directory.role-assigned"
        ),
        ("UPDATE log.head SET position = 9", "after position 4 are missing"),
        ("UPDATE log.head SET position = 3", "position 4 lies beyond the head"),
    ]

    @Test(arguments: damage.indices)
    func `verify finds what was damaged`(index: Int) async throws {
        let (statement, words) = Self.damage[index]
        try await Workplace.with { place in
            try await place.createTenant()
            try await place.change(statement)
            try await place.clubs.run("log", "verify").expect(8, saying: words, "faults")
            let json = try await place.clubs.run("log", "verify", "--json")
            #expect(json.status == 8)
            guard case .array(let faults) = try json.json()["faults"] else {
                Issue.record("\(json)")
                return
            }
            #expect(faults.contains { $0.string?.contains(words) == true }, "\(faults)")
        }
    }

    @Test func `a token tells who speaks in which tenant, and for how long`() async throws {
        try await Workplace.with { place in
            let created = try await place.createTenant()
            let ended = try await place.clubs.run(
                "token", "--person", created.admin, "--lifetime", "120")
            #expect(ended.status == 0 && ended.lines.count == 1)
            let parts = ended.lines[0].split(separator: ".")
            #expect(parts.count == 3)
            var text = parts[1].replacing("-", with: "+").replacing("_", with: "/")
            text += String(repeating: "=", count: (4 - text.count % 4) % 4)
            let claims = try JSONDecoder().decode(
                JSONValue.self, from: try #require(Data(base64Encoded: String(text))))
            #expect(claims["sub"] == .string(created.admin))
            #expect(claims["tenant"] == .string(created.tenant))
            guard case .integer(let from) = claims["iat"], case .integer(let to) = claims["exp"]
            else {
                Issue.record("\(claims)")
                return
            }
            #expect(to - from == 120)
            let link = try await place.clubs.run(
                "token", "--person", created.admin, "--browser", "--next", "/c/chess", "--url",
                "http://127.0.0.1:8080/")
            #expect(link.status == 0 && link.output.hasPrefix("http://127.0.0.1:8080/"))
            try await place.clubs.run("token", "--person", created.admin, "--tenant", "nobody")
                .expect(5, saying: "nobody")
        }
    }
}
