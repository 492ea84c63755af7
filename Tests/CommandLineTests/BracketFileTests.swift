import EventSourcing
import Foundation
import Pairing
import PostgreSQL
import TestSupport
import Testing

/// Real tournaments that come in as files, go on here, and go out again.
@Suite(.timeLimit(.minutes(30))) struct BracketFileTests {
    private func fixture(_ name: String) -> String { realFile(name).path }

    private func report(_ path: String) throws -> ReportFile {
        try ReportFile(bytes: Array(Data(contentsOf: URL(filePath: path))))
    }

    private func importing(_ club: ChessClub, _ file: String, through round: Int, as id: String)
        async throws
    {
        try await club.done(
            "import", "chess", file, "--starts-at", "2027-03-09T16:00", "--time-control", "90+30",
            "--through-round", "\(round)", "--tournament", id)
    }

    @Test func `an open of 284 comes in round by round and goes out as it was`() async throws {
        try await ChessClub.with(players: 0) { club in
            let file = fixture("frankfurt-open-2005.trf")
            let original = try report(file)
            let t = UUID().uuidString.lowercased()
            // The players are registered by whoever may: here by the admin.
            _ = try await club.school.write(
                "person", "role", "assign", club.arbiter, "admin", as: club.school.created.admin)
            for round in 1...7 { try await importing(club, file, through: round, as: t) }

            let standings = try await club.json("standings", t)
            let points = Dictionary(
                uniqueKeysWithValues: (standings["lines"]?.items ?? []).map {
                    ($0["number"]?.number ?? 0, $0["points"]?.string)
                })
            #expect(points.count == 284)
            for player in original.players {
                #expect(points[player.number] == player.points?.description, "\(player.number)")
            }

            let out = club.school.place.folder + "/out.trf"
            try await club.done("export", t, "--format", "trf26", "--output", out)
            let back = try report(out)
            #expect(back.players.count == original.players.count)
            for (before, after) in zip(original.players, back.players) {
                #expect(before.number == after.number && before.points == after.points)
                #expect(before.name == after.name && before.rounds == after.rounds)
            }

            let typed = try await Program().run("pairing", "standings", file)
            try #require(typed.status == 0, "\(typed)")
            let ranks = Dictionary(
                uniqueKeysWithValues: typed.lines.map { line in
                    let parts = line.split(separator: " ")
                    return (Int(parts[0]) ?? 0, Int(parts[1]))
                })
            for line in standings["lines"]?.items ?? [] {
                let number = line["number"]?.number ?? 0
                #expect(line["rank"]?.number == ranks[number] ?? nil, "number \(number)")
            }
        }
    }

    @Test(arguments: [("online-blitz-2020-05.trf", 13), ("online-blitz-2020-06.trf", 9)])
    func `a blitz with late entries and byes ends with the file's points`(
        name: String, count: Int
    ) async throws {
        try await ChessClub.with(players: 0) { club in
            let file = fixture(name)
            let original = try report(file)
            let t = UUID().uuidString.lowercased()
            _ = try await club.school.write(
                "person", "role", "assign", club.arbiter, "admin", as: club.school.created.admin)
            try await importing(club, file, through: original.pairedRounds, as: t)
            let lines = try await club.json("standings", t)["lines"]?.items ?? []
            try #require(lines.count == count && original.players.count == count)
            for player in original.players {
                let line = lines.first { $0["number"]?.number == player.number }
                #expect(line?["points"]?.string == player.points?.description, "\(player.number)")
            }
        }
    }

    @Test func `what came from elsewhere goes on here, and one changed result is found`()
        async throws
    {
        try await ChessClub.with(players: 0) { club in
            let t = UUID().uuidString.lowercased()
            _ = try await club.school.write(
                "person", "role", "assign", club.arbiter, "admin", as: club.school.created.admin)
            try await importing(
                club, fixture("online-blitz-2020-05.trf"), through: 3, as: t)
            try await club.done("pair", t, "4", "--publish")
            let found = try await club.json("verify", t)
            #expect(found["reproduced"] == true)
            #expect(
                (found["rounds"]?.items ?? []).map { $0["finding"]?.string }
                    == ["not-ours", "not-ours", "not-ours", "reproduced"])
            try await club.school.place.change(
                """
                UPDATE log.event SET data = replace(data::text, '"1-0"', '"0-1"')::json
                WHERE position = (
                  SELECT max(position) FROM log.event
                  WHERE type = 'tournament.result-recorded' AND data::text LIKE '%"1-0"%')
                """)
            try await club.run("verify", t).expect(8, saying: "round", "remedy")
        }
    }
}
