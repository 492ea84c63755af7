import EventSourcing
import Pairing
import TestSupport
import Testing
import Vocabulary

@testable import Tournaments

@Suite("Completing, resolving ties, finalizing") struct EndingTests {
    @Test func `a round is complete when every board has a result`() throws {
        var play = try Play.started(4)
        play.refused(.complete(round: 1), .notPaired(1))
        try play.pair(1)
        try play.record(1, [.draw])
        play.refused(.complete(round: 1), .gamesOpen(1, boards: [2]))
        try play.record(1, [.draw, .draw])
        let digest = play.tournament.standingsDigest(afterRound: 1)
        #expect(
            try play.do(.complete(round: 1)) == [
                .roundCompleted(round: 1, standingsDigest: digest)
            ])
        try play.quiet(.complete(round: 1))
        try play.do(.pair(round: 2, excludeAbsent: false, allowOpenGames: false))
        #expect(play.tournament.round(1)?.standingsDigest == digest)
    }

    @Test func `whoever finalizes has seen the table`() throws {
        var play = try Play.started(4) { $0.rounds = 2 }
        play.refused(.reopen(reasonCode: "mistake", reason: nil), .notFinal)
        play.refused(.finalize(confirmDigest: ""), .roundsLeft(paired: 0, planned: 2))
        try play.playRound()
        try play.pair(2)
        play.refused(.finalize(confirmDigest: ""), .gamesOpen(2, boards: [1, 2]))
        try play.record(2, [.whiteWins, .draw])
        let digest = play.tournament.standingsDigest()
        play.refused(.finalize(confirmDigest: "old"), .standingsChanged(digest: digest))
        let events = try play.do(.finalize(confirmDigest: digest))
        guard case .finalized(let lines, digest) = events.last else {
            Issue.record("\(events)")
            return
        }
        #expect(lines.map(\.rank) == [1, 2, 3, 4] && lines.first?.tieBreaks["BH"] != nil)
        try play.quiet(.finalize(confirmDigest: digest))
        play.refused(.finalize(confirmDigest: "other"), .finalized)
        play.refused(
            .correct(
                .init(1, 1), .draw, appliesFromRound: nil, reasonCode: "typo", reason: nil),
            .finalized)
        try play.do(.reopen(reasonCode: "mistake", reason: nil))
        try play.do(
            .correct(
                .init(2, 2), .blackWins, appliesFromRound: nil, reasonCode: "typo", reason: nil))
        #expect(play.tournament.standingsDigest() != digest)
    }

    @Test func `a tie that nothing breaks is resolved by lot or by the arbiter`() throws {
        var play = try Play.started(4) {
            $0.rounds = 1
            $0.tieBreaks = ["WIN"]
        }
        let winners: [PersonID] = [.player(1), .player(2)]
        play.refused(
            .resolveTie(winners, .arbiter, seed: nil), .roundsLeft(paired: 0, planned: 1))
        try play.pair(1)
        try play.record(1, [.whiteWins, .blackWins])
        #expect(play.tournament.standings().map(\.rank) == [1, 1, 3, 3])
        play.refused(
            .resolveTie([.player(1), .player(3)], .arbiter, seed: nil),
            .notTied([.player(1), .player(3)]))
        let before = play.tournament.standingsDigest()
        try play.do(.resolveTie(winners.reversed(), .arbiter, seed: nil))
        try play.quiet(.resolveTie(winners.reversed(), .arbiter, seed: nil))
        #expect(play.tournament.standings().map(\.number) == [2, 1, 3, 4])
        #expect(play.tournament.standings().map(\.rank) == [1, 2, 3, 3])
        #expect(play.tournament.standingsDigest() != before)
        let lots = try [winners, winners.reversed()].map {
            try play.tournament.decide(.resolveTie($0, .lot, seed: 6))
        }
        #expect(lots[0] == lots[1], "the lot does not hang on the order of the question")
    }

    @Test func `the digest names nobody: the same tournament of others has the same one`() throws {
        func digest(_ offset: Int) throws -> String {
            var play = try Play.scheduled()
            for number in 1...6 {
                var candidate = Tournament.Candidate.numbered(number)
                candidate.details = .init(
                    player: .player(offset + number), rating: 2500 - 10 * number)
                try play.do(.enter(candidate, byes: [], by: .player))
            }
            try play.do(.seed(.rating, order: nil, seed: nil))
            try play.do(.start(lotSeed: nil))
            for _ in 1...3 { try play.playRound() }
            return play.tournament.standingsDigest()
        }
        let first = try digest(0)
        let other = try digest(100)
        #expect(first == other)
    }
}
