import EventSourcing
import Foundation
import Pairing
import TestSupport
import Testing

/// A tournament's files as the terminal writes them, read back by their own rules.
@Suite(.timeLimit(.minutes(30))) struct BracketExportTests {
    private static let name =
        #"Frühlings-Open; "offen", für alle, die Lust auf viele Runden Schach haben"#
    private static let player = #"Müller, "Max""#

    @Test func `every kind of file reads back as what was played`() async throws {
        try await ChessClub.with(players: 3) { club in
            let school = club.school
            let added = try await school.write(
                "person", "add", "--school", school.created.school, "--kind", "student",
                "--age-band", "16-17", "--name", Self.player, as: school.created.admin)
            let person = try #require(added.events.first?["data"]?["person"]?.string)
            let joined = try await school.write("club", "join", "chess", as: person)
            _ = try await school.read("club", "list", as: person, after: joined.position)
            let t = try await club.planned(
                rounds: 3,
                [
                    "--name", Self.name, "--round-at", "2027-03-09T16:00", "--round-at",
                    "2027-03-23T16:00", "--round-at", "2027-03-30T16:00",
                ])
            for (index, player) in (club.players + [person]).enumerated() {
                try await club.done("enter", t, "--player", player, "--rating", "\(2000 - index)")
            }
            try await club.done("seed", t)
            try await club.done("start", t)
            try await club.done("pair", t, "1", "--publish")
            try await club.done("result", t, "1", "1", "1/2-1/2")
            try await club.done("result", t, "1", "2", "+/-")

            try await expectCalendar(of: t, club)
            try await expectTable(of: t, club)
            try await expectGames(of: t, club)
            try await expectDocument(of: t, club)
            for format in ["trf16", "trf26"] {
                let text = try await club.done("export", t, "--format", format)
                let file = try ReportFile(bytes: Array(text.utf8))
                #expect(file.players.count == 4, "\(format)")
                #expect(file.players.map(\.points) == ["0.5", "0", "0.5", "1"].map { Points($0) })
                #expect(file.players.last?.name == Self.player)
            }
            try await club.run("export", t, "--format", "pdf").expect(2, saying: "pdf")
            try await club.run("export", UUID().uuidString, "--format", "csv")
                .expect(5, saying: "not-found", "remedy")
            try await club.run(
                "export", t, "--format", "csv", "--output", "/nonexistent/table.csv"
            ).expect(2, saying: "/nonexistent/table.csv cannot be written", "remedy")
        }
    }

    private func expectCalendar(of t: String, _ club: ChessClub) async throws {
        let text = try await club.done("export", t, "--format", "ics")
        #expect(text.hasSuffix("END:VCALENDAR\r\n"))
        let raw = text.components(separatedBy: "\r\n").dropLast()
        #expect(raw.allSatisfy { $0.utf8.count <= 75 && !$0.contains("\n") })
        #expect(raw.contains { $0.hasPrefix(" ") })
        let lines = text.replacing("\r\n ", with: "").components(separatedBy: "\r\n")
        func values(_ property: String) -> [String] {
            lines.filter { $0.hasPrefix(property + ":") }.map {
                String($0.dropFirst(property.count + 1))
            }
        }
        // Four in the afternoon in London, before and after its clocks go forward.
        #expect(
            values("DTSTART") == ["20270309T160000Z", "20270323T160000Z", "20270330T150000Z"])
        #expect(Set(values("UID")).count == 3)
        let escaped = Self.name.replacing(";", with: "\\;").replacing(",", with: "\\,")
        #expect(values("SUMMARY") == (1...3).map { "\(escaped)\\, round \($0)" })
        #expect(values("NAME") == [escaped])
        #expect(lines.count { $0 == "BEGIN:VEVENT" } == 3)
        #expect(!text.contains("Müller"))
        let again = try await club.done("export", t, "--format", "ics")
        #expect(again == text)
    }

    private func expectTable(of t: String, _ club: ChessClub) async throws {
        let rows = commaSeparated(try await club.done("export", t, "--format", "csv"))
        let heads = try #require(rows.first)
        #expect(
            heads.prefix(7) == ["rank", "number", "name", "school", "rating", "points", "round 1"])
        #expect(rows.count == 5 && rows.allSatisfy { $0.count == heads.count })
        let max = try #require(rows.first { $0[2] == Self.player })
        #expect(max[1] == "4" && max[4] == "1997" && max[5] == "1.0")
    }

    /// RFC 4180, read by hand.
    private func commaSeparated(_ text: String) -> [[String]] {
        var (rows, row, field, isQuoted) = ([[String]](), [String](), "", false)
        var rest = Array(text)[...]
        while let character = rest.popFirst() {
            switch character {
            case "\"" where isQuoted && rest.first == "\"": field.append(rest.removeFirst())
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                row.append(field)
                field = ""
            case "\r\n" where !isQuoted:
                rows.append(row + [field])
                (row, field) = ([], "")
            default: field.append(character)
            }
        }
        return rows
    }

    private func expectGames(of t: String, _ club: ChessClub) async throws {
        let text = try await club.done("export", t, "--format", "pgn")
        let games = text.split(separator: "\n\n[").map { game in
            game.matches(of: /\[?([A-Za-z]+) "((?:[^"\\]|\\.)*)"\]/).map { match in
                (
                    String(match.1),
                    String(match.2).replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
                )
            }
        }
        try #require(games.count == 2)
        let roster = ["Event", "Site", "Date", "Round", "White", "Black", "Result"]
        for game in games { #expect(game.prefix(7).map(\.0) == roster) }
        let tags = games.map { Dictionary(uniqueKeysWithValues: $0) }
        #expect(tags.map { $0["Event"] } == [Self.name, Self.name])
        #expect(tags.map { $0["Date"] } == ["2027.03.09", "2027.03.09"])
        #expect(tags.map { $0["Round"] } == ["1.1", "1.2"])
        #expect(tags.map { $0["Result"] } == ["1/2-1/2", "1-0"])
        #expect(tags[1]["Termination"] != nil && tags[0]["Termination"] == nil)
        #expect(tags.contains { $0["White"] == Self.player || $0["Black"] == Self.player })
        #expect(text.hasSuffix("\n1-0\n"))
    }

    private func expectDocument(of t: String, _ club: ChessClub) async throws {
        let text = try await club.done("export", t, "--format", "json")
        let document = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        #expect(document["summary"]?["name"]?.string == Self.name)
        let boards = document["rounds"]?.items.first?["boards"]?.items ?? []
        #expect(boards.map { $0["result"] } == ["1/2-1/2", "+/-"])
        #expect(document["crosstable"]?["lines"]?.items.count == 4)
    }
}
