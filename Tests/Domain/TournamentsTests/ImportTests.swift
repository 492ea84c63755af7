import EventSourcing
import HashTreeCollections
import Pairing
import TestSupport
import Testing
import Vocabulary

@testable import Tournaments

@Suite("Real tournaments, imported round by round") struct ImportTests {
    @Test(arguments: RealTournament.allCases)
    func `everybody has the points of the file`(_ real: RealTournament) throws {
        let play = try real.imported()
        let points = Dictionary(
            uniqueKeysWithValues: play.tournament.standings().map { ($0.number, $0.points) })
        for player in try real.report.players {
            #expect(points[player.number] == player.points, "\(player.number)")
        }
        #expect(play.events.count > play.tournament.seeding.count)
    }

    @Test(arguments: RealTournament.allCases)
    func `after each round the table is that of the file's own history`(
        _ real: RealTournament
    ) throws {
        let play = try real.imported()
        let history = try real.report.history(plannedRounds: play.tournament.plannedRounds)
        for round in 1...play.tournament.rounds.count {
            let theirs = Standings(
                of: history, by: play.tournament.tieBreakList, afterRound: round)
            let ours = play.tournament.standings(afterRound: round)
            #expect(ours.map(\.number) == theirs.lines.map(\.number))
            #expect(ours.map(\.rank) == theirs.lines.map(\.rank))
        }
    }

    @Test(arguments: RealTournament.allCases)
    func `the report that is written reads back as the same history`(
        _ real: RealTournament
    ) throws {
        let play = try real.imported()
        let report = play.tournament.report { "Player \(play.number($0))" }
        let again = try ReportFile(bytes: Array(report.text.utf8))
        let history = try again.history()
        #expect(history == play.tournament.history())
        let original = try real.report.history(plannedRounds: play.tournament.plannedRounds)
        let ours = play.tournament.history()
        for (mine, theirs) in zip(ours.entrants, original.entrants) {
            for round in 1...play.tournament.rounds.count {
                #expect(mine.outcome(ofRound: round) == theirs.outcome(ofRound: round))
            }
        }
    }

    @Test func `a tournament cut after round 6 goes on here to its end`() throws {
        var play = try RealTournament.may.imported(through: 6)
        #expect(play.tournament.rounds.count == 6 && play.tournament.settings?.rounds == 10)
        // Number 13 has not come since round 3.
        try play.do(.withdraw(.player(13), fromRound: nil, reasonCode: "absent"))
        for round in 7...10 {
            try play.pair(round)
            for board in play.tournament.round(round)?.openBoards ?? [] {
                let results: [Tournament.GameResult] = [.whiteWins, .blackWins, .draw]
                try play.do(
                    .record(
                        .init(round, board.number), results[(round + board.number) % 3],
                        source: .arbiter, gameRef: nil))
            }
        }
        let digest = play.tournament.standingsDigest()
        try play.do(.finalize(confirmDigest: digest))
        var verification = Verification()
        for event in play.events { verification.append(event) }
        let findings = verification.rounds.map(\.finding)
        #expect(
            findings == Array(repeating: .notOurs(engine: "import"), count: 6)
                + Array(repeating: .reproduced, count: 4))
        #expect(!verification.hasDifferences)
    }

    @Test func `a file that cannot be played here says why`() throws {
        let report = try RealTournament.june.report
        #expect(throws: TournamentImport.Fault.playersMissing(numbers: [8, 9])) {
            try TournamentImport(report, people: (1...7).map { .player($0) })
        }
        var gap = report
        gap.records.removeAll {
            if case .player(let player) = $0 { player.number == 3 } else { false }
        }
        #expect(throws: TournamentImport.Fault.self) {
            try TournamentImport(gap, people: RealTournament.june.people)
        }
        var kind = report
        kind.records.append(.kind("FIDE_DUBOV"))
        #expect(throws: TournamentImport.Fault.otherSystem("FIDE_DUBOV")) {
            try TournamentImport(kind, people: RealTournament.june.people)
        }
    }

    @Test func `a round from elsewhere names everybody once, in its turn`() throws {
        let play = try Play.started(4)
        func round(_ number: Int, _ pairs: [(Int, Int)]) -> Tournament.Command {
            .importRound(
                .init(
                    round: number,
                    games: pairs.map {
                        .init(white: .player($0.0), black: .player($0.1), result: .draw)
                    }, byes: []))
        }
        play.refused(round(2, []), .notTheNextRound(2, next: 1))
        play.refused(round(1, [(1, 9)]), .importInvalid(round: 1, .unknownPlayer))
        play.refused(round(1, [(1, 2), (2, 3)]), .importInvalid(round: 1, .playerTwice))
        var played = play
        try played.do(round(1, [(1, 2)]))
        played.refused(round(1, [(3, 4)]), .alreadyPaired(1))
        #expect(played.tournament.round(1)?.isCompleted == true)
    }
}

@Suite("Pairing every round again") struct VerificationTests {
    private func verified(_ events: [Tournament.Event]) -> Verification {
        events.reduce(into: Verification()) { $0.append($1) }
    }

    @Test(arguments: [
        Tournament.Format.swiss, .roundRobin, .doubleRoundRobin, .singleElimination,
    ])
    func `what our engine paired comes out again`(_ format: Tournament.Format) throws {
        var play = try Play.started(7) {
            $0.format = format
            $0.rounds = 4
        }
        try play.do(.withdraw(.player(6), fromRound: 3, reasonCode: "ill"))
        for _ in 1...3 { try play.playRound() }
        let verification = verified(play.events)
        #expect(verification.rounds.map(\.finding) == [.reproduced, .reproduced, .reproduced])
        #expect(!verification.hasDifferences && verification.tournament == play.tournament)
    }

    @Test func `one changed result in a copy of the log is found`() throws {
        var play = try Play.started(8)
        for _ in 1...3 { try play.playRound() }
        try play.do(.complete(round: 3))
        var events = play.events
        let index = try #require(
            events.firstIndex {
                if case .resultRecorded(1, 2, _, _, _) = $0 { true } else { false }
            })
        events[index] = .resultRecorded(
            round: 1, board: 2, result: .blackWins, source: .arbiter, gameRef: nil)
        let verification = verified(events)
        #expect(verification.hasDifferences)
        #expect(verification.tables.map(\.round) == [1, 2, 3])
        let first = verification.rounds.first {
            if case .differs(.input) = $0.finding { true } else { false }
        }
        #expect(first?.round == 2)
    }

    @Test func `boards that the rules do not make are found`() throws {
        var play = try Play.started(8)
        try play.pair(1)
        var events = play.events
        guard case .roundPaired(var paired) = events.removeLast() else {
            Issue.record("no pairing")
            return
        }
        paired.pairings[0].black = .player(6)
        paired.pairings[1].white = .player(5)
        let verification = verified(events + [.roundPaired(paired)])
        #expect(
            verification.rounds.map(\.finding) == [
                .differs(
                    .pairing(recorded: "board 1: 1 - 6", found: "board 1: 1 - 5"))
            ])
    }

    @Test func `rounds with absentees, byes and corrections come out again`() throws {
        var play = try Play.started(9)
        try play.do(.requestBye(.player(2), .init(round: 2, kind: .half), by: .player))
        for number in 1...7 { try play.do(.checkIn(.player(number), round: 1)) }
        try play.do(.pair(round: 1, excludeAbsent: true, allowOpenGames: false))
        try play.record(1, [.whiteWins, .draw, .blackWins])
        try play.pair(2)
        try play.do(
            .correct(
                .init(1, 1), .blackWins, appliesFromRound: 3, reasonCode: "typo", reason: nil))
        for board in play.tournament.round(2)?.openBoards ?? [] {
            try play.do(
                .record(.init(2, board.number), .draw, source: .arbiter, gameRef: nil))
        }
        try play.pair(3)
        #expect(
            verified(play.events).rounds.map(\.finding) == [
                .reproduced, .reproduced, .reproduced,
            ])
    }
}
