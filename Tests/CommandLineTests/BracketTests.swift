import EventSourcing
import Foundation
import TestSupport
import Testing

/// Tournaments, typed at a terminal against a service that runs.
@Suite(.timeLimit(.minutes(30))) struct BracketTests {
    @Test func `a tournament is paired, played, corrected and ended at the terminal`()
        async throws
    {
        try await ChessClub.with(players: 4) { club in
            let t = try await club.started(rounds: 2)
            let tried = try await club.done("pair", t, "1", "--dry-run")
            #expect(tried.contains("would record tournament.round-paired"))
            #expect(tried.contains("Student 0") && tried.contains("why"))
            let paired = try await club.done("pair", t, "1", "--publish")
            #expect(paired.contains("tournament.round-published"))
            try await club.run("pair", t, "2").expect(3, saying: "not complete", "remedy")
            try await club.run("result", t, "1", "9", "1-0").expect(3, saying: "no-such-board")
            try await club.done("result", t, "1", "1", "1-0")
            try await club.run("result", t, "1", "1", "0-1").expect(3, saying: "result-exists")
            try await club.done("result", t, "1", "2", "black-absent")
            let shown = try await club.done("show", t)
            #expect(shown.contains("+/- forfeit") && shown.contains("1\t1\tStudent 0\t1-0"))
            try await club.done("complete", t, "1")
            let explained = try await club.done("explain", t, "1", "1")
            #expect(explained.hasPrefix("board\twhite\tblack\trule\twhy\n"))
            let listed = try await club.done("list", "--club", "chess", "--state", "running")
            #expect(listed.contains("Spring Open") && listed.contains("1 of 2\t4\t\(t)"))
            #expect(try await club.done("list") == club.done("list", "--club", "chess"))
            try await club.run("list", "--state", "unscheduled").expect(2, saying: "--state")
            let draft = try await club.run("pair", t, "2")
            #expect(draft.status == 0 && draft.errors.contains("a draft: others see it after"))
            #expect(try await club.done("show", t, "--table").contains("draft: only arbiters"))
            try await club.run("show", t, "2", as: club.players[0])
                .expect(5, saying: "once it is paired and published")
            try await club.done("publish", t, "2")
            try await club.done("show", t, "2", as: club.players[0])
            try await club.run("enter", t, "--player", "nobody")
                .expect(5, saying: "clubs club show")
            try await club.run("tree", t).expect(5, saying: "only a knockout")
            try await club.done("result", t, "2", "1", "draw")
            try await club.done("result", t, "2", "2", "0-1")
            try await club.done("complete", t, "2")
            let digest = try await club.done("standings", t, "--digest")
                .trimmingCharacters(in: .newlines)
            try await club.run("finalize", t, "--digest", "another")
                .expect(3, saying: "standings-changed")
            try await club.done("finalize", t, "--digest", digest)
            try await club.done("verify", t)
            let table = try await club.done("crosstable", t, "--csv")
            #expect(table.hasPrefix("rank,no,name,r1,r2,points\r\n1,"))
            try await club.run("correct", t, "1", "1", "0-1", "--reason", "typing-error")
                .expect(3, saying: "finalized", "remedy")
            try await club.done("reopen", t, "--reason", "appeal")
        }
    }

    @Test func `players are found by number, by name and by id`() async throws {
        try await ChessClub.with(players: 3) { club in
            let t = try await club.started()
            try await club.done("bye", t, "1", "--player", "Student 2")
            try await club.done("bye", t, "1", "--player", "3", "--give-back")
            try await club.run("bye", t, "1", "--player", "stu")
                .expect(2, saying: "may be", "Student 0", "remedy")
            try await club.run("bye", t, "1", "--player", "nobody").expect(5, saying: "remedy")
            try await club.done("withdraw", t, club.players[2], "--reason", "ill")
            try await club.done("reinstate", t, "3")
            try await club.run("expel", t, "1", "--reason", "conduct", as: club.players[1])
                .expect(6, saying: "not-allowed")
        }
    }

    @Test func `a round is changed by hand, and a decision undone with what hangs on it`()
        async throws
    {
        try await ChessClub.with(players: 4) { club in
            let t = try await club.started()
            let before = try await club.json("pair", t, "1")["version"]?.number ?? 0
            let swapped = try await club.done("swap", t, "1", "1", "2", "--reason", "wish")
            #expect(swapped.contains("pairing-overridden"))
            try await club.run(
                "override", t, "1", "--board", "1:1:3", "--board", "2:4:2", "--reason", "wish",
                "--expect", "\(before)"
            ).expect(4, saying: "stale", "tournament.pairing-overridden")
            try await club.done(
                "override", t, "1", "--board", "1:1:3", "--board", "2:4:2", "--reason", "wish")
            try await club.done("unpair", t, "1", "--reason", "late-entry")
            try await club.done("pair", t, "1", "--publish")
            try await club.done("result", t, "1", "1", "1-0")
            let recorded = try await club.json("history", t).items.count
            try await club.done("result", t, "1", "2", "1-0")
            try await club.done("complete", t, "1")
            try await club.done("pair", t, "2")
            try await club.run("undo", t, "\(recorded)", "--reason", "mistake")
                .expect(3, saying: "revert-blocked", "tournament.round-paired round 2", "remedy")
            let undone = try await club.done(
                "undo", t, "\(recorded)", "--cascade", "--reason", "mistake")
            #expect(undone.contains("tournament.decision-reverted"))
        }
    }

    @Test func `a correction counts from the round it is given, and the past stays`() async throws {
        try await ChessClub.with(players: 4) { club in
            let t = try await club.started()
            try await club.done("pair", t, "1", "--publish")
            let known = try await club.json("result", t, "1", "1", "1-0")
            try await club.done("result", t, "1", "2", "1-0")
            try await club.done("complete", t, "1")
            try await club.done("pair", t, "2", "--publish")
            let boards = try await club.json("show", t, "2")["boards"]
            try await club.done(
                "correct", t, "1", "1", "0-1", "--applies-from-round", "3", "--reason", "appeal")
            let position = try #require(known["events"]?.items.last?["position"]?.number)
            func result(_ mode: String) async throws -> JSONValue? {
                try await club.json("show", t, "1", "--as-of", "@\(position)", "--mode", mode)[
                    "boards"]?.items.first?["result"]
            }
            #expect(try await result("recorded") == "1-0")
            #expect(try await result("effective") == "0-1")
            #expect(try await club.json("show", t, "2")["boards"] == boards)
        }
    }

    @Test func `by terminal, by HTTP and half and half the same standings come out`()
        async throws
    {
        try await ChessClub.with(players: 6) { club in
            var digests: [String] = []
            for hands in [[BracketPlay.Hand.terminal], [.http], [.http, .terminal]] {
                var play = BracketPlay(club, hands)
                try await play.toTheEnd()
                digests.append(try await club.done("standings", play.tournament, "--digest"))
            }
            #expect(Set(digests).count == 1 && digests[0].count > 10, "\(digests)")
        }
    }

    @Test func `a tournament is watched from a position on, with names and results`()
        async throws
    {
        try await ChessClub.with(players: 2) { club in
            let t = try await club.started(rounds: 1)
            try await club.done("pair", t, "1", "--publish")
            try await club.done("result", t, "1", "1", "1-0")
            // Scheduled, opened, two entries, seeded, started, paired, published, one result.
            let watched = try await club.done("watch", t, "--after", "0", "--count", "9")
            #expect(watched.contains("scheduled") && watched.contains("Student 0 1-0 Student 1"))
        }
    }
}
