import EventSourcing
import Foundation
import TestSupport
import Testing

/// A tournament's page: as things happen, and at any moment since it was scheduled.
@Suite struct TournamentPageTests {
    @Test func `a result appears on the open page without a reload`() async throws {
        let hall = try await PlayingHall.make()
        try await hall.pair(1)
        try await Browser.open { browser in
            try await browser.signIn(hall.players[0], to: hall.path, in: hall.world)
            try await browser.wait("the stream is open") { try await $0.has(".is-live") }
            #expect(try await browser.count("#boards td.result.open") == 2)
            try await browser.run("window.stayed = true")

            try await hall.record(round: 1, board: 1, "1-0")
            try await browser.wait("the result appears") {
                try await $0.text("#boards").contains("1 – 0")
            }
            #expect(try await browser.run("return window.stayed") == true)
            #expect(try await browser.count("#boards td.result.open") == 1)
            #expect(
                try await browser.text("#boards td.result.open").contains("to be decided"))
            #expect(
                try await browser.run("return document.getElementById('live').textContent")
                    == "round 1, board 1: result recorded. Running.")
            #expect(try await browser.complaints() == [])
        }
    }

    @Test func `the slider shows the first round again, and now is one link away`() async throws {
        let hall = try await PlayingHall.make()
        try await hall.play(1)
        try await hall.pair(2)
        try await Browser.open { browser in
            try await browser.signIn(hall.players[0], to: hall.path, in: hall.world)
            #expect(try await browser.text("#boards h2").contains("Round 2"))
            try await browser.run(
                """
                const at = document.getElementById('at');
                at.value = \(try await hall.version(of: "tournament.round-published"));
                at.dispatchEvent(new Event('input', { bubbles: true }));
                """)
            try await browser.wait("round 1 is shown") {
                try await $0.text("#boards h2").contains("Round 1")
            }
            #expect(try await browser.count("#boards td.result.open") == 2)
            #expect(try await browser.text("#at-words").contains("round 1: published"))
            #expect(try await browser.text("#past").contains("As known then"))
            try await browser.follow("#past .button")
            #expect(try await browser.text("#boards h2").contains("Round 2"))
            #expect(try await browser.complaints() == [])
        }
    }

    @Test func `a slider that is told to wait waits, says so, and shows the moment`() async throws {
        let hall = try await PlayingHall.make()
        try await hall.play(1)
        try await hall.pair(2)
        let first = try await hall.version(of: "tournament.round-published")
        try await Browser.open { browser in
            try await browser.signIn(hall.players[0], to: hall.path, in: hall.world)
            // As the service answers who asks too often, until it is told to be kind again.
            try await browser.run(
                """
                window.stayed = true;
                window.isKind = false;
                const real = window.fetch;
                window.fetch = (...wish) => window.isKind ? real(...wish) : Promise.resolve(
                  new Response('', { status: 429, headers: { 'Retry-After': '1' } }));
                const at = document.getElementById('at');
                at.value = \(first);
                at.dispatchEvent(new Event('input', { bubbles: true }));
                """)
            try await browser.wait("the page says that it waits") {
                try await $0.text("#at-wait").contains("shown in a second")
            }
            #expect(try await browser.text("#boards h2").contains("Round 2"))
            try await browser.run("window.isKind = true")
            try await browser.wait("round 1 is shown") {
                try await $0.text("#boards h2").contains("Round 1")
            }
            #expect(try await browser.text("#at-wait").isEmpty)
            #expect(try await browser.run("return window.stayed") == true)
            #expect(try await browser.address.hasSuffix("?at=\(first)"))
        }
    }

    @Test func `without script it is whole: rounds, standings, tables and the past`() async throws {
        let hall = try await PlayingHall.make()
        try await hall.play(1)
        try await hall.pair(2)
        try await hall.correct(round: 1, board: 1, to: "0-1")
        let before = try await hall.version(of: "tournament.round-completed")
        try await Browser.open(.init(runsScript: false)) { browser in
            try await browser.signIn(hall.players[0], to: hall.path + "?round=1", in: hall.world)
            let boards = try await browser.text("#boards")
            #expect(boards.contains("0 – 1") && boards.contains("corrected"))
            #expect(try await browser.count("#standings tbody tr") == 4)
            #expect(try await browser.count("#crosstable tbody tr") == 4)
            #expect(try await browser.count("#boards .reason") == 2)
            #expect(try await browser.text("#corrections").contains("1 – 0"))

            let past = "\(hall.world.address)\(hall.path)?at=\(before)"
            try await browser.visit(past)
            #expect(try await browser.text("#boards").contains("0 – 1") == false)
            #expect(try await browser.has("#corrections h2") == false)
            try await browser.visit(past + "&mode=effective")
            #expect(try await browser.text("#boards").contains("0 – 1"))
            #expect(try await browser.text("#past").contains("As corrected now"))

            // The hall is shown who plays whom and who leads, and nothing to work with.
            try await browser.visit("\(hall.world.address)\(hall.path)?view=hall")
            #expect(try await browser.count("#standings tbody tr") == 4)
            #expect(try await browser.count("#boards tbody tr") == 2)
            #expect(try await browser.count("#crosstable *, #corrections *") == 0)
            #expect(try await browser.count("nav.parts a") == 3)
        }
    }

    @Test func `a board has a page: why, when, and what both had done before`() async throws {
        let hall = try await PlayingHall.make(["avoid": [["kind": "school", "strength": "weak"]]])
        try await hall.play(1)
        try await hall.pair(2)
        try await Browser.open(.init(runsScript: false)) { browser in
            try await browser.signIn(hall.players[0], to: hall.path, in: hall.world)
            try await browser.follow("#boards tbody th a")
            #expect(try await browser.address.hasSuffix("/b/2-1"))
            #expect(try await browser.text("h1").contains("Ada Lovelace"))
            let why = try await browser.text("#why")
            #expect(why.contains("Nobody meets the same opponent twice"))
            #expect(why.contains("Players of one school rather do not meet"))
            let white = try await browser.text("#white")
            #expect(white.contains("1.0 points before this round") && white.contains("1 – 0"))
            #expect(try await browser.count("#black tbody tr") == 1)
            #expect(try await browser.text("#hero .stage").contains("to be decided"))
        }
        try await Browser.open { browser in
            try await browser.signIn(
                hall.players[0], to: hall.path + "/b/2-1", in: hall.world)
            let faults = try await Axe.faults(in: browser)
            #expect(faults == [])
            try await browser.wait("the stream is open") { try await $0.has(".is-live") }
            try await hall.record(round: 2, board: 1, "1/2-1/2")
            try await browser.wait("the result appears") {
                try await $0.text("#hero .stage").contains("½ – ½")
            }
            #expect(try await browser.complaints() == [])
        }
        for place in ["9-1", "2-9", "02-1", "x"] {
            let answer = try await hall.world.caller(hall.players[0]).get(
                "\(hall.path)/b/\(place)")
            #expect(answer.status == 404, "\(place)")
        }
    }

    @Test func `a knockout shows its tree, drawn and as a table`() async throws {
        let hall = try await PlayingHall.make(["format": "single-elimination", "rounds": 2])
        try await hall.pair(1)
        try await hall.record(round: 1, board: 1, "+/-")
        try await Browser.open(.init(runsScript: false)) { browser in
            try await browser.signIn(hall.players[0], to: hall.path, in: hall.world)
            #expect(try await browser.count("#tree svg rect") == 3)
            let tree = try await browser.text("#tree svg")
            #expect(tree.contains("to be decided") && tree.contains("+"))
            #expect(try await browser.text("#boards").contains("forfeit: Black did not come"))
        }
    }

    @Test(arguments: [(1280, false), (1280, true), (360, false), (360, true), (1920, false)])
    func `axe finds nothing wrong, and nothing is wider than the screen`(
        width: Int, isDark: Bool
    ) async throws {
        let hall = try await Self.running.value
        try await Browser.open(.init(width: width, isDark: isDark)) { browser in
            try await browser.signIn(hall.players[0], to: hall.path, in: hall.world)
            for more in ["", "?at=9", "?round=1", "?view=hall"] {
                try await browser.visit(hall.world.address + hall.path + more)
                let faults = try await Axe.faults(in: browser)
                #expect(faults == [], "\(more), \(width) wide")
                #expect(
                    try await browser.run(
                        "return document.documentElement.scrollWidth <= window.innerWidth")
                        == true, "\(more), \(width) wide")
            }
        }
    }

    @Test func `what there is not, and what is not for the viewer, is refused alike`() async throws
    {
        let hall = try await Self.running.value
        let other = try await PageWorld.make()
        for path in [hall.path, "/t/\(UUID().uuidString.lowercased())"] {
            let answer = try await other.caller(other.teacher).get(path)
            #expect(answer.status == 404, "\(path)")
        }
        for (query, status) in [
            ("at=0", 422), ("at=99999", 422), ("round=9", 422), ("mode=x", 400), ("before=x", 422),
        ] {
            let answer = try await hall.world.caller(hall.players[0]).get("\(hall.path)?\(query)")
            #expect(answer.status == status, "\(query)")
        }
    }

    /// In its second round, with a correction.
    private static let running = Task {
        let hall = try await PlayingHall.make()
        try await hall.play(1)
        try await hall.pair(2)
        try await hall.correct(round: 1, board: 1, to: "0-1")
        return hall
    }
}
