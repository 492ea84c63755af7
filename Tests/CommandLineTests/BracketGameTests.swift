import EventSourcing
import Foundation
import TestSupport
import Testing

/// What players say of their own games: when they play, and how it ended.
@Suite(.timeLimit(.minutes(30))) struct BracketGameTests {
    @Test func `two players find a time across zones and a change of clocks`() async throws {
        try await ChessClub.with(players: 2) { club in
            // London's clocks go forward on 28 March 2027, New York's have on 14 March.
            let t = try await club.started(rounds: 1, "--cadence", "window", "--window-days", "14")
            try await club.run("propose-time", t, "1", "1", "2027-03-29T16:00", as: club.players[0])
                .expect(3, saying: "no-such-board", "remedy")
            try await club.done("pair", t, "1")
            try await club.done(
                "publish", t, "1", "--starts-at", "2027-03-22T16:00:00Z", "--window-ends-at",
                "2027-04-05T16:00:00Z")
            let board = try #require(
                try await club.json("show", t, "1")["boards"]?.items.first)
            let (white, black) = (
                try #require(board["white"]?["player"]?.string),
                try #require(board["black"]?["player"]?.string)
            )
            // The same evening, as New York and as the tournament's London write it.
            let proposed = try await club.done(
                "propose-time", t, "1", "1", "2027-03-27T12:00", "2027-03-29T12:00",
                "--time-zone", "America/New_York", as: white)
            #expect(proposed.contains("tournament.game-time-proposed"))
            try await club.run("agree-time", t, "1", "1", "2027-03-29T16:00", as: black)
                .expect(3, saying: "time-not-proposed", "remedy")
            try await club.run("agree-time", t, "1", "1", "2027-03-28T01:30", as: black)
                .expect(
                    3, saying: "no clock in Europe/London shows 2027-03-28T01:30",
                    "2027-03-28T00:30 or 2027-03-28T02:30", "local-time-does-not-exist")
            try await club.run("agree-time", t, "1", "1", "2027-03-29T17:00:00+01:00", as: white)
                .expect(3, saying: "time-not-proposed")
            try await club.run("agree-time", t, "1", "1", "2027-03-29T17:00:00+01:00")
                .expect(6, saying: "not-your-game", "remedy")
            try await club.done("agree-time", t, "1", "1", "2027-03-29T17:00", as: black)
            let agreed = try await club.json("show", t, "1")["boards"]?.items.first?["agreedAt"]
            #expect(agreed == "2027-03-29T16:00:00Z")
            #expect(
                try await club.done("show", t, "1").contains("at 2027-03-29 17:00 Europe/London"))
            // Before the change of clocks, noon in New York is four in the afternoon in London.
            try await club.done("agree-time", t, "1", "1", "2027-03-27T16:00:00Z", as: black)
            #expect(
                try await club.done("show", t, "1").contains("at 2027-03-27 16:00 Europe/London"))
            try await club.run(
                "propose-time", t, "1", "1", "2027-05-01T12:00:00Z", as: white
            ).expect(3, saying: "outside-window", "2027-04-05T16:00:00Z", "remedy")
            let file = try await club.done("export", t, "--format", "ics")
            #expect(file.contains("DTSTART:20270327T160000Z"))
        }
    }

    @Test func `a result counts when both say the same, and the arbiter ends a dispute`()
        async throws
    {
        try await ChessClub.with(players: 4) { club in
            let t = try await club.started(rounds: 1, "--result-rule", "both-confirm")
            try await club.done("pair", t, "1")
            try await club.run("report", t, "1", "1", "1-0", as: club.players[0])
                .expect(3, saying: "not-published", "remedy")
            try await club.done("publish", t, "1")
            let boards = try await club.json("show", t, "1")["boards"]?.items ?? []
            let seats = boards.map { board in
                ["white", "black"].compactMap { board[$0]?["player"]?.string }
            }
            try #require(seats.count == 2 && seats.allSatisfy { $0.count == 2 })
            let (white, black) = (seats[0][0], seats[0][1])

            try await club.run("confirm", t, "1", "1", as: black)
                .expect(3, saying: "nothing-reported", "remedy")
            try await club.run("report", t, "1", "1", "1-0", as: seats[1][0])
                .expect(6, saying: "not-your-game", "remedy")
            try await club.run("report", t, "1", "1", "-/+", as: white)
                .expect(3, saying: "result-not-possible", "remedy")
            try await club.done(
                "report", t, "1", "1", "1-0", "--game", "https://games.example/7", as: white)
            #expect(try await club.done("show", t, "1").contains("1-0 reported"))
            #expect(
                try await club.done("report", t, "1", "1", "1-0", as: white)
                    == "nothing to do\n")
            try await club.run("confirm", t, "1", "1", "draw", as: black)
                .expect(3, saying: "result-mismatch", "has reported 1-0")
            let confirmed = try await club.done("confirm", t, "1", "1", as: black)
            #expect(confirmed.contains("tournament.result-confirmed, tournament.result-recorded"))
            try await club.run("report", t, "1", "1", "0-1", as: black)
                .expect(3, saying: "result-final")

            try await club.done("report", t, "1", "2", "0-1", as: seats[1][1])
            let disputed = try await club.done(
                "dispute", t, "1", "2", "--note", "It was a draw.", as: seats[1][0])
            #expect(disputed.contains("tournament.result-disputed"))
            #expect(try await club.done("show", t, "1").contains("disputed"))
            try await club.done("result", t, "1", "2", "draw")
            try await club.run("dispute", t, "1", "2", as: seats[1][1])
                .expect(3, saying: "result-final")
            let results = try await club.json("show", t, "1")["boards"]?.items.map { $0["result"] }
            #expect(results == ["1-0", "1/2-1/2"])
        }
    }

    @Test(arguments: [
        ("+/-", "+/-"), ("-/+", "-/+"), ("-/-", "-/-"), ("black-absent", "+/-"),
        ("white-absent", "-/+"), ("both-absent", "-/-"),
    ])
    func `a forfeit is typed as it is written, or in words`(typed: String, result: String)
        async throws
    {
        let service = try CannedService(status: 200, body: #"{"events":[]}"#)
        let t = UUID().uuidString.lowercased()
        let ended = try await service.ask("bracket", "result", t, "1", "2", typed, "--json")
        #expect(ended.status == 0, "\(ended)")
        #expect(service.lastBody.contains("\"result\":\"\(result)\""), "\(service.lastBody)")
        let flagged = try await service.ask("bracket", "result", t, "1", "2", "--json", typed)
        #expect(flagged.status == 0, "\(flagged)")
    }

    @Test func `a note that looks like a forfeit stays a note`() async throws {
        let service = try CannedService(status: 200, body: #"{"events":[]}"#)
        let t = UUID().uuidString.lowercased()
        let ended = try await service.ask(
            "bracket", "correct", t, "1", "2", "-/-", "--reason", "error", "--note=-/+")
        #expect(ended.status == 0, "\(ended)")
        #expect(service.lastBody.contains(#""reason":"-/+""#), "\(service.lastBody)")
        #expect(service.lastBody.contains(#""result":"-/-""#), "\(service.lastBody)")
    }
}
