import CommandHandling
import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing
import Tournaments
import Vocabulary

@testable import Gateway

/// A round that is paired and not published: the arbiters have it, and nobody else.
@Suite struct DraftTests {
    /// Every question about a round 2 that is a draft, asked as it stands and as it stood.
    fileprivate static let parts = [
        "", "/standings", "/crosstable", "/corrections", "/history", ".trf", ".csv", ".pgn", ".ics",
        ".json",
    ]

    @Test func `everybody but the arbiters sees a tournament as if its draft were not paired`()
        async throws
    {
        try await Drafted.with { drafted in
            let arena = drafted.arena
            for viewer in drafted.viewers {
                for part in Self.parts {
                    let before = try #require(drafted.before[viewer.name]?[part])
                    let now = try await arena.get(part, as: viewer.caller).expect(200)
                    #expect(now.text.unversioned == before.unversioned, "\(viewer.name)\(part)")
                }
                for path in ["", "/explanation", "/boards/1/explanation"] {
                    try await arena.get("/rounds/2" + path, as: viewer.caller)
                        .expectProblem(404, "not-found")
                }
                try await arena.get("/standings?afterRound=2", as: viewer.caller)
                    .expectProblem(422, "invalid")
                let proof = try await viewer.caller.post(arena.path + "/verification", [:])
                #expect(try proof.json["rounds"]?.elements.map { $0["round"] } == [1])
                let listed = try await drafted.listed(as: viewer.caller)
                #expect(listed["currentRound"] == 1 && listed["completedRounds"] == 1)
            }
        }
    }

    @Test func `the arbiters see the draft, and that it is one`() async throws {
        try await Drafted.with { drafted in
            let arena = drafted.arena
            for arbiter in [arena.stage.asLead, arena.stage.admin] {
                let round = try await arena.get("/rounds/2", as: arbiter).expect(200).json
                #expect(round["draft"] == true && round["boards"]?.elements.count == 2)
                try await arena.get("/rounds/2/boards/1/explanation", as: arbiter).expect(200)
                let rounds = try await arena.get(as: arbiter).json["rounds"]?.elements ?? []
                #expect(rounds.map { $0["draft"] } == [false, true])
                let types = try await arena.get("/history", as: arbiter).items.map { $0["type"] }
                #expect(types.suffix(2).first == "tournament.round-paired")
                #expect(try await drafted.listed(as: arbiter)["currentRound"] == 2)
                let page = try await arbiter.get("/t/\(arena.tournament)").expect(200).text
                #expect(page.contains("draft: only arbiters see it until it is published"))
                try await arbiter.get("/t/\(arena.tournament)/b/2-1").expect(200)
            }
        }
    }

    @Test func `once it is published everybody sees it, and a look back shows no draft`()
        async throws
    {
        try await Drafted.with { drafted in
            let arena = drafted.arena
            let draft = try await arena.stage.head()
            try await arena.wish(.publishRound(round: 2, startsAt: nil, windowEndsAt: nil))
            for viewer in drafted.viewers {
                let round = try await arena.get("/rounds/2", as: viewer.caller).expect(200).json
                #expect(round["draft"] == false)
                #expect(round["boards"]?.elements.first?["result"] == "1-0")
                for mode in ["recorded", "effective"] {
                    let past = "?asOf=@\(draft)&mode=\(mode)"
                    try await arena.get("/rounds/2\(past)", as: viewer.caller)
                        .expectProblem(404, "not-found")
                    try await arena.get("/rounds/2\(past)").expect(200)
                }
                let types = try await arena.get("/history", as: viewer.caller).items
                    .map { $0["type"] }
                #expect(types.last == "tournament.round-published")
                #expect(!types.contains("tournament.round-paired"))
                #expect(types.filter { $0 == "tournament.result-recorded" }.count == 2)
            }
        }
    }

    @Test func `a draft is on no page but the arbiters', now and at every moment`() async throws {
        try await Drafted.with { drafted in
            let arena = drafted.arena
            let page = "/t/\(arena.tournament)"
            let last = try #require(try await arena.get().json["version"]?.integer)
            try await arena.wish(.publishRound(round: 2, startsAt: nil, windowEndsAt: nil))
            let published = last + 1
            let fifth = try await arena.get("/history").items.count
            #expect(fifth == published, "the lead is told of everything")
            for viewer in drafted.viewers {
                try await viewer.caller.get(page + "/b/2-1").expect(200)
                let now = try await viewer.caller.get(page).expect(200).text
                #expect(now.contains("Round 2") && now.contains("max=\"\(published)\""))
                for version in last - 1...last {
                    let past = try await viewer.caller.get(page + "?at=\(version)").expect(200).text
                    #expect(!past.contains("Round 2"))
                    #expect(past.contains("href=\"\(page)\""), "the next step leads to now")
                    try await viewer.caller.get(page + "/b/2-1?at=\(version)")
                        .expectProblemPage(404)
                }
            }
        }
        try await Drafted.with { drafted in
            let page = "/t/\(drafted.arena.tournament)"
            for viewer in drafted.viewers {
                let now = try await viewer.caller.get(page).expect(200).text
                #expect(!now.contains("Round 2") && !now.contains("draft"))
                try await viewer.caller.get(page + "/b/2-1").expectProblemPage(404)
                try await viewer.caller.get(page + "?round=2").expectProblemPage(422)
                let club = try await viewer.caller.get("/c/\(drafted.arena.club)").expect(200).text
                #expect(club.contains("round 1 of 3"))
            }
        }
    }

    @Test func `a player who reports a draft's board learns nothing of who sits there`()
        async throws
    {
        try await Drafted.with { drafted in
            for player in drafted.players {
                for board in [1, 2, 7] {
                    try await drafted.arena.stage.caller(player).post(
                        "\(drafted.arena.path)/rounds/2/boards/\(board)/report",
                        ["result": "1-0"]
                    ).expectProblem(409, "not-published")
                }
            }
        }
    }

    @Test(arguments: ["text/event-stream", "application/x-ndjson"])
    func `a stream tells of a draft to the arbiters alone, live and after a gap`(accept: String)
        async throws
    {
        try await TournamentStage.with(.make()) { arena in
            let players = try await arena.begin(4)
            let topic = "tournament:\(arena.tournament)"
            let (lead, member) = (arena.stage.asLead, arena.stage.caller(players[0]))
            let stranger = arena.stage.caller(try await arena.stage.student())
            _ = try await arena.get()
            _ = try await arena.get(as: stranger)
            let start = try await arena.stage.head()
            var live: [(name: String, stream: LiveStream)] = []
            for (name, caller) in [("lead", lead), ("member", member), ("stranger", stranger)] {
                live.append(
                    (name, try await LiveStream.open(topic, as: caller, accept: accept)))
            }
            try await arena.play(1, boards: 2)
            try await arena.wish(.pairRound(round: 2, excludeAbsent: nil, allowOpenGames: nil))
            try await arena.record(.whiteWins, 2, 1)
            try await arena.wish(.publishRound(round: 2, startsAt: nil, windowEndsAt: nil))
            try await arena.record(.draw, 2, 2)

            let told = [
                "result-recorded", "result-recorded", "round-completed", "round-published",
                "result-recorded",
            ].map { "tournament." + $0 }
            let all =
                told.prefix(3) + ["tournament.round-paired", "tournament.result-recorded"]
                + told.suffix(2)
            for (name, stream) in live {
                let expected = name == "lead" ? Array(all) : told
                let types = try await stream.events(expected.count).map(\.type)
                #expect(types == expected, "\(name)")
            }
            // From the beginning, and from the ring of those who have just been here.
            for (caller, expected) in [(member, told), (lead, Array(all))] {
                for after in [start, 0] {
                    let stream = try await LiveStream.open(
                        topic, as: caller, after: after, accept: accept)
                    let events = try await stream.events(after == 0 ? 12 : expected.count)
                    if after == start { #expect(events.map(\.type) == expected) }
                    let paired = events.contains { $0.type == "tournament.round-paired" }
                    #expect(paired == (expected != told), "after \(after)")
                }
            }
        }
    }

    @Test func `while the read models are behind, results show, and no draft to who leads no more`()
        async throws
    {
        try await TournamentStage.with(.make()) { arena in
            _ = try await arena.begin(4)
            try await arena.play(1, boards: 2)
            let stage = arena.stage
            let person = try await stage.adult()
            let roles = "/v1/clubs/\(arena.club)/roles"
            try await stage.asLead.post(roles, ["person": .string(person), "role": "lead"])
                .expect(201)
            let second = stage.caller(person)
            try await arena.get(as: second).expect(200)

            let tenant = try #require(UUID(uuidString: stage.tenant.id))
            let pool = Pool(stage.service.installation.database.configuration)
            try await pool.transaction { holder in
                _ = try await holder.query(
                    "SELECT FROM read.checkpoint WHERE tenant = \(tenant) FOR UPDATE")
                try await arena.correct(.blackWins, 1, 1)
                let corrected = try await second.get(arena.path + "/rounds/1")
                let board = try corrected.json["boards"]?.elements.first { $0["board"] == 1 }
                #expect(board?["result"] == "0-1")

                try await stage.asLead.send("DELETE", roles + "/lead/\(person)").expect(204)
                try await arena.wish(
                    .pairRound(round: 2, excludeAbsent: nil, allowOpenGames: nil))
                // Whether there is one for them is not known yet.
                try await second.get(arena.path + "/rounds/2")
                    .expectProblem(503, "projection-behind")
                let answer = try await second.get(arena.path)
                try answer.expect(200)
                #expect(answer.position == corrected.position)
                #expect(try answer.json["currentRound"] == 1)
            }
            await pool.close()
            try await arena.get("/rounds/2").expect(200)
            try await arena.get("/rounds/2", as: second).expectProblem(404, "not-found")
        }
    }
}

/// A tournament whose round 1 is over and whose round 2 is a draft with a result in it.
private struct Drafted {
    let arena: TournamentStage
    let players: [String]
    /// Who may not pair: a member who plays, and somebody outside of the club.
    let viewers: [(name: String, caller: TestCaller)]
    /// What they were answered when round 2 was not paired.
    let before: [String: [String: String]]

    static func with(_ body: @Sendable (Drafted) async throws -> Void) async throws {
        try await TournamentStage.with(.make()) { arena in
            let players = try await arena.begin(4)
            try await arena.play(1, boards: 2)
            let stranger = try await arena.stage.student()
            let viewers = [
                ("member", arena.stage.caller(players[0])),
                ("stranger", arena.stage.caller(stranger)),
            ]
            var before: [String: [String: String]] = [:]
            for (name, caller) in viewers {
                for part in DraftTests.parts {
                    before[name, default: [:]][part] = try await arena.get(part, as: caller).text
                }
            }
            try await arena.wish(.pairRound(round: 2, excludeAbsent: nil, allowOpenGames: nil))
            try await arena.record(.whiteWins, 2, 1)
            try await body(
                Drafted(arena: arena, players: players, viewers: viewers, before: before))
        }
    }

    /// As the list of the club's tournaments has it.
    func listed(as caller: TestCaller) async throws -> JSONValue {
        let list = try await arena.stage.current(
            "/v1/clubs/\(arena.club)/tournaments", as: caller)
        return try #require(list.items.first)
    }
}

extension String {
    /// Without the version of the stream, which counts what happens to drafts too.
    fileprivate var unversioned: String {
        replacing(#/"version":\d+/#, with: "")
    }
}

extension TestAnswer {
    fileprivate func expectProblemPage(_ expected: Int) {
        #expect(status == expected, "\(self)")
    }
}
