import EventSourcing
import Pairing
import TestSupport
import Testing
import Vocabulary

@testable import Tournaments

@Suite("The arbiter's hand in a round") struct PlacingTests {
    private func override(
        _ round: Int, _ changes: [Tournament.PlacementChange], force: Bool = false
    ) -> Tournament.Command {
        .override(round: round, changes, force: force, reasonCode: "wish", reason: nil)
    }

    @Test func `two boards are swapped in one command, and the change says before and after`()
        throws
    {
        var play = try Play.started(4)
        try play.pair(1)
        #expect(play.boards(1) == ["1-3", "4-2"])
        let swap = override(
            1,
            [
                .board(1, white: .player(1), black: .player(2)),
                .board(2, white: .player(4), black: .player(3)),
            ])
        let events = try play.do(swap)
        guard case .pairingOverridden(1, let changes, let byes, .ok, "wish", nil) = events.first
        else {
            Issue.record("\(events)")
            return
        }
        #expect(changes.count == 2 && byes.isEmpty)
        #expect(changes.first?.before == .init(white: .player(1), black: .player(3)))
        #expect(play.boards(1) == ["1-2", "4-3"])
        try play.quiet(swap)
    }

    @Test func `who loses the place must get another one before the round is published`() throws {
        var play = try Play.started(4)
        try play.pair(1)
        try play.do(override(1, [.board(1, white: .player(1), black: .player(2))]))
        #expect(play.tournament.unplaced(inRound: 1) == [.player(3), .player(4)])
        play.refused(
            .publish(round: 1, startsAt: nil, windowEndsAt: nil),
            .playersUnplaced(1, [.player(3), .player(4)]))
    }

    @Test func `nobody loses the place in a round that is published`() throws {
        var play = try Play.started(4)
        try play.pair(1)
        try play.do(.publish(round: 1, startsAt: nil, windowEndsAt: nil))
        let first = Tournament.PlacementChange.board(1, white: .player(1), black: .player(2))
        play.refused(override(1, [first]), .playersUnplaced(1, [.player(3), .player(4)]))
        try play.do(
            override(1, [first, .board(2, white: .player(3), black: .player(4))]))
        #expect(play.boards(1) == ["1-2", "3-4"])
    }

    @Test func `what breaks a rule is named, and needs force`() throws {
        var play = try Play.started(4)
        try play.playRound()
        try play.pair(2)
        let rematch = [Tournament.PlacementChange.board(1, white: .player(1), black: .player(3))]
        play.refused(
            override(2, rematch),
            .pairingBreach([.rematch(.init(white: .player(1), black: .player(3)))]))
        let events = try play.do(override(2, rematch, force: true))
        guard case .pairingOverridden(_, _, _, .breach, _, _) = events.first else {
            Issue.record("\(events)")
            return
        }
    }

    @Test func `nobody has the same colour three times running, nor two allocated byes`() throws {
        var play = try Play.started(7) { $0.pairing = .manualOnly }
        func round(_ number: Int, _ changes: [Tournament.PlacementChange]) throws {
            try play.pair(number)
            try play.do(override(number, changes, force: true))
            try play.do(.publish(round: number, startsAt: nil, windowEndsAt: nil))
            try play.record(number, [.draw, .draw, .draw])
        }
        try round(
            1,
            [
                .board(1, white: .player(1), black: .player(2)),
                .board(2, white: .player(3), black: .player(4)),
                .board(3, white: .player(5), black: .player(6)), .bye(.player(7), kind: .pab),
            ])
        try round(
            2,
            [
                .board(1, white: .player(1), black: .player(3)),
                .board(2, white: .player(2), black: .player(5)),
                .board(3, white: .player(4), black: .player(7)), .bye(.player(6), kind: .pab),
            ])
        try play.pair(3)
        play.refused(
            override(3, [.board(1, white: .player(1), black: .player(4))]),
            .pairingBreach([.thirdColourRunning(.player(1), .white)]))
        play.refused(
            override(3, [.bye(.player(7), kind: .pab)]),
            .pairingBreach([.secondAllocatedBye(.player(7))]))
        try play.do(override(3, [.bye(.player(7), kind: .zero)]))
    }

    @Test func `what is no round at all is refused whoever forces it`() throws {
        var play = try Play.started(4)
        play.refused(override(1, []), .notPaired(1))
        try play.pair(1)
        func impossible(_ change: Tournament.PlacementChange, _ fault: Tournament.PlacementFault) {
            play.refused(override(1, [change], force: true), .pairingImpossible(fault))
        }
        impossible(
            .board(1, white: .player(1), black: .player(1)), .twice(.player(1)))
        impossible(
            .board(1, white: .player(1), black: .player(9)), .notPlaying(.player(9)))
        impossible(
            .board(0, white: .player(1), black: .player(2)), .boardOutOfBounds(0))
        play.refused(override(1, []), .outOfBounds(.changes, allowed: 1...1_000))
        try play.record(1, [.draw])
        play.refused(
            override(1, [.board(2, white: .player(1), black: .player(2))]),
            .resultExists(.init(1, 1), .draw))
    }

    @Test
    func `those kept apart sit together only by force, those who rather should not with a warning`()
        throws
    {
        var play = try Play.started(4) {
            $0.avoid = [
                .init(kind: .pair, strength: .absolute, players: [.player(1), .player(2)]),
                .init(kind: .pair, strength: .weak, players: [.player(1), .player(4)]),
            ]
        }
        try play.pair(1)
        let seats = Tournament.Seats(white: .player(1), black: .player(2))
        play.refused(
            override(1, [.board(1, white: .player(1), black: .player(2))]),
            .pairingBreach([.keptApart(seats)]))
        let events = try play.do(override(1, [.board(1, white: .player(1), black: .player(4))]))
        guard case .pairingOverridden(_, _, _, .warn, _, _) = events.first else {
            Issue.record("\(events)")
            return
        }
    }

    @Test func `in a knockout only the colours change`() throws {
        var play = try Play.started(4) { $0.format = .singleElimination }
        try play.pair(1)
        #expect(play.boards(1) == ["1-4", "3-2"])
        play.refused(
            override(1, [.board(1, white: .player(1), black: .player(2))], force: true),
            .pairingImpossible(.notOfThisMatch(board: 1)))
        try play.do(override(1, [.board(1, white: .player(4), black: .player(1))]))
        #expect(play.boards(1) == ["4-1", "3-2"])
        #expect(play.tournament.board(.init(1, 1))?.bracket == "W-1-1")
    }
}
