import Clubs
import CommandHandling
import EventSourcing
import Foundation
import Tournaments
import Vocabulary

/// A Swiss tournament in the store, some rounds played and the next one published.
struct PlayedBracket: Sendable {
    let town: Town
    let tournament: TournamentID
    let size: BracketSize

    private static let width = 32

    /// Plays it through the real deciders, with corrections up to the wanted number of events.
    static func play(_ size: BracketSize, in writing: Writing) async throws -> PlayedBracket {
        let town = try await Town.found(
            1, people: max(size.viewers, size.players), in: writing)[0]
        let club = try await town.foundClub(in: writing)
        let players = town.people.prefix(size.players)
        _ = try await inParallel(Array(players), width: width) { player in
            try await writing.execute(
                .club(
                    club,
                    .join(request: nil, person: nil, via: nil, inviteCode: nil, answers: nil)),
                in: town.tenant, by: .person(player, via: .http))
        }
        let made = PlayedBracket(town: town, tournament: TournamentID(UUID()), size: size)
        try await made.begin(club, players, in: writing)
        try await made.playRounds(in: writing)
        return made
    }

    private func begin(
        _ club: ClubID, _ players: ArraySlice<PersonID>, in writing: Writing
    ) async throws {
        try await wish(.standardSwiss(of: club, rounds: size.round + 2), in: writing)
        try await wish(.openEntries, in: writing)
        for (index, player) in players.enumerated() {
            try await wish(
                .enterPlayer(
                    player: nil, rating: 2400 - 4 * index, ratingSource: nil, house: nil,
                    household: nil, requestedByes: nil), by: player, in: writing)
        }
        try await wish(.seedPlayers(method: .rating, order: nil, seed: nil), in: writing)
        try await wish(.start(lotSeed: 7), in: writing)
    }

    private func playRounds(in writing: Writing) async throws {
        var events = size.players + 5
        for round in 1...size.roundsPlayed {
            try await pair(round, in: writing)
            for board in 1...size.boards {
                try await wish(
                    .recordResult(
                        round: round, board: board, result: Self.result(round, board),
                        gameRef: nil), in: writing)
            }
            try await wish(.completeRound(round: round), in: writing)
            events += size.boards + 3
        }
        let reason: ReasonCode = "typing-error"
        for number in 0..<max(0, size.events - size.boards - 2 - events) {
            let board = number % size.boards + 1
            // Differs from what was recorded, and then from the correction before.
            let others = [Tournament.GameResult.whiteWins, .blackWins, .draw].filter {
                $0 != Self.result(size.roundsPlayed, board)
            }
            let result = others[number / size.boards % 2]
            try await wish(
                .correctResult(
                    round: size.roundsPlayed, board: board, result: result,
                    appliesFromRound: nil, reasonCode: reason, reason: nil), in: writing)
        }
        try await pair(size.round, in: writing)
    }

    private func pair(_ round: Int, in writing: Writing) async throws {
        try await wish(
            .pairRound(round: round, excludeAbsent: nil, allowOpenGames: nil), in: writing)
        try await wish(
            .publishRound(round: round, startsAt: nil, windowEndsAt: nil), in: writing)
    }

    private func wish(
        _ wish: TournamentWish, by person: PersonID? = nil, in writing: Writing
    ) async throws {
        try await writing.execute(
            .tournament(tournament, wish), in: town.tenant,
            by: .person(person ?? town.admin, via: .http))
    }

    /// Mostly the stronger wins, and a third are drawn: what spreads points as a real open does.
    static func result(_ round: Int, _ board: Int) -> Tournament.GameResult {
        switch (round * 7 + board * 5) % 9 {
        case 0, 3, 6: .draw
        case 1, 4: .blackWins
        default: .whiteWins
        }
    }
}

extension TournamentWish {
    fileprivate static func standardSwiss(of club: ClubID, rounds: Int) -> TournamentWish {
        .schedule(
            club: club, name: "Open", format: .swiss, rounds: rounds, cadence: nil,
            startsAtLocal: "2027-03-09T16:00", timeZone: nil, roundTimesLocal: nil,
            windowDays: nil, timeControl: .init(initialSeconds: 600, incrementSeconds: 5),
            rated: nil, pairing: nil, seed: nil, initialColour: .white, scoring: nil,
            tieBreaks: nil, lateEntryUntilRound: nil, lateByeKind: nil,
            maxRequestedHalfPointByes: nil, avoid: nil, capacity: nil, eligibility: nil,
            resultRule: .arbiter, autoConfirmHours: nil, thirdPlaceGame: nil)
    }
}

extension Town {
    fileprivate func foundClub(in writing: Writing) async throws -> ClubID {
        let club = ClubID(UUID())
        try await writing.execute(
            .club(
                club,
                .found(
                    hostSchool: school, openTo: nil, slug: "open", name: "Chess", summary: nil,
                    kind: .chess, interests: nil, joinPolicy: .open, capacity: nil,
                    ageBands: nil, languages: nil, timeZone: "Europe/London", visibility: nil,
                    reapplyAfterDays: nil, seatOfferHours: nil, groups: nil, leads: [admin])),
            in: tenant, by: .person(admin, via: .http))
        return club
    }
}
