import EventSourcing
import Foundation
import Pairing
import TestSupport
import Testing
import Vocabulary

@testable import Tournaments

/// A tournament that is played command by command; each event goes through the log and back.
struct Play {
    private(set) var tournament = Tournament()
    private(set) var events: [Tournament.Event] = []

    @discardableResult
    mutating func `do`(_ command: Tournament.Command) throws -> [Tournament.Event] {
        let decided = try tournament.decide(command)
        for event in decided {
            let event = try throughTheLog(event)
            tournament.evolve(event)
            events.append(event)
        }
        return decided
    }

    /// Nothing happens, for this reason.
    func refused(
        _ command: Tournament.Command, _ rejection: Tournament.Rejection,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(throws: rejection, sourceLocation: sourceLocation) {
            try tournament.decide(command)
        }
    }

    /// Nothing happens, for there is nothing to do.
    func quiet(
        _ command: Tournament.Command, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let events = try tournament.decide(command)
        #expect(events.isEmpty, sourceLocation: sourceLocation)
    }

    /// As it was after so many events.
    func state(atVersion version: Int) -> Tournament {
        events.prefix(version).reduce(into: Tournament()) { $0.evolve($1) }
    }

    /// Boards of a round as `white-black`, by pairing number.
    func boards(_ round: Int) -> [String] {
        tournament.round(round)?.orderedBoards.map { board in
            "\(number(board.seats.white))-\(number(board.seats.black))"
        } ?? []
    }

    func number(_ player: PersonID) -> Int { tournament.number(of: player) ?? 0 }

    mutating func record(_ round: Int, _ results: [Tournament.GameResult]) throws {
        for (index, result) in results.enumerated() {
            try self.do(.record(.init(round, index + 1), result, source: .arbiter, gameRef: nil))
        }
    }

    /// The next round, with each game won by White.
    mutating func playRound(
        _ result: Tournament.GameResult = .whiteWins
    ) throws {
        let round = tournament.nextRound
        try pair(round)
        try self.do(.publish(round: round, startsAt: nil, windowEndsAt: .tuesday.days(7)))
        for board in tournament.round(round)?.openBoards ?? [] {
            try self.do(
                .record(.init(round, board.number), result, source: .arbiter, gameRef: nil))
        }
    }

    mutating func pair(_ round: Int) throws {
        try self.do(.pair(round: round, excludeAbsent: false, allowOpenGames: false))
    }

    /// Scheduled, with so many players whose ratings fall with their numbers.
    static func scheduled(
        _ players: Int = 0, _ adjust: (inout Tournament.Settings) -> Void = { _ in }
    ) throws -> Play {
        var play = Play()
        var settings = Tournament.Settings.swiss
        adjust(&settings)
        try play.do(.schedule(settings))
        try play.do(.openEntries)
        for number in stride(from: 1, through: players, by: 1) { try play.enter(number) }
        return play
    }

    static func started(
        _ players: Int, _ adjust: (inout Tournament.Settings) -> Void = { _ in }
    ) throws -> Play {
        var play = try scheduled(players, adjust)
        try play.do(.seed(.rating, order: nil, seed: nil))
        try play.do(.start(lotSeed: nil))
        return play
    }

    mutating func enter(_ number: Int) throws {
        try self.do(.enter(.numbered(number), byes: [], by: .player))
    }
}

extension Tournament.Settings {
    static var swiss: Self {
        var settings = Self(
            club: .number(1), name: "Spring Open", format: .swiss, rounds: 5,
            startsAtLocal: "2027-03-09T16:00", timeZone: "Europe/London",
            timeControl: .init(initialSeconds: 600, incrementSeconds: 5))
        settings.initialColour = .white
        settings.lateEntryUntilRound = 3
        return settings
    }
}

extension Tournament.Candidate {
    /// Player 1 is the strongest.
    static func numbered(_ number: Int) -> Self {
        Self(
            .init(
                player: .player(number), rating: 2500 - 10 * number, ratingSource: .club,
                school: .number(1)),
            ageBand: .from13)
    }
}

extension PersonID {
    static func player(_ number: Int) -> Self { .number(UInt16(number)) }
}

/// The real report files, which the demonstration has too.
enum RealTournament: String, CaseIterable, Sendable {
    case frankfurt = "frankfurt-open-2005"
    case may = "online-blitz-2020-05"
    case june = "online-blitz-2020-06"

    var report: ReportFile {
        get throws {
            try ReportFile(bytes: Array(Data(contentsOf: realFile("\(rawValue).trf"))))
        }
    }

    var people: [PersonID] { (1...300).map { .player($0) } }

    /// Played here through the ordinary commands.
    func imported(through last: Int? = nil) throws -> Play {
        let file = try TournamentImport(report, through: last, people: people)
        var settings = Tournament.Settings.swiss
        file.apply(to: &settings)
        var play = Play()
        try play.do(.schedule(settings))
        for command in file.openingCommands() { try play.do(command) }
        for round in stride(from: 1, through: file.playedRounds, by: 1) {
            try play.do(file.command(forRound: round))
        }
        return play
    }
}
