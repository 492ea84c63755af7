import EventSourcing
import TestSupport
import Testing

@testable import Gateway

/// Each command about tournaments by its own address, as whoever uses it sends it.
@Suite struct TournamentRouteTests {
    @Test func `a tournament is scheduled by a club's slug, amended, moved and called off`()
        async throws
    {
        let stage = try await Stage.make()
        let club = try await stage.club(["slug": "rooks"])
        _ = try await stage.current("/v1/clubs/rooks", as: stage.asLead)
        let scheduling = PlayedTournament.scheduling
        let scheduled = try await stage.asLead.post("/v1/clubs/rooks/tournaments", scheduling)
        try scheduled.expect(201)
        #expect(scheduled.eventTypes == ["tournament.scheduled"])
        let address = try #require(scheduled[header: "Location"])
        let event = try scheduled.json["events"]?.elements.first?["data"]
        #expect(event?["club"] == .string(club))
        #expect(event?["timeZone"] == "Europe/London")

        let tag = try #require(scheduled[header: "ETag"])
        let amended = try await stage.asLead.send(
            "PATCH", address,
            ["changes": ["rounds": 5, "tieBreaks": ["BH", "SB"], "scoring": .null]],
            headers: ["If-Match": tag])
        try amended.expectProblem(422, "setting-invalid")
        #expect(try amended.json["setting"] == "scoring")
        #expect(try amended.json["detail"] == "scoring cannot be empty")
        let unknown = try await stage.asLead.send(
            "PATCH", address, ["changes": ["colour": "blue"]], headers: ["If-Match": tag])
        try unknown.expectProblem(422, "setting-invalid")
        #expect(try unknown.json["detail"]?.string?.contains("there are autoConfirmHours") == true)
        try await stage.asLead.send(
            "PATCH", address, ["changes": ["rounds": 5, "tieBreaks": ["BH", "SB"]]],
            headers: ["If-Match": tag]
        ).expect(200)
        let moved = try await stage.asLead.post(
            address + "/postponement", ["to": "2027-03-16T16:00"])
        try moved.expect(200)
        #expect(moved.eventTypes == ["tournament.postponed"])
        let off = try await stage.asLead.post(
            address + "/cancellation", ["reasonCode": "no-hall"])
        try off.expect(200)
        #expect(off.eventTypes == ["tournament.cancelled"])
    }

    @Test func `players come, ask for byes, check in, leave, return and are excluded`()
        async throws
    {
        let open = try await PlayedTournament.make(players: 5)
        let (player, other) = (open.players[0], open.players[1])
        try await open.post("/byes", ["round": 1, "kind": "half"], as: player).expect(201)
        try await open.send("DELETE", "/byes/1/\(player)", as: player).expect(204)
        let stranger = try await open.stage.student()
        try await open.post("/players", [:], as: stranger).expectProblem(409, "not-eligible")
        try await open.post("/players", [:], as: player).expectProblem(409, "already-entered")
        try await open.send("DELETE", "/players/\(other)", as: player)
            .expectProblem(403, "not-allowed")
        try await open.send("DELETE", "/players/\(player)", ["reasonCode": "ill"], as: player)
            .expect(204)
        try await open.post("/players/\(player)/reinstatement", as: player).expect(200)
        let excluded = try await open.post(
            "/players/\(open.players[4])/expulsion",
            ["reasonCode": "conduct", "reason": "Hidden words."])
        try excluded.expect(200)
        #expect(excluded.eventTypes == ["tournament.player-expelled"])
        #expect(!excluded.text.contains("Hidden"))
        _ = try await open.started()
        try await open.post("/check-ins", ["round": 1], as: player).expect(201)
        try await open.send("DELETE", "/entry-windows").expect(204)
    }

    @Test func `a round is tried, paired, changed by hand, taken back and published`()
        async throws
    {
        let open = try await PlayedTournament.make(players: 6).started()
        let tried = try await open.post("/rounds/1/pairing?dryRun").expect(200)
        let preferred = try await open.post(
            "/rounds/1/pairing", headers: ["Prefer": "dry-run"]
        ).expect(200)
        #expect(try tried.json["dryRun"] == true)
        let round = try #require(try tried.json["events"]?.elements.first?["data"])
        #expect(try preferred.json["events"]?.elements.first?["data"] == round)
        let explained = round["explanations"]
        #expect(explained?.elements.count == 3)
        try await open.post("/rounds/1/pairing?dryRun=perhaps").expectProblem(422, "invalid")

        let paired = try await open.post("/rounds/1/pairing", headers: open.tag()).expect(201)
        #expect(paired[header: "Location"]?.hasSuffix("\(open.tournament)/rounds/1") == true)
        let boards = try paired.boards
        #expect(try boards.map(\.white) == tried.boards.map(\.white))
        let swap: JSONValue = [
            "changes": [
                [
                    "board": 1, "white": .string(boards[0].black),
                    "black": .string(boards[0].white),
                ]
            ], "reasonCode": "wish",
        ]
        let swapped = try await open.send(
            "PATCH", "/rounds/1/pairing", swap, headers: open.tag())
        try swapped.expect(200)
        #expect(swapped.eventTypes == ["tournament.pairing-overridden"])
        try await open.send(
            "DELETE", "/rounds/1/pairing", ["reasonCode": "late-entry"], headers: open.tag()
        ).expect(204)
        try await open.play(1)
        try await open.finish(1, boards: 3)
    }

    @Test func `players report, confirm and dispute, and the arbiter corrects and reverts`()
        async throws
    {
        let open = try await PlayedTournament.make(players: 4).started()
        let boards = try await open.play(1)
        let one = "/rounds/1/boards/1"
        try await open.post(one + "/report", ["result": "1-0"], as: boards[0].white).expect(201)
        try await open.post(
            one + "/dispute", ["reason": "It was a draw."], as: boards[0].black
        ).expect(201)
        try await open.post(
            one + "/report", ["result": "1/2-1/2", "gameRef": "https://games/1"],
            as: boards[0].white
        ).expect(201)
        let confirmed = try await open.post(one + "/confirmation", as: boards[0].black)
        try confirmed.expect(201)
        #expect(confirmed.eventTypes.contains("tournament.result-recorded"))
        // A second click finds nothing left to do.
        let again = try await open.post(one + "/confirmation", as: boards[0].black)
        #expect([200, 409].contains(again.status), "\(again)")
        try await open.post("/rounds/1/boards/2/result", ["result": "0-1"], as: boards[0].white)
            .expectProblem(403, "not-allowed")

        let corrected = try await open.post(
            one + "/correction",
            ["result": "1-0", "reasonCode": "typing-error", "reason": "Misread."],
            headers: open.tag())
        try corrected.expect(201)
        let event = try #require(try corrected.json["events"]?.elements.first)
        let id = "\(try corrected.json["command"]?.string ?? "").0"
        #expect(event["type"] == "tournament.result-corrected")
        try await open.post(
            "/reverts", ["event": .string(id), "reasonCode": "mistake"], headers: open.tag()
        ).expect(201)
        try await open.post("/rounds/1/boards/9/result", ["result": "1-0"])
            .expectProblem(409, "no-such-board")
    }

    @Test func `players of a window propose a time and agree to it`() async throws {
        let open = try await PlayedTournament.make(
            players: 4, ["cadence": "window", "windowDays": 7, "format": "round-robin"]
        ).started()
        let boards = try await open.play(1)
        let at = moment(in: 86_400)
        let proposed = try await open.post(
            "/rounds/1/boards/1/time-proposals", ["times": [at]], as: boards[0].white)
        try proposed.expect(201)
        let agreed = try await open.post(
            "/rounds/1/boards/1/time-agreement", ["at": at], as: boards[0].black)
        try agreed.expect(201)
        #expect(agreed.eventTypes == ["tournament.game-time-agreed"])
    }

    @Test func `a tournament is played out, made final, opened and made final again`()
        async throws
    {
        let open = try await PlayedTournament.make(players: 4, ["rounds": 1]).started()
        try await open.play(1)
        try await open.post("/rounds/1/completion").expectProblem(409, "games-open")
        try await open.finish(1, boards: 2, "1/2-1/2")
        let refused = try await open.post(
            "/finalization", ["confirmDigest": "another"], headers: open.tag())
        try refused.expectProblem(409, "standings-changed")
        let digest = try #require(try refused.json["digest"])
        let tied = try await open.post(
            "/ties",
            ["players": .array(open.players.map { .string($0) }), "method": "lot", "seed": 7])
        #expect([200, 409].contains(tied.status), "\(tied)")
        let now = try await open.post(
            "/finalization", ["confirmDigest": "another"], headers: open.tag())
        let final: JSONValue = ["confirmDigest": try now.json["digest"] ?? digest]
        try await open.post("/finalization", final, headers: open.tag()).expect(200)
        try await open.post(
            "/rounds/1/boards/1/correction", ["result": "1-0", "reasonCode": "x"],
            headers: open.tag()
        ).expectProblem(409, "finalized")
        try await open.post("/reopening", ["reasonCode": "appeal"]).expect(200)
        try await open.post("/finalization", final, headers: open.tag()).expect(200)
    }
}
