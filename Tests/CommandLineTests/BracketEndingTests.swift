import EventSourcing
import Foundation
import TestSupport
import Testing

/// How tournaments end at the terminal: trees, ties, other days, and second thoughts.
@Suite(.timeLimit(.minutes(30))) struct BracketEndingTests {
    @Test func `a knockout's tree tells who waits for whom, and who came where`() async throws {
        try await ChessClub.with(players: 4) { club in
            let t = try await club.started(
                rounds: 2, "--format", "single-elimination", "--third-place-game")
            try await club.done("pair", t, "1", "--publish")
            let first = try await club.done("tree", t)
            #expect(first.hasPrefix("match\tfirst\tsecond\tround\tboard\tresult\twinner\n"))
            #expect(first.contains("to be decided"))
            try await club.run("result", t, "1", "1", "draw")
                .expect(3, saying: "draw-in-knockout", "remedy")
            try await club.done("result", t, "1", "1", "1-0")
            try await club.done("result", t, "1", "2", "-/+")
            try await club.done("complete", t, "1")
            try await club.done("pair", t, "2", "--publish")
            let table = try await club.done("tree", t, "--csv")
            #expect(!table.contains("to be decided") && table.contains("-/+"))
            for board in 1...2 { try await club.done("result", t, "2", "\(board)", "1-0") }
            try await club.done("complete", t, "2")
            let places = try await club.json("tree", t)["places"]?.items ?? []
            #expect(places.map { $0["place"]?.number } == [1, 2, 3, 4])
            let shown = try await club.done("tree", t, "--table")
            #expect(shown.contains("PLACE  NAME"))

            let swiss = try await club.planned()
            try await club.run("tree", swiss).expect(5, saying: "remedy")
        }
    }

    @Test func `who is tied is put in order, and nobody else`() async throws {
        try await ChessClub.with(players: 3) { club in
            let t = try await club.started(
                rounds: 3, "--format", "round-robin", "--tie-break", "BPG")
            try await club.run("resolve-tie", t, "1", "2", "3", "--method", "lot", "--seed", "7")
                .expect(3, saying: "remedy")
            for round in 1...3 {
                try await club.done("pair", t, "\(round)", "--publish")
                try await club.done("result", t, "\(round)", "1", "draw")
                try await club.done("complete", t, "\(round)")
            }
            func order() async throws -> [Int?] {
                (try await club.json("standings", t)["lines"]?.items ?? []).map {
                    $0["number"]?.number
                }
            }
            let tied = (try await club.json("standings", t)["lines"]?.items ?? []).filter {
                $0["rank"]?.number == 1
            }.compactMap { $0["number"]?.number }
            try #require(tied.count > 1)
            try await club.run("resolve-tie", t, "\(tied[0])", "--method", "playoff")
                .expect(3, saying: "not-tied", "Name all players of one rank")
            try await club.run("resolve-tie", t, "nobody", "\(tied[0])", "--method", "playoff")
                .expect(5, saying: "nobody here is nobody")
            let wished = Array(tied.reversed())
            let resolved = try await club.done(
                ["resolve-tie", t] + wished.map(String.init) + ["--method", "playoff"])
            #expect(resolved.contains("tournament.tie-resolved"))
            #expect(Array(try await order().prefix(tied.count)) == wished)
            try await club.done(
                ["resolve-tie", t] + tied.map(String.init) + ["--method", "lot", "--seed", "7"])
            try await club.done("finalize", t)
        }
    }

    @Test func `a start moves to a time that there is, and what is called off stands still`()
        async throws
    {
        try await ChessClub.with(players: 2) { club in
            let t = try await club.planned()
            let moved = try await club.done("postpone", t, "2027-03-30T16:00")
            #expect(moved.contains("tournament.postponed"))
            #expect(try await club.done("postpone", t, "2027-03-30T16:00") == "nothing to do\n")
            let calendar = try await club.done("export", t, "--format", "ics")
            // Four in the afternoon, when London's clocks are an hour ahead.
            #expect(calendar.contains("DTSTART:20270330T150000Z"))
            try await club.run("postpone", t, "2027-03-28T01:30")
                .expect(
                    3, saying: "no clock in Europe/London shows 2027-03-28T01:30", "remedy",
                    "nearest: 2027-03-28T00:30, 2027-03-28T02:30")
            try await club.run("postpone", t, "2027-04-06T16:00", as: club.players[0])
                .expect(6, saying: "not-allowed")
            try await club.run("reopen", t, "--reason", "appeal")
                .expect(3, saying: "not-final")
            try await club.done("cancel", t, "--reason", "no-hall")
            try await club.run("enter", t, "--player", club.players[0])
                .expect(3, saying: "tournament-cancelled", "remedy")
            let file = try await club.done("export", t, "--format", "ics")
            #expect(file.contains("STATUS:CANCELLED"))
        }
    }

    @Test func `final standings are opened, corrected and made final again`() async throws {
        try await ChessClub.with(players: 2) { club in
            let t = try await club.started(rounds: 1)
            try await club.done("pair", t, "1", "--publish")
            try await club.done("result", t, "1", "1", "1-0")
            try await club.run("finalize", t, as: club.players[0])
                .expect(6, saying: "not-allowed")
            try await club.done("finalize", t)
            let before = try await club.done("standings", t, "--digest")
            try await club.run("cancel", t, "--reason", "no-hall").expect(3, saying: "finalized")
            let reopened = try await club.done(
                "reopen", t, "--reason", "appeal", "--note", "The clocks were set wrong.")
            #expect(reopened.contains("tournament.reopened"))
            try await club.done("correct", t, "1", "1", "0-1", "--reason", "appeal")
            try await club.done("finalize", t)
            #expect(try await club.done("standings", t, "--digest") != before)
        }
    }
}
