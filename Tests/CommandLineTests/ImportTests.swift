import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing

@testable import CommandLineTool

/// `clubs import commands`: a command on each line, with its own outcome.
@Suite(.timeLimit(.minutes(30))) struct ImportTests {
    @Test func `a bad line harms no other, and is named by line and column`() async throws {
        try await Workplace.with { place in
            let ids = try await place.createTenant()
            let people = (0..<3).map { _ in UUID().uuidString.lowercased() }
            var lines = people.map { registration($0, at: ids.school) }
            lines.insert("{\"type\": oops}", at: 1)
            lines.insert("", at: 2)
            lines.insert("{\"type\":\"club.fly\"}", at: 3)
            lines.append(registration(people[0], at: ids.school))
            lines.append("{\"tenant\":\"nowhere\"," + lines[0].dropFirst())
            lines.append(String(repeating: "x", count: LineReader.lineLimit + 1))
            lines.append(
                "{\"as\":\"\(people[0])\"," + assignment("admin", to: people[0]).dropFirst())
            let file = place.folder + "/c.ndjson"
            try lines.joined(separator: "\r\n").write(
                toFile: file, atomically: true, encoding: .utf8)
            let ended = try await place.clubs.run(
                "import", "commands", file, "--report", file + ".report")
            ended.expect(2, saying: "line 2, column 10: invalid-json", "line 4: invalid")
            #expect(ended.count(of: "accepted") == 3)
            #expect(ended.count(of: "refused") == 3)
            #expect(ended.count(of: "unreadable") == 3)
            let report = try String(contentsOfFile: file + ".report", encoding: .utf8)
                .split(separator: "\n")
                .map { try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }
            #expect(report.map { $0["line"] } == [2, 4, 7, 8, 9, 10])
            #expect(report[0]["column"] == 10)
            #expect(
                report.map { $0["problem"]?["code"]?.string } == [
                    "invalid-json", "invalid", "person-exists", "unknown-tenant",
                    "content-too-large", "not-allowed",
                ])
        }
    }

    @Test func `a second run finds done what is done, and carries out what was appended`()
        async throws
    {
        try await Workplace.with { place in
            let ids = try await place.createTenant()
            let person = UUID().uuidString.lowercased()
            var lines = [
                registration(person, at: ids.school), assignment("admin", to: person),
                "{\"idempotencyKey\":\"mine\"," + assignment("teacher", to: person).dropFirst(),
            ]
            let first = try await place.importing(lines)
            #expect(first.status == 0 && first.count(of: "accepted") == 3, "\(first)")
            lines.append(assignment("organizer", to: person))
            let second = try await place.importing(lines)
            #expect(second.status == 0 && second.count(of: "done before") == 3, "\(second)")
            #expect(second.count(of: "accepted") == 1)
            // A key names its command on any line, and no other command.
            let moved = try await place.importing([lines[2]])
            #expect(moved.count(of: "done before") == 1, "\(moved)")
            let changed = lines[2].replacing("teacher", with: "analyst")
            try await place.importing([changed]).expect(2, saying: "idempotency-mismatch")
            #expect(try await place.clubs.run("log", "count").lines.last == "total\t8")
        }
    }

    @Test func `a tournament comes in by the same names as over HTTP`() async throws {
        try await Workplace.with { place in
            let ids = try await place.createTenant()
            let (club, tournament) = (UUID().uuidString, UUID().uuidString)
            func line(_ type: String, _ stream: String, _ data: String) -> String {
                "{\"type\":\"\(type)\",\"stream\":\"\(stream)\",\"as\":\"\(ids.admin)\","
                    + "\"data\":{\(data)}}"
            }
            let ended = try await place.importing([
                line(
                    "club.found", "club-\(club)",
                    """
                    "hostSchool":"\(ids.school)","slug":"chess","name":"Chess","timeZone":"UTC",\
                    "leads":["\(ids.admin)"]
                    """),
                line(
                    "tournament.schedule", "tournament-\(tournament)",
                    """
                    "club":"\(club)","name":"Open","format":"swiss","rounds":3,\
                    "startsAtLocal":"2027-03-09T16:00",\
                    "timeControl":{"initialSeconds":600,"incrementSeconds":5}
                    """),
                line("tournament.open-entries", "tournament-\(tournament)", ""),
                line("tournament.pair-round", "tournament-\(tournament)", "\"round\":1"),
            ])
            #expect(ended.count(of: "accepted") == 3, "\(ended)")
            ended.expect(4, saying: "line 4: version-required")
        }
    }

    @Test func `a dry run records nothing, and the first refusal stops where that is asked for`()
        async throws
    {
        try await Workplace.with { place in
            let ids = try await place.createTenant()
            let people = (0..<2).map { _ in UUID().uuidString.lowercased() }
            let lines = [
                registration(people[0], at: ids.school), registration(people[0], at: ids.school),
                registration(people[1], at: ids.school),
            ]
            let dry = try await place.importing(lines, "--dry-run")
            #expect(dry.status == 0 && dry.count(of: "would be accepted") == 3, "\(dry)")
            #expect(try await place.clubs.run("log", "count").lines.last == "total\t4")
            let stopped = try await place.importing(lines, "--stop-on-refusal")
            stopped.expect(3, saying: "line 2: person-exists")
            #expect(stopped.count(of: "accepted") == 1)
            #expect(try await place.clubs.run("log", "count").lines.last == "total\t5")
        }
    }

    @Test func `lines of several tenants go to each, and one without a tenant is told so`()
        async throws
    {
        try await Workplace.with { place in
            let first = try await place.createTenant("hillside")
            let second = try await place.createTenant("riverside")
            let person = UUID().uuidString.lowercased()
            let lines = [
                "{\"tenant\":\"hillside\"," + registration(person, at: first.school).dropFirst(),
                "{\"tenant\":\"\(second.tenant)\","
                    + registration(person, at: second.school).dropFirst(),
                registration(person, at: first.school),
            ]
            let ended = try await place.importing(lines)
            ended.expect(2, saying: "line 3: unknown-tenant", "--tenant")
            #expect(ended.count(of: "accepted") == 2)
        }
    }

    @Test func `under the file's clock each line is recorded when it says`() async throws {
        try await Workplace.with { place in
            let ids = try await place.createTenant()
            let people = (0..<2).map { _ in UUID().uuidString.lowercased() }
            let lines = [
                "{\"at\":\"2099-01-05T08:00:00Z\","
                    + registration(people[0], at: ids.school).dropFirst(),
                "{\"at\":\"2099-01-06T08:00:00Z\","
                    + registration(people[1], at: ids.school).dropFirst(),
                assignment("admin", to: people[0]),
            ]
            try await place.importing(lines, "--clock", "file").expect(2, saying: "line 3: invalid")
            let events = try await place.clubs.run(
                "log", "tail", "--from", "5", "--no-follow", "--json"
            )
            .jsonLines()
            #expect(
                events.map { $0["recordedtime"] } == [
                    "2099-01-05T08:00:00Z", "2099-01-06T08:00:00Z",
                ], "\(events)")
        }
    }

    @Test func `under the file's clock any number of tenants come in`() async throws {
        try await Workplace.with { place in
            let count = ImportTargets.tenantLimit + 2
            try await place.createEmptyTenants(count)
            let schools = (1...count).map { _ in UUID().uuidString.lowercased() }
            func line(_ number: Int, at time: String, _ command: String) -> String {
                "{\"tenant\":\"t-\(number)\",\"at\":\"\(time)\"," + command.dropFirst()
            }
            let registrations = schools.enumerated().map { index, school in
                line(
                    index + 1, at: "2027-01-04T08:00:00Z",
                    """
                    {"type":"school.register","stream":"school-\(school)","data":{\
                    "name":"A","timeZone":"UTC","locale":"en-GB","country":"GB"}}
                    """)
            }
            let people = schools.enumerated().map { index, school in
                line(
                    index + 1, at: "2027-01-05T08:00:00Z",
                    registration(UUID().uuidString.lowercased(), at: school))
            }
            let ended = try await place.importing(registrations + people, "--clock", "file")
            #expect(ended.status == 0 && ended.count(of: "accepted") == 2 * count, "\(ended)")
        }
    }

    @Test func `a line is carried out, and a refusal told, before the next one is there`()
        async throws
    {
        try await Workplace.with { place in
            let ids = try await place.createTenant()
            let line = registration(UUID().uuidString.lowercased(), at: ids.school) + "\n"
            let report = place.folder + "/report.ndjson"
            _ = try await place.clubs.inPipe(
                ["import", "commands", "-", "--report", report]
            ) { session in
                try await session.type(line)
                try await place.untilThereAreEvents(5)
                try await session.type(line)
                try await waitWhile { try Data(contentsOf: URL(fileURLWithPath: report)).isEmpty }
                try session.kill()
            }
            let refused = try String(contentsOfFile: report, encoding: .utf8)
            #expect(refused.contains("person-exists"), "\(refused)")
        }
    }

    @Test func `the file that is imported does not become the report`() async throws {
        try await Workplace.with { place in
            let ids = try await place.createTenant()
            let file = place.folder + "/c.ndjson"
            let link = place.folder + "/link.ndjson"
            let lines = registration(UUID().uuidString.lowercased(), at: ids.school) + "\n"
            try lines.write(toFile: file, atomically: true, encoding: .utf8)
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: file)
            for report in [file, link] {
                try await place.clubs.run("import", "commands", file, "--report", report)
                    .expect(2, saying: "\(report) is the file that is imported", "--report")
                #expect(try String(contentsOfFile: file, encoding: .utf8) == lines)
            }
        }
    }

    @Test func `a file that is not there and a report that cannot be written are named`()
        async throws
    {
        try await Workplace.with { place in
            try await place.clubs.run("import", "commands", "/nowhere.ndjson")
                .expect(2, saying: "/nowhere.ndjson cannot be read")
            try await place.importing([], "--report", "/nowhere/r.ndjson")
                .expect(2, saying: "/nowhere/r.ndjson cannot be written")
        }
    }

    @Test func `the progress fits into 80 columns`() {
        var tally = ImportTally()
        tally.accepted = 9_999_999
        tally.refused = 999_999
        for share in [nil, 0, 0.5, 0.999, 1.0] {
            let text = ImportProgress.text(tally, share: share, after: .seconds(5000))
            #expect(text.displayWidth <= 80, "\(text)")
        }
    }

    private func registration(_ person: String, at school: String) -> String {
        """
        {"type":"person.register","stream":"person-\(person)","data":{"school":"\(school)",\
        "kind":"adult","ageBand":"adult","displayName":"Grace"}}
        """
    }

    private func assignment(_ role: String, to person: String) -> String {
        """
        {"type":"person.assign-role","stream":"person-\(person)","data":{"role":"\(role)"}}
        """
    }
}

extension Workplace {
    /// Tenants `t-1`, `t-2` … as the log knows them before their first schools.
    fileprivate func createEmptyTenants(_ count: Int) async throws {
        try await change(
            """
            INSERT INTO log.tenant (slug, tenant, created_at)
            SELECT 't-' || number, gen_random_uuid(), now()
            FROM generate_series(1, \(count)) AS number
            """,
            """
            INSERT INTO log.head (tenant, position, recorded_at)
            SELECT tenant, 0, 'epoch' FROM log.tenant
            """)
    }

    fileprivate func untilThereAreEvents(_ count: Int) async throws {
        let connection = try await Connection.open(configuration)
        var found = 0
        while found < count {
            let row = try await connection.query("SELECT count(*) FROM log.event").rows.first
            found = try row?.decode(Int.self) ?? 0
        }
        await connection.close()
    }

    /// Imports lines from the standard input.
    fileprivate func importing(
        _ lines: [String], _ arguments: String...
    ) async throws -> ClubsTool.Result {
        try await ClubsTool.run(
            ["import", "commands", "-"] + arguments, environment: clubs.environment,
            input: lines.map { $0 + "\n" }.joined())
    }
}

extension ClubsTool.Result {
    /// What the summary says of one kind of line.
    fileprivate func count(of kind: String) -> Int? {
        output.split(separator: "\n").first { $0.hasPrefix(kind + "\t") }
            .flatMap { Int($0.dropFirst(kind.count + 1)) }
    }
}
