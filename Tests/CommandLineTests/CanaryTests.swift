import EventSourcing
import PostgreSQL
import Foundation
import TestSupport
import Testing

/// Personal texts through every command that takes one, and none of them to be found afterwards.
@Suite(.timeLimit(.minutes(30))) struct CanaryTests {
    private static let canaries = [
        "Canary-Admin", "Canary-Adult", "Canary-Student", "Canary-Renamed", "canary/canaries",
        "Canary answers from the cage", "Canary declined in private", "Canary moved in the queue",
        "Canary removed for singing", "2031-02-03", "2036-05-06",
    ]

    @Test func `no personal text is in a dump of the log, of the read models, or in the clear`()
        async throws
    {
        try await Workplace.with { place in
            var clubs = place.clubs.with("CLUBS_LOG_LEVEL", "trace")
            let created = try await clubs.run(
                "tenant", "create", "hillside", "--school", "Hillside", "--admin", "Canary-Admin",
                "--json"
            ).json()
            let admin = try #require(created["admin"]?.string)
            let school = try #require(created["school"]?.string)
            let (log, _) = try await clubs.serving { service in
                clubs = clubs.with("CLUBS_URL", service.address).with("CLUBS_TENANT", "hillside")
                try await tell(clubs, school: school, admin: admin)
                return service
            }
            try await expectNoCanary(in: place)
            for canary in Self.canaries {
                #expect(!log.errors.contains(canary), "\(canary) is in the service's log")
            }
            // They are there for whoever may see them, or the test would show nothing.
            #expect(try await place.clubs.run("log", "verify").status == 0)
        }
    }

    private func tell(_ clubs: Program, school: String, admin: String) async throws {
        func run(as person: String, _ arguments: String...) async throws -> JSONValue {
            let ended = try await clubs.with("CLUBS_AS", person).run(arguments + ["--json"])
            try #require(ended.status == 0, "\(arguments): \(ended)")
            return ended.output.isEmpty ? .null : try ended.json()
        }
        func add(_ name: String, _ kind: String, _ ageBand: String) async throws -> String {
            let answer = try await run(
                as: admin, "person", "add", "--school", school, "--kind", kind, "--age-band",
                ageBand, "--name", name, "--consent-age-on", "2031-02-03", "--adult-on",
                "2036-05-06")
            return try #require(answer["events"]?.items.first?["data"]?["person"]?.string)
        }
        let lead = try await add("Canary-Adult", "adult", "adult")
        _ = try await run(as: admin, "person", "role", "assign", lead, "organizer")
        var students: [String] = []
        for _ in 0..<4 { students.append(try await add("Canary-Student", "student", "16-17")) }
        _ = try await run(
            as: lead, "person", "update", lead, "--name", "Canary-Renamed", "--pronouns",
            "canary/canaries")
        _ = try await run(
            as: lead, "club", "found", "choir", "--school", school, "--name", "Choir",
            "--time-zone", "UTC", "--lead", lead, "--join", "approval", "--capacity", "1")
        var requests: [String] = []
        for student in students {
            let answer = try await run(
                as: student, "club", "join", "choir", "--answers", "Canary answers from the cage")
            requests.append(
                try #require(answer["events"]?.items.first?["data"]?["request"]?.string))
        }
        for request in requests.prefix(3) {
            _ = try await run(as: lead, "club", "approve", request)
        }
        _ = try await run(
            as: lead, "club", "decline", requests[3], "--reason", "level", "--note",
            "Canary declined in private")
        _ = try await run(
            as: lead, "club", "waitlist", "reorder", "choir", students[2], students[1], "--reason",
            "sibling-first", "--note", "Canary moved in the queue")
        let removed = try await run(
            as: lead, "club", "remove", "choir", students[0], "--reason", "conduct", "--note",
            "Canary removed for singing")
        guard case .integer(let position) = removed["events"]?.items.last?["position"] else {
            Issue.record("\(removed)")
            return
        }
        // The read models have seen all of it, and whoever may see a name does.
        let renamed = try await run(
            as: lead, "person", "show", lead, "--at-least", String(position))
        #expect(renamed["displayName"] == "Canary-Renamed")
    }

    private func expectNoCanary(in place: Workplace) async throws {
        let parts = [
            ["--schema=log", "--schema=read"], ["--exclude-schema=vault"], ["--schema=vault"],
        ]
        for part in parts {
            let dump = try await place.clubs.run(
                program: "/usr/bin/pg_dump",
                ["--dbname=\(place.configuration.connectionString)"] + part)
            try #require(dump.status == 0, "\(dump.errors)")
            #expect(dump.output.contains("COPY"), "\(part) holds rows")
            for canary in Self.canaries {
                for form in Self.forms(of: canary) {
                    #expect(!dump.output.contains(form), "\(canary) in \(part)")
                }
            }
        }
    }

    /// As it is, as the server writes bytes, and in base64, whole groups of three.
    private static func forms(of text: String) -> [String] {
        let bytes = Data(text.utf8)
        let whole = bytes.prefix(bytes.count / 3 * 3)
        return [
            text, bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(),
            whole.base64EncodedString(),
        ]
    }
}
