import EventSourcing
import Pairing
import TestSupport
import Testing
import Vocabulary

@testable import Tournaments

@Suite("Results, reports, disputes") struct ResultTests {
    /// Round 1 of four: 1-3 and 4-2.
    private func published(
        _ adjust: (inout Tournament.Settings) -> Void = { _ in }
    ) throws -> Play {
        var play = try Play.started(4, adjust)
        try play.pair(1)
        try play.do(.publish(round: 1, startsAt: nil, windowEndsAt: .tuesday.days(7)))
        return play
    }

    private let first = Tournament.BoardID(1, 1)

    private func report(
        _ result: Tournament.GameResult, by number: Int
    ) -> Tournament.Command {
        .report(first, result, by: .player(number), gameRef: nil, at: .tuesday)
    }

    private func recorded(
        _ result: Tournament.GameResult, _ source: Tournament.ResultSource
    ) -> Tournament.Event {
        .resultRecorded(round: 1, board: 1, result: result, source: source, gameRef: nil)
    }

    @Test func `what both say counts, and a second click says nothing new`() throws {
        var play = try published()
        #expect(
            try play.do(report(.whiteWins, by: 1)) == [
                .resultReported(
                    round: 1, board: 1, result: .whiteWins, by: .player(1), gameRef: nil,
                    countsFrom: nil)
            ])
        try play.quiet(report(.whiteWins, by: 1))
        play.refused(.confirm(first, nil, by: .player(1)), .nothingReported(first))
        play.refused(
            .confirm(first, .draw, by: .player(3)),
            .resultMismatch(first, reported: .whiteWins))
        #expect(
            try play.do(.confirm(first, .whiteWins, by: .player(3))) == [
                .resultConfirmed(round: 1, board: 1, by: .player(3)),
                recorded(.whiteWins, .players),
            ])
        try play.quiet(.confirm(first, nil, by: .player(3)))
        try play.quiet(report(.whiteWins, by: 3))
        play.refused(report(.draw, by: 3), .resultFinal(first, .whiteWins))
        play.refused(.confirm(first, .draw, by: .player(3)), .resultFinal(first, .whiteWins))
    }

    @Test func `the second report confirms the first, or differs from it`() throws {
        var play = try published()
        try play.do(report(.draw, by: 3))
        play.refused(report(.whiteWins, by: 1), .resultMismatch(first, reported: .draw))
        try play.do(report(.draw, by: 1))
        #expect(play.tournament.board(first)?.result == .draw)
    }

    @Test func `a player may think better of it while nobody has answered`() throws {
        var play = try published()
        try play.do(report(.draw, by: 1))
        try play.do(report(.whiteWins, by: 1))
        #expect(play.tournament.board(first)?.report?.result == .whiteWins)
    }

    @Test func `one word is enough where the tournament says so`() throws {
        var play = try published { $0.resultRule = .either }
        try play.do(report(.draw, by: 1))
        #expect(play.tournament.board(first)?.result == .draw)
    }

    @Test func `where the arbiter records, players only tell`() throws {
        var play = try published { $0.resultRule = .arbiter }
        try play.do(report(.draw, by: 1))
        #expect(
            try play.do(.confirm(first, nil, by: .player(3))) == [
                .resultConfirmed(round: 1, board: 1, by: .player(3))
            ])
        #expect(play.tournament.board(first)?.result == nil)
        try play.quiet(.confirmByClock(first, at: .tuesday.hours(24)))
    }

    @Test func `players tell of their own game, of a published round, and what was played`()
        throws
    {
        var play = try Play.started(4)
        try play.pair(1)
        play.refused(report(.draw, by: 1), .notPublished(1))
        try play.do(.publish(round: 1, startsAt: nil, windowEndsAt: nil))
        play.refused(report(.draw, by: 2), .notYourGame(first))
        play.refused(report(.whiteByForfeit, by: 1), .resultNotPossible(.whiteByForfeit))
        play.refused(report(.open, by: 1), .resultNotPossible(.open))
        let nowhere = Tournament.BoardID(1, 9)
        play.refused(
            .report(nowhere, .draw, by: .player(1), gameRef: nil, at: .tuesday),
            .noSuchBoard(nowhere))
        play.refused(.confirm(first, nil, by: .player(3)), .nothingReported(first))
    }

    @Test func `the arbiter records once, and the same again is no news`() throws {
        var play = try published()
        let record = Tournament.Command.record(first, .draw, source: .arbiter, gameRef: "g/1")
        try play.do(record)
        try play.quiet(record)
        play.refused(
            .record(first, .whiteWins, source: .arbiter, gameRef: nil),
            .resultExists(first, .draw))
        play.refused(
            .record(.init(1, 2), .open, source: .arbiter, gameRef: nil), .resultNotPossible(.open))
        play.refused(
            .record(.init(3, 1), .draw, source: .arbiter, gameRef: nil), .noSuchBoard(.init(3, 1)))
        #expect(
            try play.do(.record(.init(1, 2), .bothAbsent, source: .arbiter, gameRef: nil)) == [
                .resultRecorded(
                    round: 1, board: 2, result: .bothAbsent, source: .forfeit, gameRef: nil)
            ])
        let points = play.tournament.standings().map(\.points.description)
        #expect(points == ["0.5", "0.5", "0.0", "0.0"])
    }

    @Test func `what is disputed waits for the arbiter`() throws {
        var play = try published()
        play.refused(
            .dispute(first, by: .player(3), reason: nil), .nothingReported(first))
        try play.do(report(.whiteWins, by: 1))
        try play.do(.dispute(first, by: .player(3), reason: nil))
        try play.quiet(.dispute(first, by: .player(3), reason: nil))
        try play.quiet(.confirmByClock(first, at: .tuesday.hours(24)))
        play.refused(.confirm(first, nil, by: .player(3)), .nothingReported(first))
        try play.do(.record(first, .draw, source: .arbiter, gameRef: nil))
        #expect(play.tournament.board(first)?.isDisputed == false)
        play.refused(.dispute(first, by: .player(3), reason: nil), .resultFinal(first, .draw))
        play.refused(.dispute(first, by: .player(2), reason: nil), .notYourGame(first))
    }

    @Test func `whoever is doubted cannot talk the doubt away`() throws {
        var play = try published { $0.autoConfirmHours = 24 }
        try play.do(report(.whiteWins, by: 1))
        try play.do(.dispute(first, by: .player(3), reason: nil))
        try play.quiet(report(.whiteWins, by: 1))
        play.refused(.confirm(first, nil, by: .player(3)), .nothingReported(first))
        // Either may say something else; whose silence follows, it does not count.
        for (result, player) in [(Tournament.GameResult.draw, 1), (.blackWins, 3)] {
            var play = play
            try play.do(report(result, by: player))
            #expect(play.tournament.board(first)?.isDisputed == true)
            #expect(play.tournament.board(first)?.report?.countsFrom == nil)
            try play.quiet(.confirmByClock(first, at: .tuesday.hours(1000)))
            #expect(
                try play.do(.confirm(first, nil, by: .player(player == 1 ? 3 : 1))).last
                    == recorded(result, .players))
            #expect(play.tournament.board(first)?.isDisputed == false)
        }
    }

    @Test func `the arbiter settles the doubt about a result that was recorded`() throws {
        var play = try published()
        try play.do(report(.whiteWins, by: 1))
        try play.do(.confirm(first, nil, by: .player(3)))
        try play.do(.dispute(first, by: .player(3), reason: nil))
        var corrected = play
        let record = Tournament.Command.record(first, .whiteWins, source: .arbiter, gameRef: nil)
        #expect(try play.do(record) == [recorded(.whiteWins, .arbiter)])
        #expect(play.tournament.board(first)?.isDisputed == false)
        try play.quiet(record)
        try corrected.do(
            .correct(first, .draw, appliesFromRound: nil, reasonCode: "appeal", reason: nil))
        #expect(corrected.tournament.board(first)?.isDisputed == false)
    }

    @Test func `the clock confirms what nobody has answered, and forfeits nobody`() throws {
        var play = try published {
            $0.cadence = .window
            $0.autoConfirmHours = 24
        }
        try play.quiet(.confirmByClock(first, at: .tuesday.hours(24)))
        let end = Timestamp.tuesday.days(7)
        try play.quiet(.closeWindow(round: 1, at: end))
        try play.do(report(.whiteWins, by: 1))
        var other = play
        try other.quiet(.confirmByClock(first, at: .tuesday.hours(23)))
        #expect(
            try other.do(.confirmByClock(first, at: .tuesday.hours(24))) == [
                recorded(.whiteWins, .clock)
            ])
        try other.quiet(.confirmByClock(first, at: .tuesday.hours(24)))
        // A deadline of before the round was published again with a later end.
        try play.quiet(.closeWindow(round: 1, at: .tuesday.days(6)))
        #expect(try play.do(.closeWindow(round: 1, at: end)) == [recorded(.whiteWins, .clock)])
        #expect(play.tournament.round(1)?.openBoards.map(\.number) == [2])
        try play.quiet(.closeWindow(round: 9, at: end))
        try play.quiet(.closeWindow(round: 1, at: nil))
    }
}

@Suite("Times for games") struct GameTimeTests {
    private let first = Tournament.BoardID(1, 1)

    private func window() throws -> Play {
        var play = try Play.started(4) { $0.cadence = .window }
        try play.pair(1)
        return play
    }

    @Test func `two players propose and agree inside the window`() throws {
        var play = try window()
        let times = [Timestamp.tuesday.days(2), .tuesday.days(1)]
        func propose(_ times: [Timestamp], by number: Int = 1) -> Tournament.Command {
            .proposeTime(first, times, by: .player(number), at: .tuesday)
        }
        func agree(_ time: Timestamp, by number: Int = 3) -> Tournament.Command {
            .agreeTime(first, time, by: .player(number), at: .tuesday)
        }
        play.refused(propose(times), .notPublished(1))
        try play.do(.publish(round: 1, startsAt: nil, windowEndsAt: .tuesday.days(7)))
        #expect(
            try play.do(propose(times)) == [
                .gameTimeProposed(
                    round: 1, board: 1, by: .player(1), times: times.sorted())
            ])
        try play.quiet(propose(times))
        play.refused(propose(times, by: 2), .notYourGame(first))
        play.refused(propose([.tuesday.days(8)]), .outsideWindow(until: .tuesday.days(7)))
        play.refused(propose([.tuesday.hours(-1)]), .outsideWindow(until: .tuesday.days(7)))
        play.refused(propose([]), .outOfBounds(.times, allowed: 1...10))
        play.refused(agree(.tuesday.days(3)), .timeNotProposed(.tuesday.days(3)))
        play.refused(agree(.tuesday.days(1), by: 1), .timeNotProposed(.tuesday.days(1)))
        try play.do(agree(.tuesday.days(1)))
        try play.quiet(agree(.tuesday.days(1)))
        #expect(play.tournament.board(first)?.agreedAt == .tuesday.days(1))
        try play.do(.record(first, .draw, source: .arbiter, gameRef: nil))
        play.refused(propose(times), .resultFinal(first, .draw))
    }

    @Test func `where a round is played together there is nothing to agree on`() throws {
        var play = try Play.started(4)
        try play.pair(1)
        play.refused(
            .proposeTime(first, [.tuesday], by: .player(1), at: .tuesday), .notByAppointment)
    }
}
