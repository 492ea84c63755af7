import EventSourcing
import HashTreeCollections
import Pairing
import TestSupport
import Testing
import Vocabulary

@testable import Tournaments

@Suite("Starting, pairing, publishing") struct RoundTests {
    @Test func `a start needs players, numbers for all of them, and happens once`() throws {
        var play = try Play.scheduled(1)
        play.refused(.start(lotSeed: nil), .tooFewPlayers(1, needed: 2))
        try play.enter(2)
        play.refused(.start(lotSeed: nil), .notSeeded)
        play.refused(
            .pair(round: 1, excludeAbsent: false, allowOpenGames: false), .notStarted)
        play.refused(
            .seed(.manual, order: [.player(2), .player(9)], seed: nil),
            .orderIncomplete(missing: [.player(1)], unknown: [.player(9)]))
        try play.do(.seed(.manual, order: [.player(2), .player(1)], seed: nil))
        try play.quiet(.seed(.manual, order: [.player(2), .player(1)], seed: nil))
        try play.enter(3)
        play.refused(
            .start(lotSeed: nil), .orderIncomplete(missing: [.player(3)], unknown: []))
        try play.do(.seed(.rating, order: nil, seed: nil))
        #expect(play.tournament.seeding == [.player(1), .player(2), .player(3)])
        try play.do(.start(lotSeed: nil))
        try play.quiet(.start(lotSeed: nil))
        play.refused(.seed(.lot, order: nil, seed: 3), .alreadyStarted)
    }

    @Test func `who leaves between seeding and start takes no number along`() throws {
        var play = try Play.scheduled(4)
        try play.do(.seed(.rating, order: nil, seed: nil))
        try play.do(.withdraw(.player(2), fromRound: nil, reasonCode: "ill"))
        try play.do(.start(lotSeed: nil))
        #expect(play.tournament.seeding == [.player(1), .player(3), .player(4)])
    }

    @Test func `the lot gives the same order and colour for the same seed`() throws {
        func drawn(_ seed: Int) throws -> ([PersonID], Colour) {
            var play = try Play.scheduled(20) { $0.initialColour = .lot }
            try play.do(.seed(.lot, order: nil, seed: seed))
            try play.do(.start(lotSeed: seed))
            return (play.tournament.seeding, play.tournament.initialColour)
        }
        let (first, colour) = try drawn(7)
        let (again, sameColour) = try drawn(7)
        #expect(first == again && colour == sameColour)
        let others = try drawn(8).0
        #expect(first != others && Set(first) == Set(others))
    }

    @Test func `a Swiss of eight begins 1-5 6-2 3-7 8-4`() throws {
        var play = try Play.started(8)
        try play.pair(1)
        #expect(play.boards(1) == ["1-5", "6-2", "3-7", "8-4"])
    }

    @Test func `a Swiss of seven begins 1-4 5-2 3-6, and 7 has the bye`() throws {
        var play = try Play.started(7)
        try play.pair(1)
        #expect(play.boards(1) == ["1-4", "5-2", "3-6"])
        #expect(play.tournament.round(1)?.byes[.player(7)] == .pab)
    }

    @Test func `six play a round robin by Berger's table`() throws {
        var play = try Play.started(6) { $0.format = .roundRobin }
        for _ in 1...5 { try play.playRound() }
        #expect(
            (1...5).map { Set(play.boards($0)) } == [
                ["1-6", "2-5", "3-4"], ["6-4", "5-3", "1-2"], ["2-6", "3-1", "4-5"],
                ["6-5", "1-4", "2-3"], ["3-6", "4-2", "5-1"],
            ])
        play.refused(
            .pair(round: 6, excludeAbsent: false, allowOpenGames: false), .allRoundsPaired(5))
    }

    @Test func `a double round robin swaps the last rounds of its first half`() throws {
        var play = try Play.started(6) { $0.format = .doubleRoundRobin }
        for _ in 1...10 { try play.playRound() }
        #expect(Set(play.boards(4)) == ["3-6", "4-2", "5-1"])
        #expect(Set(play.boards(5)) == ["6-5", "1-4", "2-3"])
        #expect(Set(play.boards(6)) == ["6-1", "5-2", "4-3"])
    }

    @Test func `four by Berger score 2½ 2 1½ 0`() throws {
        var play = try Play.started(4) {
            $0.format = .roundRobin
            $0.tieBreaks = ["SB"]
        }
        let results: [String: Tournament.GameResult] = [
            "1-4": .whiteWins, "2-3": .draw, "4-3": .blackWins, "1-2": .draw, "2-4": .whiteWins,
            "3-1": .blackWins,
        ]
        for round in 1...3 {
            try play.pair(round)
            for (index, board) in play.boards(round).enumerated() {
                let result = try #require(results[board])
                try play.do(
                    .record(.init(round, index + 1), result, source: .arbiter, gameRef: nil))
            }
        }
        let table = play.tournament.standings()
        #expect(table.map(\.points.description) == ["2.5", "2.0", "1.5", "0.0"])
        #expect(table.map(\.number) == [1, 2, 3, 4])
        #expect(table.map { $0.tieBreaks.first ?? nil } == ["2.5", "2", "1", "0"])
    }

    @Test func `who has left a round robin loses the games to come by forfeit`() throws {
        var play = try Play.started(4) { $0.format = .roundRobin }
        try play.playRound()
        try play.do(.withdraw(.player(1), fromRound: nil, reasonCode: "ill"))
        try play.pair(2)
        let board = try #require(play.tournament.round(2)?.board(of: .player(1)))
        #expect(board.outcome?.source == .forfeit && board.result?.isForfeit == true)
        try play.do(.unpair(round: 2, reasonCode: "try-again"))
        #expect(play.tournament.nextRound == 2)
    }

    @Test func `rounds are paired one after the other, and completed before`() throws {
        var play = try Play.started(6)
        play.refused(
            .pair(round: 2, excludeAbsent: false, allowOpenGames: false),
            .notTheNextRound(2, next: 1))
        try play.pair(1)
        play.refused(
            .pair(round: 1, excludeAbsent: false, allowOpenGames: false), .alreadyPaired(1))
        try play.record(1, [.whiteWins, .draw])
        play.refused(
            .pair(round: 2, excludeAbsent: false, allowOpenGames: false),
            .roundNotComplete(1, openBoards: [3]))
        try play.do(.pair(round: 2, excludeAbsent: false, allowOpenGames: true))
        #expect(play.tournament.round(1)?.isCompleted == false)
        #expect(play.tournament.round(2)?.boards.count == 3)
    }

    @Test func `each pairing keeps what it takes to make it again`() throws {
        var play = try Play.started(8)
        try play.pair(1)
        guard case .roundPaired(let paired) = play.events.last else {
            Issue.record("no pairing")
            return
        }
        #expect(paired.engine == .init() && paired.attempt == 1 && paired.inputDigest.count == 64)
        #expect(paired.pairings.map(\.bracket) == ["0.0", "0.0", "0.0", "0.0"])
        #expect(paired.explanations.map(\.code) == ["natural", "natural", "natural", "natural"])
        try play.do(.unpair(round: 1, reasonCode: "late-entry"))
        try play.enter(9)
        try play.pair(1)
        guard case .roundPaired(let again) = play.events.last else {
            Issue.record("no pairing")
            return
        }
        #expect(again.attempt == 2 && again.inputDigest != paired.inputDigest)
    }

    @Test func `when nobody is left to meet, the players who cannot be paired are named`() throws {
        var play = try Play.started(2) { $0.rounds = 2 }
        try play.playRound()
        #expect {
            try play.tournament.decide(
                .pair(round: 2, excludeAbsent: false, allowOpenGames: false))
        } throws: { error in
            guard case Tournament.Rejection.noLegalPairing(2, let players, _) = error else {
                return false
            }
            return Set(players) == [.player(1), .player(2)]
        }
    }

    @Test func `rules of avoidance keep pairs, schools and households apart`() throws {
        var play = try Play.started(8) {
            $0.avoid = [
                .init(kind: .pair, strength: .absolute, players: [.player(1), .player(5)]),
                .init(kind: .school, strength: .weak),
            ]
        }
        try play.pair(1)
        #expect(!play.boards(1).contains("1-5"))
        #expect(play.tournament.round(1)?.warnings.count == 4)
    }

    @Test func `a round is unpaired as long as nobody has played in it`() throws {
        var play = try Play.started(6)
        play.refused(.unpair(round: 1, reasonCode: "oops"), .notPaired(1))
        try play.playRound()
        play.refused(
            .unpair(round: 1, reasonCode: "oops"), .roundHasResults(1, boards: [1, 2, 3]))
        try play.pair(2)
        play.refused(.unpair(round: 1, reasonCode: "oops"), .laterRoundPaired(2))
        try play.do(.unpair(round: 2, reasonCode: "oops"))
        #expect(play.tournament.nextRound == 2)
    }

    @Test func `where the arbiter pairs, a round is published when everybody has a place`() throws {
        var play = try Play.started(3) { $0.pairing = .manualOnly }
        try play.pair(1)
        let all: [PersonID] = [.player(1), .player(2), .player(3)]
        play.refused(
            .publish(round: 1, startsAt: nil, windowEndsAt: nil), .playersUnplaced(1, all))
        play.refused(.publish(round: 2, startsAt: nil, windowEndsAt: nil), .notPaired(2))
        try play.do(
            .override(
                round: 1,
                [.board(1, white: .player(3), black: .player(1)), .bye(.player(2), kind: .pab)],
                force: false, reasonCode: "drawn", reason: nil))
        try play.do(.publish(round: 1, startsAt: .tuesday, windowEndsAt: nil))
        try play.quiet(.publish(round: 1, startsAt: .tuesday, windowEndsAt: nil))
        #expect(play.boards(1) == ["3-1"] && play.tournament.round(1)?.engine == .manual)
    }

    @Test func `a window has an end`() throws {
        var play = try Play.started(4) { $0.cadence = .window }
        try play.pair(1)
        play.refused(
            .publish(round: 1, startsAt: .tuesday, windowEndsAt: nil), .windowNeedsEnd(1))
    }
}
