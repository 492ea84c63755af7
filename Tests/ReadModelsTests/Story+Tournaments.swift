import Catalog
import EventSourcing
import Foundation
import Pairing
import TestSupport
import Vocabulary

@testable import Tournaments

extension TournamentID {
    static let spring = TournamentID.number(20)
    static let autumn = TournamentID.number(21)
}

extension PersonID {
    static func player(_ number: Int) -> Self { .number(UInt16(number)) }
}

extension Tournament.Settings {
    static var spring: Self {
        var settings = Self(
            club: .chess, name: "Spring Open", format: .swiss, rounds: 5,
            startsAtLocal: "2027-03-09T16:00", timeZone: "Europe/London",
            timeControl: .init(initialSeconds: 600, incrementSeconds: 5))
        settings.initialColour = .white
        settings.lateEntryUntilRound = 3
        settings.lateByeKind = .half
        return settings
    }
}

extension Story {
    /// Plays commands by the rules, and tells what came of it; what is refused is no part of it.
    mutating func play(
        _ tournament: inout Tournament, _ id: TournamentID, _ commands: [Tournament.Command]
    ) {
        for command in commands {
            let events: [Tournament.Event]
            do {
                events = try tournament.decide(command)
            } catch {
                continue
            }
            for event in events {
                tournament.evolve(event)
                add(event, to: StreamID<Tournament>.tournament(id).name)
            }
        }
    }

    /// A tournament in which whatever is allowed may happen, in any order.
    static func randomTournament(
        seed: UInt64, wishes: Int, commands: UInt16 = 0, id: TournamentID = .spring
    ) -> Story {
        var story = Story(commands: commands)
        var dice = SeededGenerator(seed: seed)
        var tournament = Tournament()
        var settings = Tournament.Settings.spring
        settings.format = Tournament.Format.allCases[Int(seed) % 5]
        story.play(&tournament, id, [.schedule(settings), .openEntries])
        for number in 1...7 {
            story.play(&tournament, id, [.enter(.numbered(number), byes: [], by: .player)])
        }
        story.play(&tournament, id, [.seed(.rating, order: nil, seed: nil), .start(lotSeed: nil)])
        for _ in 0..<wishes {
            story.play(&tournament, id, [anything(in: tournament, &dice)])
        }
        return story
    }

    private static func anything(
        in tournament: Tournament, _ dice: inout SeededGenerator
    ) -> Tournament.Command {
        let player = PersonID.player(Int.random(in: 1...9, using: &dice))
        let round = max(tournament.rounds.count, 1)
        let open = tournament.rounds.last?.openBoards ?? []
        switch Int.random(in: 0..<24, using: &dice) {
        case 0: return .withdraw(player, fromRound: nil, reasonCode: "random")
        case 1: return .reinstate(player, atRound: nil)
        case 2:
            return .enter(
                .numbered(Int.random(in: 1...9, using: &dice)), byes: [], by: .player)
        case 3:
            return .requestBye(
                player, .init(round: tournament.nextRound, kind: .half), by: .arbiter)
        case 4: return .unpair(round: round, reasonCode: "random")
        case 5, 6:
            return .correct(
                .init(Int.random(in: 1...round, using: &dice), 1),
                [.whiteWins, .blackWins, .draw].randomElement(using: &dice) ?? .draw,
                appliesFromRound: nil, reasonCode: "random", reason: nil)
        case 7:
            return .revert(
                .init(
                    event: EventID(command: .number(1), index: 0),
                    version: Int.random(in: 1...tournament.version, using: &dice)),
                cascade: Bool.random(using: &dice), reasonCode: "random", reason: nil)
        case 8:
            return .amend(
                ["tieBreaks": ["BH", "SB"]], force: true, reasonCode: "random")
        case 9:
            guard let board = open.first else { return .complete(round: round) }
            return .report(
                .init(round, board.number), .draw, by: board.seats.black, gameRef: nil,
                at: .tuesday)
        case 10:
            guard let board = open.first, let other = open.last else { return .openEntries }
            return .override(
                round: round,
                [.board(board.number, white: board.seats.black, black: other.seats.white)],
                force: true, reasonCode: "random", reason: nil)
        case 11:
            let tied = Dictionary(grouping: tournament.standings(), by: \.rank)
                .sorted { $0.key < $1.key }.map(\.value).first { $0.count > 1 }
            return .resolveTie((tied ?? []).map(\.player).reversed(), .arbiter, seed: nil)
        case 12...19 where !open.isEmpty:
            return .record(
                .init(round, open[0].number),
                [.whiteWins, .blackWins, .draw, .blackByForfeit].randomElement(using: &dice)
                    ?? .draw, source: .arbiter, gameRef: nil)
        default:
            return .pair(
                round: tournament.nextRound, excludeAbsent: false, allowOpenGames: false)
        }
    }
}

extension Tournament.Candidate {
    /// Player 1 is the strongest.
    static func numbered(_ number: Int) -> Self {
        Self(
            .init(
                player: .player(number), rating: 2500 - 10 * number, ratingSource: .club,
                school: .home),
            ageBand: .from13)
    }
}

/// The real report files, which the tests of pairing have.
enum RealTournament: String, CaseIterable, Sendable {
    case frankfurt = "frankfurt-open-2005"
    case may = "online-blitz-2020-05"
    case june = "online-blitz-2020-06"

    /// As it is imported through the ordinary commands.
    func story() throws -> Story {
        let file = try TournamentImport(
            ReportFile(bytes: Array(Data(contentsOf: realFile("\(rawValue).trf")))), through: nil,
            people: (1...300).map { .player($0) })
        var settings = Tournament.Settings.spring
        file.apply(to: &settings)
        var story = Story()
        var tournament = Tournament()
        story.play(&tournament, .spring, [.schedule(settings)] + file.openingCommands())
        for round in stride(from: 1, through: file.playedRounds, by: 1) {
            story.play(&tournament, .spring, [file.command(forRound: round)])
        }
        return story
    }
}
