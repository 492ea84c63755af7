import EventSourcing
import Foundation
import TestSupport
import Testing

/// `clubs bracket watch`: on a terminal, in a pipe, and when the service goes away.
@Suite(.timeLimit(.minutes(30))) struct BracketWatchTests {
    @Test func `a terminal shows boards and standings in their place, and Ctrl-C gives it back`()
        async throws
    {
        try await ChessClub.with(players: 4) { club in
            let t = try await club.started(rounds: 2)
            try await club.done("pair", t, "1", "--publish")
            let arbiter = club.school.program(as: club.arbiter)
            let status = try await arbiter.onTerminal(["bracket", "watch", t]) { screen in
                try await screen.line { $0.contains("POINTS") }
                #expect(screen.lines.contains { $0.contains("\u{1B}[?1049h") })
                #expect(screen.lines.contains { $0.contains("to be played") })
                try await club.done("result", t, "1", "1", "1-0")
                try await screen.line {
                    $0.contains("Student 0") && $0.contains("1-0") && $0.contains("Student 2")
                }
                // Each picture begins where the last one began, behind its footer.
                let again = "live; end with Ctrl-C\u{1B}[0m\u{1B}[K\u{1B}[J\u{1B}[H"
                #expect(screen.lines.contains { $0.contains(again) })
                try await screen.type("\u{3}")
                try await screen.line { $0.contains("\u{1B}[?1049l") }
            }
            #expect(status == 130)
        }
    }

    @Test func `what was counted ends with the last picture on the terminal`() async throws {
        try await ChessClub.with(players: 2) { club in
            let t = try await club.started(rounds: 1)
            try await club.done("pair", t, "1", "--publish")
            try await club.done("result", t, "1", "1", "-/+")
            let arbiter = club.school.program(as: club.arbiter)
            let status = try await arbiter.onTerminal(
                ["bracket", "watch", t, "--after", "0", "--count", "9"]
            ) { screen in
                try await screen.line { $0.contains("\u{1B}[?1049l") }
                try await screen.line { $0.contains("-/+ forfeit") && !$0.contains("\u{1B}[K") }
            }
            #expect(status == 0)
        }
    }

    @Test func `a pipe gets a line an event, with whoever enters by name`() async throws {
        try await ChessClub.with(players: 2) { club in
            let t = try await club.planned()
            let arbiter = club.school.program(as: club.arbiter)
            let status = try await arbiter.inPipe(["bracket", "watch", t, "--after", "0"]) { pipe in
                try await pipe.line { $0.contains("entries-opened") }
                try await club.done("enter", t, "--player", club.players[0])
                let line = try await pipe.line { $0.contains("player-entered") }
                #expect(line.hasSuffix("Student 0") && !line.contains("\u{1B}"))
                try pipe.interrupt()
            }
            // Ended by the signal, as a shell tells with 130.
            #expect(status == nil)
        }
    }

    @Test func `a service that dies and comes back is followed without gap or repeat`()
        async throws
    {
        try await ChessClub.with(players: 2) { club in
            let t = try await club.planned()
            let place = club.school.place.clubs
            let arbiter = club.school.program(as: club.arbiter)
            let (first, _) = try await place.serving { second in
                let port = try #require(second.address.split(separator: ":").last)
                let watcher = arbiter.with("CLUBS_URL", second.address)
                let status = try await watcher.inPipe(
                    ["bracket", "watch", t, "--after", "0", "--count", "4", "--json"]
                ) { pipe in
                    try await pipe.line { $0.contains("entries-opened") }
                    await second.kill()
                    try await club.done("enter", t, "--player", club.players[0])
                    _ = try await place.serving("--port", String(port)) { _ in
                        try await pipe.line { $0.contains(club.players[0]) }
                        try await club.done("enter", t, "--player", club.players[1])
                        try await pipe.line { $0.contains(club.players[1]) }
                    }
                    #expect(pipe.lines.count == 4)
                    #expect(Set(pipe.lines).count == 4)
                }
                return status
            }
            #expect(first == 0)
        }
    }
}
