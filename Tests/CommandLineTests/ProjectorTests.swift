import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing

/// `clubs projector`: what an operator does with the read models.
@Suite(.timeLimit(.minutes(30))) struct ProjectorTests {
    @Test func `a version is built, compared, shown, verified, and the old one is retired`()
        async throws
    {
        try await Workplace.with { place in
            let clubs = place.clubs
            try await place.createTenant()
            // Nobody has followed yet, so the first version stands at the start.
            #expect(
                try await clubs.run("projector", "lag").lines
                    == ["tenant\tlog\ttables\tbehind\theld by", "hillside\t4\t0\t4\t"])

            let built = try await clubs.run("projector", "rebuild", "--json").json()
            #expect(built["version"] == "main-2" && built["events"] == 4 && built["held"] == [])
            let shown = try await clubs.run("projector", "switch", "main-2", "--json").json()
            #expect(shown == ["shown": "main-2", "kept": "main-1"])
            // Caught up before it is shown again.
            try await clubs.run("projector", "switch", "main-1").expect(0)
            let equal = try await clubs.run("projector", "diff", "main-1", "main-2")
            #expect(equal.status == 0 && equal.output.contains("equal: 1 tenants"), "\(equal)")
            try await clubs.run("projector", "switch", "main-2").expect(0)
            let list = try await clubs.run("projector", "list")
            #expect(
                list.lines.map { $0.components(separatedBy: "\t").prefix(4) } == [
                    ["version", "state", "behind", "quarantined"], ["main-1", "kept", "0", "0"],
                    ["main-2", "current", "0", "0"],
                ])

            let verified = try await clubs.run("projector", "verify", "--all", "--json").json()
            #expect(verified["faults"] == [] && verified["events"] == 4)
            try await place.change("UPDATE read_main_2.school SET name = 'Another'")
            try await clubs.run("projector", "diff", "main-1", "main-2")
                .expect(8, saying: "main-1 and main-2 differ")
            try await clubs.run("projector", "verify")
                .expect(8, saying: "read.school", "name is not what the log makes of it")

            try await clubs.run("projector", "switch", "main-1").expect(0)
            try await clubs.run("projector", "retire", "main-2").expect(0)
            try await clubs.run("projector", "verify").expect(0)
        }
    }

    @Test func `what cannot be done says why, with its own exit code`() async throws {
        try await Workplace.with { place in
            let clubs = place.clubs
            try await place.createTenant()
            for (arguments, status, word) in [
                (["rebuild", "Main 2"], 2, "main-2"),
                (["rebuild", "main-1"], 3, "version-in-use"),
                (["switch", "main-7"], 5, "main-1"),
                (["switch", "main-1"], 3, "version-in-use"),
                (["switch"], 2, "version"),
                (["diff", "main-1", "main-1"], 2, "two versions"),
                (["diff", "main-1", "main-9"], 5, "main-9"),
                (["retire", "main-1"], 3, "version-in-use"),
                (["lag", "--limit", "0"], 2, "--limit"),
                (["quarantine", "list", "--limit", "0"], 2, "--limit"),
                (["lag", "main-9"], 5, "main-9"),
                (["verify", "--all", "--tenant", "hillside"], 2, "--all"),
                (["verify", "--tenant", "nowhere"], 5, "nowhere"),
                (["quarantine", "release", "hillside"], 5, "no quarantine"),
                (["quarantine", "skip", "hillside", "--position", "0", "--reason", "x"], 2, "1"),
                (
                    ["quarantine", "skip", "hillside", "--position", "3", "--reason", " "], 2,
                    "reason"
                ),
                (["quarantine", "skip", "hillside", "--position", "3"], 2, "--reason"),
            ] as [([String], Int32, String)] {
                try await clubs.run(["projector"] + arguments).expect(status, saying: word)
            }
        }
    }

    @Test func `a tenant in quarantine is named, and healed by a skip that is on record`()
        async throws
    {
        try await Workplace.with { place in
            let clubs = place.clubs
            try await place.createTenant()
            try await place.change(
                """
                UPDATE log.event SET data = '{"name": 7}'
                WHERE type = 'directory.school-registered'
                """)
            try await clubs.run("projector", "rebuild")
                .expect(8, saying: "holds 1 tenants", "quarantine list --of main-2")
            let held = try await clubs.run(
                "projector", "quarantine", "list", "--of", "main-2", "--json"
            ).json()
            guard case .array(let items) = held, case .integer(let shown)? = items.first?["tables"]
            else {
                Issue.record("\(held)")
                return
            }
            #expect(items.count == 1 && items[0]["slug"] == "hillside")
            try await clubs.run(
                "projector", "quarantine", "skip", "hillside", "--of", "main-2",
                "--position", String(shown + 2), "--reason", "broken"
            ).expect(3, saying: "not-the-hindrance")
            try await clubs.run(
                "projector", "quarantine", "skip", "hillside", "--of", "main-2",
                "--position", String(shown + 1), "--reason", "broken", "--by", "ada"
            ).expect(0)
            try await clubs.run("projector", "switch", "main-2").expect(0)
            #expect(try await clubs.run("projector", "quarantine", "list").lines.count == 1)
            let doctor = try await clubs.run("doctor")
            #expect(doctor.output.contains("broken (ada"), "\(doctor)")
            let verified = try await clubs.run("projector", "verify", "--json")
            #expect(verified.output.contains("\"skipped\":[\(shown + 1)]"), "\(verified)")
            // The skip is main-2's own, so main-1 stays behind.
            let compared = try await clubs.run("projector", "diff", "main-1", "main-2")
            compared.expect(
                8, saying: "tenants-not-compared",
                "not compared: \(items[0]["tenant"]?.string ?? "?")")
            #expect(!compared.output.contains("equal"), "\(compared)")
        }
    }

    @Test func `a list that is cut says how many more are in quarantine`() async throws {
        try await Workplace.with { place in
            try await place.createTenant()
            try await place.createTenant("riverside")
            try await place.change(
                """
                INSERT INTO read.quarantine (tenant, projector, position, reason)
                SELECT tenant, 'main-1', 0, 'broken' FROM log.tenant
                """)
            let list = try await place.clubs.run("projector", "quarantine", "list", "--limit", "1")
            list.expect(0, saying: "1 more tenants")
            #expect(list.lines.count == 2 && list.lines[1].hasPrefix("hillside"), "\(list)")
        }
    }

    @Test func `where no version is shown, that is said, and a switch helps`() async throws {
        try await Workplace.with { place in
            let clubs = place.clubs
            try await place.createTenant()
            try await place.change("UPDATE projection.version SET state = 'kept'")
            try await clubs.run("projector", "lag")
                .expect(7, saying: "no-version-shown", "clubs projector switch")
            let shown = try await clubs.run("projector", "switch", "main-1", "--json").json()
            #expect(shown == ["shown": "main-1", "kept": .null])
            try await clubs.run("projector", "lag").expect(0)
        }
    }
}
