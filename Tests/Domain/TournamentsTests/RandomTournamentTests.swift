import EventSourcing
import HashTreeCollections
import Pairing
import TestSupport
import Testing
import Vocabulary

@testable import Tournaments

/// Whatever is wished in whatever order: always legal, always the same when replayed.
@Suite("Random tournaments") struct RandomTournamentTests {
    @Test(arguments: 1...24 as ClosedRange<UInt64>)
    func `whatever happens, the rounds are legal and the log tells it again`(
        seed: UInt64
    ) throws {
        var random = SeededRandom(seed: seed)
        let format = Tournament.Format.allCases[Int(seed) % 5]
        var play = try Play.started(Int.random(in: 4...14, using: &random)) {
            $0.format = format
            $0.rounds = 5
            $0.lateByeKind = .half
        }
        var wishes = 0
        while wishes < 260, play.tournament.stage == .running {
            wishes += 1
            let wish = randomWish(for: play, &random)
            do {
                try play.do(wish)
            } catch let rejection as Tournament.Rejection {
                // A refusal changes nothing, and says why.
                #expect(!"\(rejection)".isEmpty)
            }
            checkRounds(of: play)
        }
        // The same events make the same tournament, and every pairing comes out again.
        var verification = Verification()
        for event in play.events { verification.append(event) }
        #expect(verification.tournament == play.tournament)
        #expect(verification.tables.isEmpty, "seed \(seed)")
        for report in verification.rounds { #expect(report.finding == .reproduced, "seed \(seed)") }
        #expect(
            verification.tournament.standingsDigest() == play.tournament.standingsDigest())
    }

    private func randomWish(
        for play: Play, _ random: inout SeededRandom
    ) -> Tournament.Command {
        let tournament = play.tournament
        let player = PersonID.player(Int.random(in: 1...16, using: &random))
        let round = max(tournament.rounds.count, 1)
        let open = tournament.rounds.last?.openBoards ?? []
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return .withdraw(player, fromRound: nil, reasonCode: "random")
        case 1: return .reinstate(player, atRound: nil)
        case 2:
            return .enter(
                .numbered(Int.random(in: 1...16, using: &random)), byes: [], by: .player)
        case 3:
            return .requestBye(
                player,
                .init(
                    round: tournament.nextRound, kind: Bool.random(using: &random) ? .half : .zero),
                by: .player)
        case 4: return .unpair(round: round, reasonCode: "random")
        case 5:
            return .correct(
                .init(Int.random(in: 1...round, using: &random), 1),
                [.whiteWins, .blackWins, .draw, .open].randomElement(using: &random) ?? .draw,
                appliesFromRound: nil, reasonCode: "random", reason: nil)
        case 6:
            return .revert(
                .init(
                    event: EventID(command: .number(1), index: 0),
                    version: Int.random(in: 1...max(tournament.version, 1), using: &random)),
                cascade: Int.random(in: 0..<4, using: &random) == 0, reasonCode: "random",
                reason: nil)
        case 7: return .checkIn(player, round: tournament.nextRound)
        case 8 where open.isEmpty: return .complete(round: round)
        case 9...15 where !open.isEmpty:
            // In a Swiss those who did not play may meet again.
            let results: [Tournament.GameResult] = [
                .whiteWins, .blackWins, .draw,
                tournament.settings?.format == .swiss ? .draw : .whiteByForfeit,
            ]
            return .record(
                .init(round, open[0].number), results.randomElement(using: &random) ?? .draw,
                source: .arbiter, gameRef: nil)
        default:
            return .pair(
                round: tournament.nextRound, excludeAbsent: false, allowOpenGames: false)
        }
    }

    private func checkRounds(of play: Play) {
        let tournament = play.tournament
        for round in tournament.rounds {
            let seated = round.boards.values.flatMap(\.seats.players) + Array(round.byes.keys)
            #expect(Set(seated).count == seated.count, "nobody is in two places")
        }
        guard tournament.settings?.format == .swiss else { return }
        for player in tournament.seeding {
            #expect(tournament.rounds.count { $0.byes[player] == .pab } <= 1)
        }
        let pairs = tournament.rounds.flatMap { $0.boards.values }
            .filter { $0.result?.isForfeit != true }
            .map { Set($0.seats.players) }
        #expect(Set(pairs).count == pairs.count, "nobody meets twice")
    }
}
