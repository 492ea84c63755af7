import EventSourcing
import Foundation
import Pairing
import PostgreSQL
import TestSupport
import Testing
import Tournaments
import Vocabulary

@testable import Gateway

/// Tournaments over HTTP: now, as known then, and as corrected since.
@Suite struct TournamentReadingTests {
    @Test func `rights that a reader has just been given count for what they read`() async throws {
        try await TournamentStage.with(.make()) { arena in
            _ = try await arena.begin(4)
            try await arena.play(1, boards: 2)
            _ = try await inParallel(Array(0..<24)) { number in
                let newcomer = try await arena.stage.newcomer()
                let path = arena.path + (number.isMultiple(of: 2) ? "" : "/standings")
                try await arena.stage.caller(newcomer.person).get(
                    path, atLeast: newcomer.position
                ).expect(200)
            }
        }
    }

    @Test func `what may be among the events that are not shown yet is not said to be missing`()
        async throws
    {
        try await withInProcessGateway { service in
            try await TournamentStage.with(.make(on: service)) { arena in
                let shown = try await arena.stage.head()
                try await arena.stage.asLead.get("/v1/clubs", atLeast: shown).expect(200)
                // Read models stand still, and rights come to be behind them.
                let holder = try await Connection.open(
                    service.installation.database.configuration)
                try await holder.execute(
                    script: "BEGIN; LOCK TABLE read.checkpoint IN SHARE MODE")
                _ = try await arena.stage.student()
                try await arena.schedule()
                for path in [arena.path, "/v1/tournaments/\(TournamentID(UUID()))"] {
                    let early = try await arena.stage.asLead.get(path)
                    try early.expectProblem(503, "projection-behind")
                    #expect(early[header: "Retry-After"] == "1")
                }
                try await arena.stage.asLead.get(
                    "/t/\(arena.tournament)", headers: ["Accept": "text/html"]
                ).expect(503)
                try await holder.execute(script: "COMMIT")
                await holder.close()
                try await arena.get().expect(200)
            }
        }
    }

    @Test func `a correction after later rounds shows in both ways of looking back`()
        async throws
    {
        try await TournamentStage.with(.make()) { arena in
            _ = try await arena.begin(4)
            try await arena.play(1, boards: 2)
            try await arena.pair(2)
            let second = try await arena.get("/rounds/2").json["boards"]
            let before = try await arena.stage.head()
            try await arena.correct(.blackWins, 1, 1)
            #expect(try await arena.board(1, 1)["result"] == "0-1")
            #expect(try await arena.get("/rounds/2").json["boards"] == second)
            let known = try await arena.board(1, 1, "?asOf=@\(before)&mode=recorded")
            #expect(known["result"] == "1-0")
            #expect(known["corrected"] == false)
            let corrected = try await arena.board(1, 1, "?asOf=@\(before)&mode=effective")
            #expect(corrected["result"] == "0-1")
            #expect(corrected["corrected"] == true)
            let loser = try #require(corrected["white"]?["player"])
            for (mode, points) in [("recorded", "1.0"), ("effective", "0.0")] {
                let table = try await arena.get(
                    "/standings?afterRound=1&asOf=@\(before)&mode=\(mode)")
                let line = try table.json["lines"]?.elements.first { $0["player"] == loser }
                #expect(line?["points"] == .string(points), "\(mode)")
            }
            let list = try await arena.get("/corrections").items
            #expect(list.count == 1)
            #expect(list.first?["appliesFromRound"] == 3)
            #expect(try await arena.get("/corrections?asOf=@\(before)&mode=recorded").items.isEmpty)
        }
    }

    @Test func `a past answer is final as known then, and may change as corrected`()
        async throws
    {
        try await TournamentStage.with(.make()) { arena in
            _ = try await arena.begin(4)
            let head = try await arena.stage.head()
            let recorded = try await arena.get("/standings?asOf=@\(head)&mode=recorded")
            #expect(recorded[header: "Clubs-As-Of"] == "@\(head)")
            #expect(recorded[header: "Cache-Control"]?.contains("immutable") == true)
            let effective = try await arena.get("/standings?asOf=@\(head)&mode=effective")
            #expect(effective[header: "Cache-Control"]?.contains("immutable") == false)
            let now = try await arena.get()
            let version = try #require(try now.json["version"]?.integer)
            #expect(now[header: "ETag"] == "\"tournament-\(arena.tournament):\(version)\"")
            try await arena.get("?asOf=@1").expectProblem(404, "not-found")
            try await arena.get("/standings?afterRound=9").expectProblem(422, "invalid")
            let round = try await arena.get("/rounds/2")
            try round.expectProblem(404, "not-found")
            #expect(try round.json["detail"]?.string?.contains("paired and published") == true)
            let tree = try await arena.get("/bracket")
            try tree.expectProblem(404, "not-found")
            #expect(try tree.json["detail"]?.string?.contains("only a knockout") == true)
            try await arena.get("?mode=guessed").expectProblem(400, "bad-mode")
        }
    }

    @Test func `a knockout has its tree, with byes and what is to be decided`() async throws {
        try await TournamentStage.with(.make()) { arena in
            _ = try await arena.begin(3, .singleElimination)
            let matches = try await arena.get("/bracket").json["matches"]?.elements ?? []
            #expect(matches.count == 3)
            let kinds = matches.flatMap { [$0["first"]?["kind"], $0["second"]?["kind"]] }
            #expect(Set(kinds) == ["player", "bye", "to-be-decided"])
        }
    }

    @Test func `outsiders see a public tournament without a whole name of a minor`() async throws {
        try await TournamentStage.with(.make(), visibility: "public") { arena in
            let players = try await arena.begin(
                2, fields: ["displayName": "Mina Example", "ageBand": "16-17"])
            let stranger = arena.stage.caller(try await arena.stage.student())
            let inside = try await arena.get("", as: arena.stage.caller(players[0]))
            let outside = try await arena.get("", as: stranger)
            for (answer, name, rating) in [
                (inside, "Mina Example", 2000 as Int?), (outside, "Mina E.", nil),
            ] {
                let first = try #require(answer.json["entries"]?.elements.first)
                #expect(first["displayName"] == .string(name))
                #expect(first["rating"]?.integer == rating)
            }
            for file in [".trf", ".csv", ".pgn", ".json"] {
                let text = try await arena.get(file, as: stranger).text
                #expect(text.contains("Mina E."), "\(file)")
                #expect(!text.contains("Mina Example"), "\(file)")
                #expect(!text.contains("2000"), "\(file)")
            }
            #expect(!(try await arena.get(".ics")).text.contains("Mina"))
        }
    }

    @Test func `who may not see the club sees none of its tournaments`() async throws {
        try await TournamentStage.with(.make(), visibility: "members") { arena in
            _ = try await arena.begin(2)
            let stranger = arena.stage.caller(try await arena.stage.student())
            for part in ["", "/standings", "/history", ".trf", ".json"] {
                try await arena.get(part).expect(200)
                try await arena.get(part, as: stranger).expectProblem(404, "not-found")
            }
            try await arena.stage.caller(arena.stage.lead).post(arena.path + "/verification", [:])
                .expect(200)
            try await stranger.post(arena.path + "/verification", [:])
                .expectProblem(404, "not-found")
        }
    }

    @Test func `a club's tournaments are listed in pages, by state, and as they were`()
        async throws
    {
        try await TournamentStage.with(.make(), visibility: "members") { arena in
            _ = try await arena.begin(4)
            let before = try await arena.stage.head()
            try await arena.play(1, boards: 2)
            let list = "/v1/clubs/\(arena.club)/tournaments"
            for name in ["Autumn Open", "Winter Open"] {
                try await arena.stage.asLead.post(
                    list, PlayedTournament.scheduling.merging(["name": .string(name)])
                )
                .expect(201)
            }
            let lead = arena.stage.asLead
            let all = try await arena.stage.current(list, as: lead)
            #expect(all.items.count == 3)
            let open = try #require(all.items.first { $0["name"] == "Spring Open" })
            #expect(open["state"] == "running" && open["completedRounds"] == 1)
            #expect(open["players"] == 4 && open["plannedRounds"] == 3)
            let tournament = try await arena.get().json
            #expect(open["version"] == tournament["version"])

            var seen: [JSONValue] = []
            var address: String? = list + "?state=planned&limit=1"
            while let next = address {
                let page = try await lead.get(next)
                #expect(page.items.count <= 1)
                seen += page.items
                address = page[header: "Link"].map { String($0.dropFirst().prefix { $0 != ">" }) }
            }
            #expect(seen.count == 2 && seen.allSatisfy { $0["state"] == "planned" })

            // The page has the latest first, whether it is made from tables or from the log.
            func onPage(_ query: String = "") async throws -> [String] {
                let page = try await lead.get("/c/\(arena.club)\(query)")
                try page.expect(200)
                return page.text.matches(of: /href="\/t\/([0-9a-f-]+)/).map { String($0.1) }
            }
            let ids = all.items.reversed().compactMap { $0["tournament"]?.string }
            let head = try await arena.stage.head()
            let (now, then) = (try await onPage(), try await onPage("?asOf=@\(head)"))
            #expect(now == ids && then == ids)
            let earlier = try await onPage("?asOf=@\(before)")
            #expect(earlier == ["\(arena.tournament)"])

            let past = try await lead.get(list + "?asOf=@\(before)").items
            #expect(past.count == 1 && past.first?["completedRounds"] == 0)
            try await lead.get(list + "?state=unscheduled").expectProblem(422, "invalid")
            let stranger = arena.stage.caller(try await arena.stage.student())
            try await stranger.get(list).expectProblem(404, "not-found")
        }
    }

    @Test func `the real open of 284 goes out as it came in, and its rounds are not ours`()
        async throws
    {
        try await TournamentStage.with(.make()) { arena in
            let text = try String(
                contentsOf: realFile("frankfurt-open-2005.trf"), encoding: .isoLatin1)
            try await arena.importReport(text, people: (0..<284).map { _ in PersonID(UUID()) })
            let original = try ReportFile(bytes: Array(text.utf8))
            let answer = try await arena.get(".trf?version=26")
            try answer.expect(200)
            let exported = try ReportFile(bytes: Array(answer.body))
            let points = Dictionary(
                uniqueKeysWithValues: original.players.map { ($0.number, $0.points) })
            #expect(exported.players.count == 284)
            for player in exported.players {
                #expect(player.points == points[player.number] ?? nil, "\(player.number)")
                let rounds = original.players.first { $0.number == player.number }?.rounds
                #expect(player.rounds == rounds, "\(player.number)")
            }
            let older = try await arena.get(".trf?version=16")
            #expect(try ReportFile(bytes: Array(older.body)).players.count == 284)
            let table = try await arena.get("/standings").json["lines"]?.elements ?? []
            #expect(table.count == 284)
            let proof = try await arena.stage.asLead.post(arena.path + "/verification", [:])
            try proof.expect(200)
            let findings = try proof.json["rounds"]?.elements.map { $0["finding"] } ?? []
            #expect(findings.count == 7)
            #expect(Set(findings) == ["not-ours"])
        }
    }
}

extension TournamentStage {
    fileprivate func board(
        _ round: Int, _ board: Int, _ query: String = ""
    ) async throws -> JSONValue {
        let boards = try await get("/rounds/\(round)\(query)").json["boards"]?.elements ?? []
        guard boards.indices.contains(board - 1) else { throw StageFailure("no board \(board)") }
        return boards[board - 1]
    }
}
