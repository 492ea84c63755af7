import EventSourcing
import HashTreeCollections
import Pairing
import TestSupport
import Testing
import Vocabulary

@testable import Tournaments

@Suite("Coming late, leaving early") struct LeavingTests {
    private func withdraw(_ number: Int, from round: Int? = nil) -> Tournament.Command {
        .withdraw(.player(number), fromRound: round, reasonCode: "own-wish")
    }

    @Test func `the bye of a round that was missed is worth what was promised`() throws {
        var play = try Play.started(4) { $0.lateByeKind = .half }
        try play.playRound()
        try play.enter(5)
        func points() -> String? {
            play.tournament.standings().first { $0.player == .player(5) }?.points.description
        }
        #expect(points() == "0.5")
        #expect(play.tournament.round(1)?.byes[.player(5)] == .half)
        // Paired by it too: with half a point, and not with none.
        let known = play.tournament.history(forPairing: 2).entrants[4].rounds
        #expect(known == [RoundOutcome.bye(.halfPoint)])
        try play.playRound()
        #expect(points() != "0.0")
    }

    @Test func `a late bye that is taken back is worth nothing`() throws {
        var play = try Play.started(4) { $0.lateByeKind = .half }
        try play.playRound()
        try play.enter(5)
        let version = play.events.count
        try play.do(
            .revert(
                .init(event: EventID(command: .number(1), index: 0), version: version),
                cascade: true,
                reasonCode: "mistake", reason: nil))
        #expect(play.tournament.standings().last?.points == .zero)
        #expect(play.tournament.round(1)?.byes[.player(5)] == nil)
    }

    @Test func `who was away at the start gets the next number when they come back`() throws {
        var play = try Play.scheduled(6)
        try play.do(.seed(.rating, order: nil, seed: nil))
        try play.do(withdraw(2))
        try play.do(.start(lotSeed: nil))
        #expect(play.tournament.number(of: .player(2)) == nil)
        try play.playRound()
        try play.do(.reinstate(.player(2), atRound: nil))
        #expect(play.number(.player(2)) == 6)
        try play.playRound()
        #expect(play.tournament.round(2)?.board(of: .player(2)) != nil)
        #expect(play.tournament.standings().count == 6)
    }

    @Test func `nobody comes into a table or a knockout that has begun`() throws {
        for format in [Tournament.Format.roundRobin, .singleElimination] {
            var play = try Play.scheduled(5) { $0.format = format }
            try play.do(.seed(.rating, order: nil, seed: nil))
            try play.do(withdraw(2))
            try play.do(.start(lotSeed: nil))
            play.refused(.reinstate(.player(2), atRound: nil), .entriesClosed)
        }
    }

    @Test func `who will leave after two rounds plays two rounds`() throws {
        var play = try Play.scheduled(4) { $0.capacity = 4 }
        try play.enter(5)
        try play.do(withdraw(1, from: 3))
        // Their place is not free yet.
        #expect(play.tournament.waitlist == [.player(5)])
        try play.do(.seed(.rating, order: nil, seed: nil))
        try play.do(.start(lotSeed: nil))
        for _ in 1...3 { try play.playRound() }
        let played = play.tournament.rounds.map { $0.board(of: .player(1)) != nil }
        #expect(played == [true, true, false])
        #expect(play.tournament.round(3)?.byes[.player(1)] == .zero)
    }

    @Test func `a departure that was announced can be brought forward`() throws {
        var play = try Play.started(4)
        try play.playRound()
        try play.do(withdraw(1, from: 4))
        try play.do(withdraw(1, from: 3))
        try play.quiet(withdraw(1, from: 5))
        try play.do(withdraw(1))
        try play.quiet(withdraw(1))
        #expect(play.tournament.entry(.player(1))?.standing == .withdrawn(fromRound: 2))
        try play.playRound()
        #expect(play.tournament.round(2)?.byes[.player(1)] == .zero)
    }

    @Test func `who has waited comes in with the byes they had asked for`() throws {
        var play = try Play.scheduled(2) { $0.capacity = 2 }
        let wishes = [
            Tournament.RequestedBye(round: 2, kind: .half), .init(round: 3, kind: .half),
        ]
        try play.do(.enter(.numbered(3), byes: wishes, by: .player))
        try play.do(withdraw(1))
        #expect(play.tournament.waitlist.isEmpty)
        #expect(play.tournament.grantedByes.map(\.round) == [2])
    }

    @Test func `a larger hall lets in those who wait, in their order`() throws {
        var play = try Play.scheduled(2) { $0.capacity = 2 }
        for number in 3...5 { try play.enter(number) }
        try play.do(.amend(["capacity": 4], force: false, reasonCode: nil))
        #expect(play.tournament.players.map(\.player) == (1...4).map { .player($0) })
        #expect(play.tournament.waitlist == [.player(5)])
    }
}
