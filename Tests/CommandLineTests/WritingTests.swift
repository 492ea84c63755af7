import EventSourcing
import Foundation
import TestSupport
import Testing

/// What every wish has in common: rehearsal, versions, keys; and schools and people.
@Suite(.timeLimit(.minutes(30))) struct WritingTests {
    @Test func `a wish can be rehearsed, expected and repeated`() async throws {
        try await Hillside.with(students: 1) { school in
            let teacher = school.teacher
            func found(_ more: String...) async throws -> ClubsTool.Result {
                try await school.program(as: teacher).run(
                    [
                        "club", "found", "chess", "--school", school.created.school, "--name",
                        "Chess", "--time-zone", "UTC", "--lead", teacher,
                    ] + more)
            }
            let rehearsed = try await found("--dry-run")
            #expect(rehearsed.output == "would record club.founded, club.role-assigned\n")
            let done = try await found("--idempotency-key", "mine")
            #expect(
                done.output.wholeMatch(
                    of:
                        /done: club\.founded, club\.role-assigned at position \d+\nclub [0-9a-f-]+\n/
                )
                    != nil, "\(done)")
            let again = try await found("--idempotency-key", "mine")
            #expect(again.output == done.output.replacing("done:", with: "done before:"))
            try await found("--idempotency-key", "mine", "--capacity", "5")
                .expect(2, saying: "idempotency-mismatch")
            try await found().expect(3, saying: "slug-taken")

            let shown = try await school.run("club", "show", "chess", as: teacher)
            #expect(shown.status == 0 || shown.status == 5, "the read model may be behind")
            let updated = try await school.run(
                "club", "update", "chess", "--summary", "Mondays", "--expect", "2", as: teacher)
            #expect(updated.status == 0, "\(updated)")
            try await school.run(
                "club", "update", "chess", "--summary", "Fridays", "--expect", "2", as: teacher
            ).expect(4, saying: "stale", "version 3", "club.profile-updated", "remedy")
            try await school.run("club", "capacity", "chess", "9", "--expect", "1", as: teacher)
                .expect(4, saying: "stale")
        }
    }

    @Test func `who is not known, not there or not allowed is told so`() async throws {
        try await Hillside.with(students: 1) { school in
            let (admin, student) = (school.created.admin, school.students[0])
            let nobody = "0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10"
            try await school.run("club", "show", "nowhere", as: admin).expect(
                5, saying: "not-found")
            try await school.run("club", "show", nobody, as: admin).expect(5, saying: "not-found")
            try await school.run("club", "join", "nowhere", as: student)
                .expect(5, saying: "not-found", "remedy")
            try await school.run("person", "show", nobody, as: admin).expect(5, saying: "not-found")
            try await school.run("school", "show", nobody, as: admin).expect(5, saying: "not-found")
            try await school.run(
                "person", "role", "assign", student, "organizer", as: student
            ).expect(6, saying: "not-allowed", "admin")
            try await school.run(
                "person", "role", "assign", student, "organizer", as: admin
            ).expect(3, saying: "minor-cannot-hold-role")
            let lastAdmin = try await school.run(
                "person", "role", "revoke", admin, "admin", as: admin)
            lastAdmin.expect(3, saying: "last-admin")
            try await school.program(as: admin).with("CLUBS_TENANT", "elsewhere")
                .run("club", "list").expect(5, saying: "elsewhere")
            try await school.program(as: admin).with("CLUBS_TENANT", nobody)
                .run("club", "join", "chess").expect(5, saying: "unknown-tenant")
            // A token of somebody else's making, and one that is none.
            for token in ["x.y.z", ""] {
                let caller = school.place.clubs.with("CLUBS_URL", school.service.address)
                    .with("CLUBS_TOKEN", token)
                let ended = try await caller.run("club", "list")
                #expect(ended.status == (token.isEmpty ? 2 : 6), "\(ended)")
            }
            let token = try await school.place.clubs.run(
                "token", "--person", admin, "--tenant", "hillside")
            let caller = school.place.clubs.with("CLUBS_URL", school.service.address)
                .with("CLUBS_TOKEN", token.lines[0])
            #expect(try await caller.run("club", "list").output.hasPrefix("slug\t"))
        }
    }

    @Test func `a school shows, changes its policy and opens its terms`() async throws {
        try await Hillside.with(students: 0) { school in
            let (admin, id) = (school.created.admin, school.created.school)
            let shown = try await school.read("school", "show", id, as: admin)
            #expect(shown["name"] == "Hillside School")
            var policy = try #require(shown["policy"])
            policy["minCell"] = 12
            let text = String(decoding: try JSONEncoder().encode(policy), as: UTF8.self)
            let set = try await school.write("school", "policy", id, "-", as: admin, input: text)
            #expect(set.types == ["directory.school-policy-set"])
            policy["minCell"] = 2
            let weak = String(decoding: try JSONEncoder().encode(policy), as: UTF8.self)
            try await school.run("school", "policy", id, "-", as: admin, input: weak)
                .expect(3, saying: "policy-below-floor", "remedy")

            let term = try await school.write(
                "school", "term", id, "Autumn 2027", "2027-09-01", "2027-12-17", as: admin)
            #expect(term.types == ["directory.term-opened"])
            try await school.run(
                "school", "term", id, "Winter", "2027-12-01", "2027-12-20", as: admin
            ).expect(3, saying: "term-overlaps")
            try await school.run(
                "school", "term", id, "Backwards", "2028-02-01", "2028-01-01", as: admin
            ).expect(3, saying: "term-ends-before-it-starts")
            let after = try await school.read(
                "school", "show", id, as: admin, after: term.position)
            #expect(after["policy"]?["minCell"] == 12)
            #expect(after["terms"]?.strings("name") == ["Autumn 2027"])
            let table = try await school.run("school", "show", id, as: admin)
            #expect(table.lines[0] == "field\tvalue")
            #expect(table.output.contains("name\tHillside School\n"))
        }
    }

    @Test func `a person is registered once, shown and given roles`() async throws {
        try await Hillside.with(students: 1) { school in
            let (admin, student) = (school.created.admin, school.students[0])
            func add(_ more: String...) async throws -> ClubsTool.Result {
                try await school.program(as: admin).run(
                    [
                        "person", "add", "--school", school.created.school, "--kind", "student",
                        "--age-band", "13-15", "--name", "Ada",
                    ] + more)
            }
            let own = UUID().uuidString.lowercased()
            #expect(try await add("--person", own, "--sourced-id", "S-1").status == 0)
            try await add("--person", own).expect(3, saying: "person-exists")
            try await add("--sourced-id", "S-1").expect(3, saying: "sourced-id-taken")
            try await add("--time-zone", "Mars/Olympus").expect(2, saying: "Mars/Olympus")
            try await school.run(
                "person", "add", "--school", school.created.school, "--kind", "student",
                "--age-band", "13-15", "--name", "", as: admin
            ).expect(2, saying: "/displayName")
            let shown = try await school.read("person", "show", student, as: admin)
            #expect(shown["displayName"] == "Student 0" && shown["kind"] == "student")
            let roles = try await school.write(
                "person", "role", "revoke", school.teacher, "organizer", as: admin)
            #expect(roles.position > 0)
            try await school.run(
                "club", "found", "chess", "--school", school.created.school, "--name", "C",
                "--time-zone", "UTC", "--lead", school.teacher, as: school.teacher
            ).expect(6, saying: "not-allowed", "organizer")
        }
    }

    @Test func `a taken port is told with a remedy`() async throws {
        try await Hillside.with(students: 0) { school in
            let port = try #require(school.service.address.split(separator: ":").last)
            try await school.place.clubs.run("serve", "--port", String(port))
                .expect(7, saying: String(port), "another --port")
        }
    }

    @Test func `what happens in a club is watched as it happens`() async throws {
        try await Hillside.with(students: 0) { school in
            _ = try await school.write(
                "club", "found", "chess", "--school", school.created.school, "--name", "Chess",
                "--time-zone", "UTC", "--lead", school.teacher, as: school.teacher)
            let watching = "\(ClubsTool.path) club watch chess --after 0 --json | head -n 4"
            let caller = school.program(as: school.teacher)
            try await withThrowingTaskGroup(of: ClubsTool.Result?.self) { group in
                group.addTask { try await caller.run(program: "/bin/sh", ["-c", watching]) }
                // Each change is news, and the one behind the fourth line finds no reader.
                group.addTask {
                    var number = 0
                    while !Task.isCancelled {
                        number += 1
                        _ = try await caller.run(
                            "club", "update", "chess", "--summary", "Number \(number)")
                    }
                    return nil
                }
                let watched = try #require(try await group.next() ?? nil)
                let types = try watched.jsonLines().compactMap { $0["type"]?.string }
                #expect(
                    types == [
                        "club.founded", "club.role-assigned", "club.profile-updated",
                        "club.profile-updated",
                    ], "\(watched)")
                group.cancelAll()
            }
        }
    }
}
