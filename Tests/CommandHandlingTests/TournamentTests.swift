import Catalog
import Clubs
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import Pairing
import TestSupport
import Testing
import Tournaments
import Vocabulary

/// Tournaments as wishes: who may do what, and what a handler adds.
@Suite struct TournamentTests {
    private let tournament = TournamentID(UUID())

    private func scheduled(_ world: World, players count: Int) async throws -> [PersonID] {
        try await world.foundClub()
        try await world.wish(.tournament(tournament, .swiss(world.club)), as: world.teacher)
        try await world.wish(.tournament(tournament, .openEntries), as: world.teacher)
        var players: [PersonID] = []
        for number in 0..<count {
            let player = try await world.student()
            _ = try await world.join(player)
            try await world.wish(
                .tournament(tournament, .enter(rating: 2000 - number)), as: player)
            players.append(player)
        }
        return players
    }

    private func folded(_ world: World) async throws -> Tournament {
        let events = try await world.log.read(
            StreamID.tournament(tournament).name, of: world.tenant, after: 0, through: 1_000_000,
            limit: 10_000)
        return try events.reduce(into: Tournament()) {
            $0.evolve(try EventCodec.catalog.decode($1.event, as: Tournament.Event.self))
        }
    }

    private func paired(_ world: World) async throws -> [PersonID] {
        let players = try await scheduled(world, players: 4)
        for wish in [
            TournamentWish.seedPlayers(method: .rating, order: nil, seed: nil),
            .start(lotSeed: nil), .pairRound(round: 1, excludeAbsent: nil, allowOpenGames: nil),
            .publishRound(round: 1, startsAt: nil, windowEndsAt: nil),
        ] {
            try await world.wish(.tournament(tournament, wish), as: world.teacher)
        }
        return players
    }

    @Test func `players report and confirm, and the arbiter corrects and takes back`() async throws
    {
        try await World.with { world in
            let players = try await paired(world)
            let board = try #require(try await folded(world).board(.init(1, 1)))
            #expect(Set(board.seats.players) == [players[0], players[2]])
            try await world.wish(
                .tournament(
                    tournament,
                    .reportResult(round: 1, board: 1, result: .draw, gameRef: nil)),
                as: board.seats.white)
            try await world.wish(
                .tournament(tournament, .confirmResult(round: 1, board: 1, result: nil)),
                as: board.seats.black)
            let correction = try await world.wish(
                .tournament(
                    tournament,
                    .correctResult(
                        round: 1, board: 1, result: .whiteWins, appliesFromRound: nil,
                        reasonCode: "typing-error", reason: "I misread the sheet.")),
                as: world.teacher)
            #expect(try await folded(world).board(.init(1, 1))?.result == .whiteWins)
            let event = try #require(correction.events.first)
            #expect(!String(decoding: event.event.data, as: UTF8.self).contains("misread"))
            try await world.wish(
                .tournament(
                    tournament,
                    .revertDecision(
                        event: event.id.description, cascade: nil, reasonCode: "mistake",
                        reason: nil)),
                as: world.teacher)
            #expect(try await folded(world).board(.init(1, 1))?.result == .draw)
            await #expect(throws: Tournament.Rejection.unknownDecision) {
                try await world.wish(
                    .tournament(
                        tournament,
                        .revertDecision(
                            event: "\(CommandID(UUID())).0", cascade: nil, reasonCode: "mistake",
                            reason: nil)),
                    as: world.teacher)
            }
        }
    }

    @Test func `what is an arbiter's, no player may do`() async throws {
        try await World.with { world in
            let players = try await paired(world)
            for wish in [
                TournamentWish.closeEntries, .cancel(reasonCode: "joke"),
                .recordResult(round: 1, board: 1, result: .whiteWins, gameRef: nil),
                .pairRound(round: 2, excludeAbsent: nil, allowOpenGames: true),
                .withdrawPlayer(player: players[1], fromRound: nil, reasonCode: nil),
                .confirmByClock(round: 1, board: 1, dueAt: World.start),
                .closeWindow(round: 1, dueAt: World.start),
            ] {
                await #expect(throws: CommandFailure.self, "\(wish)") {
                    try await world.wish(.tournament(tournament, wish), as: players[0])
                }
            }
            await #expect(throws: Tournament.Rejection.notYourGame(.init(1, 1))) {
                try await world.wish(
                    .tournament(
                        tournament,
                        .reportResult(round: 1, board: 1, result: .draw, gameRef: nil)),
                    as: players[1])
            }
        }
    }

    @Test func `only members enter, and two arbiters at once do not both pair`() async throws {
        try await World.with { world in
            let players = try await scheduled(world, players: 4)
            let stranger = try await world.student()
            await #expect(throws: Tournament.Rejection.notEligible(.member)) {
                try await world.wish(.tournament(tournament, .enter(rating: nil)), as: stranger)
            }
            #expect(players.count == 4)
            for wish in [
                TournamentWish.seedPlayers(method: .rating, order: nil, seed: nil),
                .start(lotSeed: nil),
            ] {
                try await world.wish(.tournament(tournament, wish), as: world.teacher)
            }
            let seen = try await folded(world).version
            let pair = Wish.tournament(
                tournament, .pairRound(round: 1, excludeAbsent: nil, allowOpenGames: nil))
            try await world.wish(pair, as: world.teacher, expecting: seen)
            await #expect(throws: CommandFailure.self) {
                try await world.wish(pair, as: world.teacher, expecting: seen)
            }
        }
    }

    @Test func `a wish survives its wire form`() throws {
        let wishes: [TournamentWish] = [
            .swiss(.init(UUID())), .enter(rating: 1500),
            .overridePairing(
                round: 1,
                changes: [
                    .board(1, white: .init(UUID()), black: .init(UUID())),
                    .bye(.init(UUID()), kind: .half),
                ], force: true, reasonCode: "wish", reason: nil),
            .amend(changes: ["rounds": 7], force: nil, reasonCode: nil),
        ]
        for wish in wishes {
            let json = try JSONEncoder.canonical.encode(Wish.tournament(tournament, wish))
            let again = try JSONEncoder.canonical.encode(
                JSONDecoder().decode(Wish.self, from: json))
            #expect(again == json)
        }
    }

    @Test func `an open of 284 comes in step by step, and the points are the file's`()
        async throws
    {
        try await World.with { try await importFrankfurt(in: $0) }
    }

    @Test func `an open of 284 comes into a database as well`() async throws {
        try await withPostgresLog { log, _ in
            try await World.with(log) { try await importFrankfurt(in: $0) }
        }
    }

    private func importFrankfurt(in world: World) async throws {
        try await world.foundClub()
        let text = try String(
            contentsOf: realFile("frankfurt-open-2005.trf"), encoding: .isoLatin1)
        let people = (0..<284).map { _ in PersonID(UUID()) }
        let wish = Wish.tournament(
            tournament,
            .importReport(
                report: text, club: world.club, people: people,
                startsAtLocal: "2027-03-09T16:00", timeZone: nil,
                timeControl: .init(initialSeconds: 7200, incrementSeconds: 0), rounds: nil,
                throughRound: nil))
        var steps = 0
        while try await !world.wish(wish, as: world.teacher).events.isEmpty { steps += 1 }
        #expect(steps > 1)
        let state = try await folded(world)
        let report = try ReportFile(bytes: Array(text.utf8))
        let points = state.standings().reduce(into: [Int: Points]()) {
            $0[$1.number] = $1.points
        }
        for player in report.players { #expect(points[player.number] == player.points) }
        await #expect(throws: CommandFailure.self) {
            try await world.wish(
                .tournament(
                    tournament,
                    .importReport(
                        report: "001 nonsense", club: world.club, people: people,
                        startsAtLocal: "2027-03-09T16:00", timeZone: nil,
                        timeControl: .init(initialSeconds: 60, incrementSeconds: 0),
                        rounds: nil, throughRound: nil)), as: world.teacher)
        }
    }
}

extension TournamentWish {
    fileprivate static func swiss(_ club: ClubID) -> Self {
        .schedule(
            club: club, name: "Spring Open", format: .swiss, rounds: 3, cadence: nil,
            startsAtLocal: "2027-03-09T16:00", timeZone: nil, roundTimesLocal: nil,
            windowDays: nil, timeControl: .init(initialSeconds: 600, incrementSeconds: 5),
            rated: nil, pairing: nil, seed: nil, initialColour: .white, scoring: nil,
            tieBreaks: nil, lateEntryUntilRound: nil, lateByeKind: nil,
            maxRequestedHalfPointByes: nil, avoid: nil, capacity: nil, eligibility: nil,
            resultRule: nil, autoConfirmHours: nil, thirdPlaceGame: nil)
    }

    fileprivate static func enter(rating: Int?) -> Self {
        .enterPlayer(
            player: nil, rating: rating, ratingSource: nil, house: nil, household: nil,
            requestedByes: nil)
    }
}
