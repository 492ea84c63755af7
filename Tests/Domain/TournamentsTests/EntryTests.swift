import EventSourcing
import HashTreeCollections
import Pairing
import TestSupport
import Testing
import Vocabulary

@testable import Tournaments

@Suite("Entries, withdrawals, byes") struct EntryTests {
    private func withdraw(_ number: Int, from round: Int? = nil) -> Tournament.Command {
        .withdraw(.player(number), fromRound: round, reasonCode: "own-wish")
    }

    @Test func `players enter while entries are open, once`() throws {
        var play = Play()
        try play.do(.schedule(.swiss))
        play.refused(.enter(.numbered(1), byes: [], by: .player), .entriesClosed)
        try play.do(.enter(.numbered(1), byes: [], by: .arbiter))
        try play.do(.openEntries)
        try play.quiet(.openEntries)
        try play.enter(2)
        play.refused(
            .enter(.numbered(2), byes: [], by: .player), .alreadyEntered(.player(2)))
        try play.do(.closeEntries)
        try play.quiet(.closeEntries)
        #expect(play.tournament.players.map(\.entryNo) == [1, 2])
    }

    @Test func `who is not meant may not enter, and is told why`() throws {
        let play = try Play.scheduled {
            $0.eligibility = .init(ageBands: [.from13], schools: [.number(1)], ratingAtMost: 2480)
        }
        func enter(_ change: (inout Tournament.Candidate) -> Void) -> Tournament.Command {
            var candidate = Tournament.Candidate.numbered(3)
            change(&candidate)
            return .enter(candidate, byes: [], by: .player)
        }
        play.refused(enter { $0.isMember = false }, .notEligible(.member))
        play.refused(enter { $0.isActive = false }, .notEligible(.inactive))
        play.refused(enter { $0.ageBand = .from16 }, .notEligible(.ageBand))
        play.refused(enter { $0.details.school = .number(2) }, .notEligible(.school))
        play.refused(enter { $0.details.rating = 2490 }, .notEligible(.rating))
        play.refused(enter { $0.lacksConsent = true }, .consentMissing)
        play.refused(
            enter { $0.details.rating = 0 }, .outOfBounds(.rating, allowed: 1...4_000))
    }

    @Test func `where a rating limit is, only an arbiter enters somebody without a rating`() throws
    {
        func enter(_ rating: Int?, _ party: Tournament.Party) -> Tournament.Command {
            var candidate = Tournament.Candidate.numbered(3)
            candidate.details.rating = rating
            return .enter(candidate, byes: [], by: party)
        }
        var play = try Play.scheduled { $0.eligibility = .init(ratingAtMost: 1800) }
        play.refused(enter(nil, .player), .notEligible(.ratingUnknown))
        play.refused(enter(1801, .arbiter), .notEligible(.rating))
        #expect(try play.do(enter(nil, .arbiter)).count == 1)
        var open = try Play.scheduled()
        #expect(try open.do(enter(nil, .player)).count == 1)
    }

    @Test func `a full tournament lets people wait, and the first comes in when somebody leaves`()
        throws
    {
        var play = try Play.scheduled(2) { $0.capacity = 2 }
        #expect(
            try play.do(.enter(.numbered(3), byes: [], by: .player)) == [
                .playerWaitlisted(.init(Tournament.Candidate.numbered(3).details, place: 1))
            ])
        try play.quiet(.enter(.numbered(3), byes: [], by: .player))
        try play.enter(4)
        #expect(play.tournament.waitlist == [.player(3), .player(4)])
        #expect(
            try play.do(withdraw(1)) == [
                .playerWithdrawn(player: .player(1), fromRound: 1, reasonCode: "own-wish"),
                .playerEntered(.init(Tournament.Candidate.numbered(3).details, entryNo: 3)),
            ])
        #expect(play.tournament.waitlist == [.player(4)])
        play.refused(.reinstate(.player(1), atRound: nil), .tooManyPlayers(2, allowed: 2))
        try play.do(withdraw(4))
        #expect(play.tournament.waitlist.isEmpty)
    }

    @Test func `a late entry has a bye for each round that is over`() throws {
        var play = try Play.started(4) { $0.lateByeKind = .half }
        try play.playRound()
        #expect(
            try play.do(.enter(.numbered(5), byes: [], by: .player)) == [
                .playerEntered(
                    .init(
                        Tournament.Candidate.numbered(5).details, entryNo: 5, lateFromRound: 2)),
                .byeGranted(player: .player(5), round: 1, kind: .half, source: .lateEntry),
            ])
        #expect(play.number(.player(5)) == 5)
        try play.playRound()
        try play.playRound()
        play.refused(.enter(.numbered(6), byes: [], by: .player), .entriesClosed)
        #expect(play.tournament.history().entrants[4].rounds.count == 3)
    }

    @Test func `who has a place in a round does not leave it by withdrawing`() throws {
        var play = try Play.started(4)
        play.refused(withdraw(9), .notEntered(.player(9)))
        try play.pair(1)
        play.refused(withdraw(1, from: 1), .roundPaired(1))
        try play.do(.publish(round: 1, startsAt: nil, windowEndsAt: nil))
        play.refused(withdraw(1, from: 1), .roundPublished(1))
        play.refused(withdraw(1, from: 9), .roundTooFar(9, last: 5))
        try play.do(withdraw(1))
        try play.quiet(withdraw(1))
        play.refused(.reinstate(.player(2), atRound: nil), .notWithdrawn(.player(2)))
        play.refused(.reinstate(.player(9), atRound: nil), .notEntered(.player(9)))
        #expect(play.tournament.entry(.player(1))?.standing == .withdrawn(fromRound: 2))
    }

    @Test func `who was expelled stays out`() throws {
        var play = try Play.started(4)
        try play.playRound()
        try play.do(.expel(.player(1), reasonCode: "engine-use", reason: nil))
        try play.quiet(.expel(.player(1), reasonCode: "engine-use", reason: nil))
        play.refused(
            .expel(.player(9), reasonCode: "engine-use", reason: nil), .notEntered(.player(9)))
        play.refused(.reinstate(.player(1), atRound: nil), .expelled(.player(1)))
        play.refused(.enter(.numbered(1), byes: [], by: .player), .expelled(.player(1)))
        try play.playRound()
        #expect(play.tournament.round(2)?.byes[.player(1)] == .zero)
    }

    @Test func `leaving and rejoining for byes gives one allocated bye at most`() throws {
        var play = try Play.started(9)
        // Number 7 leaves before each pairing and comes back before each start.
        for round in 1...5 {
            try play.do(withdraw(7))
            try play.do(.reinstate(.player(7), atRound: nil))
            if round.isMultiple(of: 2) {
                try play.do(withdraw(7))
            }
            try play.playRound()
            if round.isMultiple(of: 2) {
                try play.do(.reinstate(.player(7), atRound: nil))
            }
        }
        let kinds = play.tournament.rounds.compactMap { $0.byes[.player(7)] }
        #expect(kinds.count { $0 == .pab } <= 1)
        #expect(kinds.filter { $0 != .pab }.allSatisfy { $0 == .zero })
        for player in play.tournament.seeding {
            #expect(play.tournament.rounds.count { $0.byes[player] == .pab } <= 1)
        }
    }

    @Test func `byes are asked for before the round, within a limit`() throws {
        var play = try Play.started(6)
        func half(_ round: Int) -> Tournament.Command {
            .requestBye(.player(1), .init(round: round, kind: .half), by: .player)
        }
        try play.do(half(2))
        try play.quiet(half(2))
        play.refused(half(3), .byeLimit(1))
        try play.do(
            .requestBye(.player(1), .init(round: 3, kind: .half), by: .arbiter))
        try play.do(.requestBye(.player(1), .init(round: 4, kind: .zero), by: .player))
        play.refused(
            .requestBye(.player(1), .init(round: 5, kind: .pab), by: .arbiter),
            .byeNotByRequest(.pab))
        play.refused(
            .requestBye(.player(1), .init(round: 5, kind: .full), by: .player),
            .byeNotByRequest(.full))
        play.refused(half(9), .roundTooFar(9, last: 5))
        play.refused(
            .requestBye(.player(9), .init(round: 2, kind: .zero), by: .player),
            .notEntered(.player(9)))
        try play.do(.cancelBye(.player(1), round: 4))
        try play.quiet(.cancelBye(.player(1), round: 4))
        try play.playRound()
        play.refused(half(1), .roundPaired(1))
        play.refused(.cancelBye(.player(1), round: 1), .roundPaired(1))
        try play.playRound()
        #expect(play.tournament.round(2)?.byes[.player(1)] == .half)
        #expect(play.tournament.round(2)?.byes.values.contains(.pab) == true)
    }

    @Test func `in a round robin everybody has a place in every round`() throws {
        try Play.started(4) { $0.format = .roundRobin }.refused(
            .requestBye(.player(1), .init(round: 1, kind: .zero), by: .player),
            .noByes(.roundRobin))
    }

    @Test func `who has not checked in may be left out`() throws {
        var play = try Play.started(6)
        for number in 1...4 { try play.do(.checkIn(.player(number), round: 1)) }
        try play.quiet(.checkIn(.player(1), round: 1))
        play.refused(.checkIn(.player(1), round: 2), .checkInClosed(round: 2))
        play.refused(.checkIn(.player(9), round: 1), .notEntered(.player(9)))
        try play.do(.pair(round: 1, excludeAbsent: true, allowOpenGames: false))
        #expect(play.boards(1) == ["1-3", "4-2"])
        #expect(play.tournament.round(1)?.byes[.player(5)] == .zero)
        #expect(play.tournament.unplaced(inRound: 1).isEmpty)
    }

    @Test func `a round to which nobody comes is no round`() throws {
        let play = try Play.started(6)
        play.refused(
            .pair(round: 1, excludeAbsent: true, allowOpenGames: false), .nothingToPair(1))
    }
}
