import EventSourcing
import HashTreeCollections
import Pairing
import TestSupport
import Testing
import Vocabulary

@testable import Tournaments

@Suite("Corrections, and both looks back") struct CorrectionTests {
    private let first = Tournament.BoardID(1, 1)

    private func correct(
        _ board: Tournament.BoardID, _ result: Tournament.GameResult, from round: Int? = nil
    ) -> Tournament.Command {
        .correct(
            board, result, appliesFromRound: round, reasonCode: "typing-error", reason: nil)
    }

    @Test func `a correction after the next round was published leaves that round as it was`()
        throws
    {
        var play = try Play.started(8)
        try play.playRound()
        try play.pair(2)
        try play.do(.publish(round: 2, startsAt: nil, windowEndsAt: nil))
        let dayBefore = play.tournament
        let boards = play.boards(2)
        #expect(
            try play.do(correct(first, .blackWins, from: 3)) == [
                .resultCorrected(
                    round: 1, board: 1, from: .whiteWins, to: .blackWins, appliesFromRound: 3,
                    reasonCode: "typing-error", reason: nil)
            ])
        try play.quiet(correct(first, .blackWins, from: 3))
        #expect(play.boards(2) == boards)

        // As known then, and as corrected now.
        #expect(dayBefore.view.rounds[0].boards[1]?.result == .whiteWins)
        let corrected = dayBefore.view.asCorrected(by: play.tournament)
        #expect(corrected.rounds[0].boards[1]?.result == .blackWins)
        #expect(corrected.rounds.map(\.number) == [1, 2])
        let points = { (view: TournamentView) in
            view.standings(afterRound: 1).first { $0.number == 1 }?.points
        }
        #expect(points(dayBefore.view) == .one && points(corrected) == .zero)
        #expect(points(play.tournament.view) == .zero)
        #expect(
            play.tournament.view.corrections.map(\.board) == [first]
                && play.tournament.view.corrections.first?.version == play.tournament.version)

        // The old result is what round 2 rests on, the new one what round 3 does.
        let board = play.tournament.board(first)
        #expect(board?.result(forPairing: 2) == .whiteWins)
        #expect(board?.result(forPairing: 3) == .blackWins)
    }

    @Test func `a correction that counts later is not in the pairings before`() throws {
        var play = try Play.started(8)
        try play.playRound()
        var same = play
        try play.do(correct(first, .blackWins, from: 3))
        try play.pair(2)
        try same.pair(2)
        #expect(play.boards(2) == same.boards(2))
        try play.record(2, [.draw, .draw, .draw, .draw])
        try same.record(2, [.draw, .draw, .draw, .draw])
        try play.pair(3)
        try same.pair(3)
        #expect(play.boards(3) != same.boards(3))
    }

    @Test func `what cannot be corrected says why`() throws {
        var play = try Play.started(8)
        play.refused(correct(first, .draw), .noSuchBoard(first))
        try play.pair(1)
        play.refused(correct(first, .draw), .noResult(first))
        try play.record(1, [.whiteWins, .whiteWins, .whiteWins, .whiteWins])
        play.refused(correct(first, .open), .resultNotPossible(.open))
        try play.playRound()
        play.refused(correct(first, .draw, from: 2), .appliesTooEarly(2, first: 3))
    }

    @Test func `of several corrections the last one that counts by then is taken`() throws {
        var play = try Play.started(8) { $0.rounds = 7 }
        try play.playRound()
        try play.do(correct(first, .blackWins, from: 5))
        try play.do(correct(first, .draw, from: 3))
        let board = play.tournament.board(first)
        #expect(board?.result(forPairing: 2) == .whiteWins)
        #expect(board?.result(forPairing: 3) == .draw)
        #expect(board?.result == .draw)
    }
}

@Suite("Taking decisions back") struct RevertTests {
    private let first = Tournament.BoardID(1, 1)

    private func revert(_ version: Int, cascade: Bool = false) -> Tournament.Command {
        .revert(
            .init(event: EventID(command: .number(1), index: 0), version: version),
            cascade: cascade, reasonCode: "mistake", reason: nil)
    }

    private func version(
        in play: Play, where isIt: (Tournament.Event) -> Bool
    ) throws -> Int {
        let index = play.events.lastIndex(where: isIt)
        return try #require(index) + 1
    }

    private func recorded(_ round: Int, _ board: Int) -> (Tournament.Event) -> Bool {
        { event in
            if case .resultRecorded(round, board, _, _, _) = event { true } else { false }
        }
    }

    @Test func `a result is taken back, and the board is open again`() throws {
        var play = try Play.started(4)
        try play.playRound()
        let version = try version(in: play, where: recorded(1, 1))
        let events = try play.do(revert(version))
        #expect(
            events.last
                == .resultCorrected(
                    round: 1, board: 1, from: .whiteWins, to: .open, appliesFromRound: 2,
                    reasonCode: "mistake", reason: nil))
        #expect(play.tournament.round(1)?.openBoards.map(\.number) == [1])
        play.refused(revert(version), .notRevertible)
        try play.do(.record(first, .draw, source: .arbiter, gameRef: nil))
    }

    @Test func `what rests on it stands in the way, is listed, and falls with it if asked`()
        throws
    {
        var play = try Play.started(4)
        try play.playRound()
        try play.playRound()
        let version = try version(in: play, where: recorded(1, 1))
        #expect {
            try play.tournament.decide(revert(version))
        } throws: { error in
            guard case Tournament.Rejection.revertBlocked(let dependents) = error else {
                return false
            }
            return dependents.map(\.type) == [
                "tournament.round-completed", "tournament.round-paired",
                "tournament.result-recorded", "tournament.result-recorded",
            ] && dependents.map(\.round) == [1, 2, 2, 2]
        }
        let events = try play.do(revert(version, cascade: true))
        guard case .decisionReverted(_, version, let dependents, let names, _, _) = events.first
        else {
            Issue.record("\(events)")
            return
        }
        #expect(dependents.count == 4)
        #expect(names.last == "tournament.result-corrected")
        #expect(names.contains("tournament.round-unpaired"))
        #expect(play.tournament.rounds.count == 1)
        #expect(play.tournament.board(first)?.result == nil)
        #expect(play.tournament.board(.init(1, 2))?.result == .whiteWins)
    }

    @Test func `a result of a closed round falls only with the closing, or is corrected`() throws {
        var play = try Play.started(4)
        try play.pair(1)
        try play.record(1, [.whiteWins, .draw])
        try play.do(.complete(round: 1))
        let closing = play.tournament.version
        let version = try version(in: play, where: recorded(1, 1))
        play.refused(
            revert(version),
            .revertBlocked(
                dependents: [
                    .init(
                        version: closing, type: "tournament.round-completed", round: 1, board: nil)
                ]))
        play.refused(revert(closing), .notRevertible)

        var corrected = play
        try corrected.do(
            .correct(first, .draw, appliesFromRound: nil, reasonCode: "typo", reason: nil))
        #expect(corrected.tournament.round(1)?.isCompleted == true)

        try play.do(revert(version, cascade: true))
        #expect(play.tournament.round(1)?.isCompleted == false)
        play.refused(
            .pair(round: 2, excludeAbsent: false, allowOpenGames: false),
            .roundNotComplete(1, openBoards: [1]))
        try play.do(.record(first, .draw, source: .arbiter, gameRef: nil))
        try play.do(.complete(round: 1))
        #expect(play.tournament.round(1)?.isCompleted == true)
    }

    @Test func `corrections, overrides, byes, withdrawals and amendments are taken back`() throws {
        var play = try Play.started(6)
        try play.do(
            .requestBye(.player(6), .init(round: 2, kind: .half), by: .player))
        try play.do(revert(play.tournament.version))
        #expect(play.tournament.grantedByes.isEmpty)

        try play.do(.withdraw(.player(6), fromRound: nil, reasonCode: "ill"))
        try play.do(revert(play.tournament.version))
        #expect(play.tournament.entry(.player(6))?.standing == .active)

        try play.do(.expel(.player(6), reasonCode: "rude", reason: nil))
        try play.do(revert(play.tournament.version))
        #expect(play.tournament.entry(.player(6))?.standing == .active)

        try play.do(.amend(["rounds": 7], force: false, reasonCode: nil))
        try play.do(revert(play.tournament.version))
        #expect(play.tournament.settings?.rounds == 5)

        try play.pair(1)
        let boards = play.boards(1)
        try play.do(
            .override(
                round: 1, [.board(1, white: .player(4), black: .player(1))], force: true,
                reasonCode: "wish", reason: nil))
        #expect(play.boards(1) != boards)
        try play.do(revert(play.tournament.version))
        #expect(play.boards(1) == boards)

        try play.record(1, [.draw, .draw, .draw])
        try play.do(
            .correct(first, .whiteWins, appliesFromRound: nil, reasonCode: "typo", reason: nil))
        try play.do(revert(play.tournament.version))
        #expect(play.tournament.board(first)?.result == .draw)

        try play.pair(2)
        try play.do(revert(play.tournament.version))
        #expect(play.tournament.rounds.count == 1)
    }

    @Test func `what is no decision cannot be taken back`() throws {
        let play = try Play.started(4)
        play.refused(revert(0), .unknownDecision)
        play.refused(revert(99), .unknownDecision)
        play.refused(revert(1), .notRevertible)
    }
}
