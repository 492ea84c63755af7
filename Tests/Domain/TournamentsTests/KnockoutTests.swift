import EventSourcing
import Pairing
import TestSupport
import Testing
import Vocabulary

@testable import Tournaments

@Suite("Knockouts") struct KnockoutTests {
    @Test func `six play a knockout: two byes, and the table says how far everybody came`() throws {
        var play = try Play.started(6) {
            $0.format = .singleElimination
            $0.thirdPlaceGame = true
        }
        try play.pair(1)
        #expect(
            play.tournament.round(1)?.orderedBoards.compactMap(\.bracket) == ["W-1-2", "W-1-4"])
        try win(by: [4, 3], round: 1, &play)
        try play.pair(2)
        #expect(players(2, play) == [[1, 4], [2, 3]])
        try win(by: [1, 2], round: 2, &play)
        try play.pair(3)
        #expect(players(3, play) == [[1, 2], [3, 4]])
        try win(by: [1, 3], round: 3, &play)
        play.refused(
            .pair(round: 4, excludeAbsent: false, allowOpenGames: false), .allRoundsPaired(3))
        #expect(play.tournament.standings().map { play.number($0.player) } == [1, 2, 3, 4, 5, 6])
        #expect(play.tournament.standings().map(\.rank) == [1, 2, 3, 4, 5, 5])
        let tree = try #require(play.tournament.view.tree)
        #expect(tree.places[.player(1)] == 1 && tree.places[.player(6)] == 5)
        #expect(tree.nodes.first?.second == .bye)
    }

    @Test func `a double elimination ends when somebody has lost twice but one`() throws {
        var play = try Play.started(5) { $0.format = .doubleElimination }
        var rounds = 0
        while play.tournament.bracket?.places == nil, rounds < 12 {
            rounds += 1
            try play.pair(play.tournament.nextRound)
            for board in play.tournament.round(rounds)?.openBoards ?? [] {
                // The lower number wins, but for the first final.
                let isFirstFinal = board.bracket == "F-1-1"
                let whiteIsHigher =
                    play.number(board.seats.white) < play.number(board.seats.black)
                try play.do(
                    .record(
                        .init(rounds, board.number),
                        whiteIsHigher != isFirstFinal ? .whiteWins : .blackWins, source: .arbiter,
                        gameRef: nil))
            }
        }
        #expect(play.tournament.rounds.last?.orderedBoards.map(\.bracket) == ["F-2-1"])
        #expect(play.tournament.standings().first?.number == 1)
        let digest = play.tournament.standingsDigest()
        try play.do(.finalize(confirmDigest: digest))
    }

    @Test func `there is no draw, and who withdraws loses by forfeit`() throws {
        var play = try Play.started(4) { $0.format = .singleElimination }
        try play.pair(1)
        play.refused(
            .record(.init(1, 1), .draw, source: .arbiter, gameRef: nil),
            .drawInKnockout(.init(1, 1)))
        try win(by: [1, 2], round: 1, &play)
        try play.do(.withdraw(.player(1), fromRound: nil, reasonCode: "ill"))
        try play.pair(2)
        #expect(play.tournament.round(2)?.openBoards.isEmpty == true)
        #expect(play.tournament.standings().map(\.number) == [2, 1, 3, 4])
    }

    @Test func `a correction that changes who goes on waits until the match behind is unpaired`()
        throws
    {
        var play = try Play.started(8) { $0.format = .singleElimination }
        try play.pair(1)
        try win(by: [1, 4, 2, 3], round: 1, &play)
        let first = Tournament.BoardID(1, 1)
        try play.do(
            .correct(
                first,
                play.tournament.board(first)?.result == .whiteWins
                    ? .whiteByForfeit : .blackByForfeit,
                appliesFromRound: nil, reasonCode: "typo", reason: nil))
        try play.pair(2)
        let other = Tournament.Command.correct(
            first, .bothAbsent, appliesFromRound: nil, reasonCode: "typo", reason: nil)
        play.refused(other, .correctionBlocked(by: [.init(2, 1)]))
        try play.do(.unpair(round: 2, reasonCode: "typo"))
        try play.do(other)
        try play.pair(2)
        #expect(players(2, play) == [[2, 3]])
    }

    private func players(_ round: Int, _ play: Play) -> Set<Set<Int>> {
        Set(
            (play.tournament.round(round)?.orderedBoards ?? []).map { board in
                Set(board.seats.players.map { play.number($0) })
            })
    }

    private func win(by numbers: Set<Int>, round: Int, _ play: inout Play) throws {
        for board in play.tournament.round(round)?.openBoards ?? [] {
            let whiteWins = numbers.contains(play.number(board.seats.white))
            try play.do(
                .record(
                    .init(round, board.number), whiteWins ? .whiteWins : .blackWins,
                    source: .arbiter, gameRef: nil))
        }
    }
}
