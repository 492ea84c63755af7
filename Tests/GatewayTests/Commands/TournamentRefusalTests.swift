import EventSourcing
import HTTPTypes
import TestSupport
import Testing

@testable import Gateway

/// What the addresses of tournaments do not take, and how they say so.
@Suite struct TournamentRefusalTests {
    @Test func `whoever has not seen the present version is told what they missed`()
        async throws
    {
        let open = try await PlayedTournament.make(players: 4).started()
        let tag = try await open.tag()
        async let first = open.post("/rounds/1/pairing", headers: tag)
        async let second = open.post("/rounds/1/pairing", headers: tag)
        let answers = try await [first, second].sorted { $0.status < $1.status }
        try answers[0].expect(201)
        try answers[1].expectProblem(412, "stale")
        #expect(try answers[1].json["since"] == ["tournament.round-paired"])
        let seen = try #require(try answers[0].json["version"])
        #expect(try answers[1].json["currentVersion"] == seen)
    }

    @Test(arguments: WishSchema.tournaments.filter(\.needsVersion).map(\.type))
    func `what many may have changed needs a version`(type: String) async throws {
        let open = try await PlayedTournament.make(players: 2)
        for route in CommandRoute.all where route.schema.type == type {
            let path = route.path.replacing("/tournaments/{tournament}", with: "")
                .replacing("{round}", with: "1").replacing("{board}", with: "1")
            let body = JSONValue.object(
                Dictionary(
                    uniqueKeysWithValues: route.bodyFields.filter(\.isRequired).map {
                        ($0.name, $0.type.sample(of: open.players[0]))
                    }))
            try await open.send(route.method.rawValue, path, body)
                .expectProblem(428, "version-required")
        }
    }

    @Test(
        arguments: [
            (["name": 7], "/name"), (["format": "chess960"], "/format"),
            (["startsAtLocal": "2027-03-09 16:00"], "/startsAtLocal"),
            (["timeControl": ["initialSeconds": 60]], "/timeControl/incrementSeconds"),
            (["seed": -1], "/seed"), (["rounds": "three"], "/rounds"),
            (["avoid": [["kind": "pair"]]], "/avoid/0/strength"), (["colour": "red"], "/colour"),
            (["scoring": ["win": 1]], "/scoring/win"), (["rounds": 0], "/rounds"),
            (["requestedByes": []], "/requestedByes"),
        ] as [(JSONValue, String)])
    func `a field that is wrong is named`(change: JSONValue, pointer: String) async throws {
        let stage = try await Stage.make()
        let club = try await stage.club()
        let scheduling = PlayedTournament.scheduling.merging(change)
        let answer = try await stage.asLead.post("/v1/clubs/\(club)/tournaments", scheduling)
        try answer.expectProblem(422, "invalid")
        let pointers = try answer.json["errors"]?.elements.compactMap { $0["pointer"]?.string }
        #expect(pointers?.contains(pointer) == true, "\(answer)")
    }

    @Test(arguments: ["0", "01", "+1", "1.0", "one", "1001", "99999999999999999999", "-1"])
    func `a round that cannot be has no address`(round: String) async throws {
        let open = try await PlayedTournament.make(players: 2)
        try await open.post("/rounds/\(round)/completion").expectProblem(404, "not-found")
    }

    @Test func `a change by hand is a board or a bye, and nothing between`() async throws {
        let open = try await PlayedTournament.make(players: 4).started()
        try await open.play(1)
        let player = JSONValue.string(open.players[0])
        for change: JSONValue in [
            ["board": 1, "white": player], ["bye": player],
            ["board": 1, "white": player, "black": player, "bye": player], [:], 7,
        ] {
            let answer = try await open.send(
                "PATCH", "/rounds/1/pairing", ["changes": [change], "reasonCode": "wish"],
                headers: open.tag())
            try answer.expectProblem(422, "invalid")
        }
    }

    @Test func `a key makes one result of two clicks`() async throws {
        let open = try await PlayedTournament.make(players: 2).started()
        try await open.play(1)
        let key = ["Idempotency-Key": "click"]
        let path = "/rounds/1/boards/1/result"
        let first = try await open.post(path, ["result": "1-0"], headers: key).expect(201)
        let second = try await open.post(path, ["result": "1-0"], headers: key).expect(201)
        #expect(second[header: "Idempotent-Replayed"] == "true")
        #expect(first.body == second.body)
        try await open.post(path, ["result": "0-1"], headers: key)
            .expectProblem(422, "idempotency-mismatch")
        try await open.post(path, ["result": "0-1"]).expectProblem(409, "result-exists")
    }

    @Test func `leaving and coming back for byes gives one allocated bye at most`() async throws {
        let open = try await PlayedTournament.make(players: 5).started()
        let last = try #require(open.players.last)
        var allocated = 0
        for round in 1...3 {
            try await open.post("/players/\(last)/reinstatement", as: last)
            let paired = try await open.post(
                "/rounds/\(round)/pairing", headers: open.tag()
            ).expect(201)
            let event = try paired.json["events"]?.elements.first {
                $0["type"] == "tournament.round-paired"
            }
            for bye in event?["data"]?["byes"]?.elements ?? []
            where bye["player"]?.string == last && bye["kind"] == "pab" { allocated += 1 }
            try await open.post("/rounds/\(round)/publication", headers: open.tag()).expect(201)
            let boards = try paired.boards
            // Out before the next pairing, and back right before it.
            for board in 1...boards.count {
                let isTheirs = [boards[board - 1].white, boards[board - 1].black].contains(last)
                let loses = boards[board - 1].white == last ? "0-1" : "1-0"
                try await open.post(
                    "/rounds/\(round)/boards/\(board)/result",
                    ["result": .string(isTheirs ? loses : "1-0")]
                ).expect(201)
            }
            try await open.post("/rounds/\(round)/completion").expect(201)
            if round < 3 { try await open.send("DELETE", "/players/\(last)", as: last).expect(204) }
        }
        #expect(allocated <= 1)
    }
}
