import EventSourcing
import Foundation
import TestSupport
import Testing

/// Whole lives of clubs, typed at a terminal against a service that runs.
@Suite(.timeLimit(.minutes(30))) struct ClubLifeTests {
    @Test func `a club is founded, filled, waited for and left`() async throws {
        try await Hillside.with(students: 5) { school in
            let (teacher, students) = (school.teacher, school.students)
            let found = try await school.write(
                "club", "found", "chess", "--school", school.created.school, "--name",
                "Chess club", "--kind", "chess", "--time-zone", "Europe/London", "--lead", teacher,
                "--capacity", "2", "--interest", "chess", as: teacher)
            #expect(found.types == ["club.founded", "club.role-assigned"])

            var last = found
            for (number, student) in students.enumerated() {
                last = try await school.write("club", "join", "chess", as: student)
                #expect(
                    last.types == [
                        "club.join-requested",
                        number < 2 ? "club.member-joined" : "club.member-waitlisted",
                    ])
            }
            let full = last.position
            let list = try await school.read("club", "list", as: teacher, after: full)
            #expect(list.items.count == 1)
            #expect(list.items[0]["members"] == 2 && list.items[0]["waitlisted"] == 3)
            let table = try await school.run(
                "club", "list", "--at-least", String(full), as: teacher)
            #expect(table.lines[1] == "chess\tChess club\tchess\t2\t2\t3\topen")

            // The order of waiting, and why it is so.
            let waiting = try await school.read(
                "club", "waitlist", "show", "chess", as: teacher, after: full)
            #expect(waiting.strings("person") == Array(students[2...]))
            #expect(waiting.strings("displayName") == ["Student 2", "Student 3", "Student 4"])
            let order = try await school.write(
                "club", "waitlist", "reorder", "chess", students[4], students[2], students[3],
                "--reason", "sibling-first", "--note", "Their sister plays", as: teacher)
            #expect(order.types == ["club.waitlist-reordered"])
            let why = try await school.run(
                "club", "waitlist", "why", "chess", students[2], "--at-least",
                String(order.position), as: teacher)
            #expect(why.output.hasPrefix("place 2\n") && why.output.contains("sibling-first"))
            try await school.run(
                "club", "waitlist", "reorder", "chess", students[4], "--reason", "x", as: teacher
            ).expect(3, saying: "waitlist-changed", "remedy")

            // Somebody leaves; the seat is offered to the next in line, who takes it.
            let left = try await school.write(
                "club", "leave", "chess", "--reason", "moved-away", as: students[0])
            let offer = try await offer(to: students[4], in: school, after: left.position)
            try await school.run("club", "accept", offer, as: students[2])
                .expect(3, saying: "offer-unknown", "remedy")
            let taken = try await school.write("club", "accept", offer, as: students[4])
            #expect(taken.types == ["club.seat-accepted", "club.member-joined"])

            // A larger club offers another seat, which is passed on.
            let larger = try await school.write("club", "capacity", "chess", "3", as: teacher)
            #expect(larger.types == ["club.capacity-set"])
            let second = try await self.offer(to: students[2], in: school, after: larger.position)
            #expect(
                try await school.write("club", "pass", second, as: students[2]).types
                    == ["club.seat-declined"])
            try await school.run("club", "accept", second, as: students[2])
                .expect(3, saying: "offer-unknown")

            // The roster now and then.
            let now = try await school.read(
                "club", "show", "chess", as: teacher, after: taken.position)
            #expect(Set(now["members"]?.strings("person") ?? []) == [students[1], students[4]])
            let before = try await school.read(
                "club", "show", "chess", "--as-of", "@\(full)", as: teacher)
            #expect(before["members"]?.strings("person") == [students[0], students[1]])
            let beginning = try await school.run(
                "club", "show", "chess", "--as-of", "@1", as: teacher)
            beginning.expect(5, saying: "not-found")
            try await school.run("club", "show", "chess", "--as-of", "@99999", as: teacher)
                .expect(2, saying: "bad-as-of")

            let history = try await school.read(
                "club", "history", "chess", students[0], as: teacher, after: left.position)
            #expect(history.items.count == 3, "asked, joined, left")
        }
    }

    @Test func `a club that is asked first approves, declines and forgets nothing`() async throws {
        try await Hillside.with(students: 3) { school in
            let (teacher, students) = (school.teacher, school.students)
            _ = try await school.write(
                "club", "found", "choir", "--school", school.created.school, "--name", "Choir",
                "--time-zone", "UTC", "--lead", teacher, "--join", "approval", as: teacher)
            var requests: [String] = []
            var last: Int64 = 0
            for student in students {
                let asked = try await school.write(
                    "club", "join", "choir", "--answers", "I sing", as: student)
                #expect(asked.types == ["club.join-requested"])
                requests.append(try #require(asked.events[0]["data"]?["request"]?.string))
                last = asked.position
            }
            let open = try await school.read("club", "requests", "choir", as: teacher, after: last)
            #expect(open.strings("request") == requests)
            try await school.run("club", "approve", requests[0], as: students[0])
                .expect(6, saying: "not-allowed")
            #expect(
                try await school.write("club", "approve", requests[0], as: teacher).types
                    == ["club.join-approved", "club.member-joined"])
            let declined = try await school.write(
                "club", "decline", requests[1], "--reason", "level", "--note", "Next year",
                as: teacher)
            #expect(declined.types == ["club.join-declined"])
            try await school.run("club", "join", "choir", as: students[1])
                .expect(3, saying: "reapply-later")
            #expect(
                try await school.write("club", "withdraw", requests[2], as: students[2]).types
                    == ["club.join-withdrawn"])
            try await school.run("club", "approve", requests[2], as: teacher)
                .expect(3, saying: "request-not-open")
            try await school.run(
                "club", "approve", "0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10", as: teacher
            ).expect(5, saying: "not-found")
        }
    }

    @Test func `leads give roles, groups, buddies and codes, and take them away`() async throws {
        try await Hillside.with(students: 4) { school in
            let (teacher, students) = (school.teacher, school.students)
            _ = try await school.write(
                "club", "found", "lab", "--school", school.created.school, "--name", "Lab",
                "--time-zone", "UTC", "--lead", teacher, "--group", "blue-team", as: teacher)
            for student in students.prefix(3) {
                _ = try await school.write("club", "join", "lab", as: student)
            }
            func types(_ arguments: String...) async throws -> [String] {
                let ended = try await school.program(as: teacher).run(arguments + ["--json"])
                try #require(ended.status == 0, "\(arguments): \(ended)")
                return try ended.json()["events"]?.strings("type") ?? []
            }
            #expect(
                try await types("club", "role", "assign", "lab", students[0], "captain")
                    == ["club.role-assigned"])
            #expect(
                try await types("club", "group", "lab", students[0], "blue-team")
                    == ["club.group-assigned"])
            try await school.run("club", "group", "lab", students[0], "red-team", as: teacher)
                .expect(3, saying: "unknown-group", "red-team")
            #expect(
                try await types(
                    "club", "update", "lab", "--group", "blue-team", "--group", "red-team")
                    == ["club.profile-updated"])
            #expect(
                try await types("club", "buddy", "lab", students[1], students[0])
                    == ["club.buddy-assigned"])
            try await school.run("club", "buddy", "lab", students[1], students[1], as: teacher)
                .expect(3, saying: "own-buddy")
            try await school.run("club", "buddy", "lab", students[1], students[3], as: teacher)
                .expect(3, saying: "not-a-member")

            let invite = UUID().uuidString.lowercased()
            #expect(
                try await types(
                    "club", "invite", "issue", "lab", "--expires-at", "2099-01-01T00:00:00Z",
                    "--code", "come-in-and-see", "--invite", invite) == ["club.invite-issued"])
            _ = try await types("club", "invite", "revoke", invite)
            try await school.run(
                "club", "join", "lab", "--code", "come-in-and-see", as: students[3]
            )
            .expect(3, saying: "invite-invalid")

            #expect(
                try await types(
                    "club", "suspend", "lab", students[1], "--until", "2099-01-01T00:00:00Z",
                    "--reason", "conduct") == ["club.member-suspended"])
            try await school.run(
                "club", "suspend", "lab", students[1], "--until", "2001-01-01T00:00:00Z",
                "--reason", "conduct", as: teacher
            ).expect(3, saying: "remedy")
            _ = try await types("club", "lift", "lab", students[1])
            _ = try await types("club", "group", "lab", students[0], "--none")
            _ = try await types("club", "role", "revoke", "lab", students[0], "captain")
            #expect(
                try await types(
                    "club", "remove", "lab", students[2], "--reason", "conduct", "--note", "Twice",
                    "--no-return-until", "2099-01-01T00:00:00Z") == ["club.member-removed"])
            try await school.run("club", "join", "lab", as: students[2])
                .expect(3, saying: "person-blocked-from-club", "2099")
            try await school.run("club", "leave", "lab", as: students[3])
                .expect(3, saying: "not-a-member")
            try await school.run("club", "role", "revoke", "lab", teacher, "lead", as: teacher)
                .expect(3, saying: "needs-adult-lead")

            _ = try await types("club", "enrol", "close", "lab")
            try await school.run("club", "join", "lab", as: students[3])
                .expect(3, saying: "enrolment-closed")
            #expect(
                try await types("club", "enrol", "open", "lab", "--from", "2099-01-01T00:00:00Z")
                    == ["club.enrolment-opened"])
            #expect(
                try await types("club", "archive", "lab", "--reason", "end-of-year")
                    == ["club.archived"])
            try await school.run("club", "update", "lab", "--name", "New", as: teacher)
                .expect(3, saying: "club-archived")
            #expect(
                try await types("club", "restore", "lab", "--reason", "new-year")
                    == ["club.restored"])
            let repeated = try await school.run(
                "club", "restore", "lab", "--reason", "new-year", as: teacher)
            #expect(repeated.status == 0 && repeated.output == "nothing to do\n")
        }
    }

    /// The offer that the policy has made to the person, as the waitlist shows it.
    private func offer(
        to person: String, in school: Hillside, after position: Int64
    ) async throws -> String {
        // The policy's answer to what stands at `position` is the next event.
        let waiting = try await school.read(
            "club", "waitlist", "show", "chess", as: school.teacher, after: position + 1)
        let mine = waiting.items.first { $0["person"]?.string == person }
        return try #require(mine?["offer"]?.string, "\(waiting)")
    }
}
