import Catalog
import Clubs
import Directory
import EventSourcing
import Tournaments
import Vocabulary

/// From a wish about a tournament to its commands. This file is the table of contents; scheduling
/// and imports are in `TournamentHandler+….swift`.
struct TournamentHandler {
    let tournament: TournamentID
    let unit: UnitOfWork

    func carryOut(_ wish: TournamentWish) async throws {
        switch wish {
        case .schedule: try await schedule(wish)
        case .amend(let changes, let force, let reasonCode):
            try await asArbiter(.amend(changes, force: force ?? false, reasonCode: reasonCode))
        case .openEntries: try await asArbiter(.openEntries)
        case .closeEntries: try await asArbiter(.closeEntries)
        case .postpone(let to): try await asArbiter(.postpone(to: to))
        case .cancel(let reasonCode): try await asArbiter(.cancel(reasonCode: reasonCode))

        case .enterPlayer: try await enter(wish)
        case .withdrawPlayer(let player, let round, let reasonCode):
            let (player, _) = try await party(of: player)
            try await execute(
                .withdraw(player, fromRound: round, reasonCode: reasonCode ?? "own-wish"))
        case .reinstatePlayer(let player, let round):
            let (player, _) = try await party(of: player)
            try await execute(.reinstate(player, atRound: round))
        case .expelPlayer(let player, let reasonCode, let reason):
            try await requireArbiter()
            try await execute(
                .expel(player, reasonCode: reasonCode, reason: try keep(reason, about: player)))
        case .requestBye(let player, let round, let kind):
            let (player, party) = try await party(of: player)
            try await execute(
                .requestBye(player, .init(round: round, kind: kind), by: party))
        case .cancelBye(let player, let round):
            let (player, _) = try await party(of: player)
            try await execute(.cancelBye(player, round: round))
        case .checkIn(let player, let round):
            let (player, _) = try await party(of: player)
            try await execute(.checkIn(player, round: round))

        case .seedPlayers(let method, let order, let seed):
            try await asArbiter(.seed(method, order: order, seed: seed))
        case .start(let lotSeed): try await asArbiter(.start(lotSeed: lotSeed))
        case .pairRound(let round, let excludeAbsent, let allowOpenGames):
            try await asArbiter(
                .pair(
                    round: round, excludeAbsent: excludeAbsent ?? false,
                    allowOpenGames: allowOpenGames ?? false))
        case .overridePairing(let round, let changes, let force, let reasonCode, let reason):
            try await requireArbiter()
            try await execute(
                .override(
                    round: round, changes, force: force ?? false, reasonCode: reasonCode,
                    reason: try keepOwn(reason)))
        case .unpairRound(let round, let reasonCode):
            try await asArbiter(.unpair(round: round, reasonCode: reasonCode))
        case .publishRound(let round, let startsAt, let windowEndsAt):
            try await publish(round, startsAt: startsAt, windowEndsAt: windowEndsAt)

        case .proposeGameTime(let round, let board, let times):
            try await execute(
                .proposeTime(
                    .init(round, board), times, by: try await player(), at: unit.now))
        case .agreeGameTime(let round, let board, let time):
            try await execute(
                .agreeTime(.init(round, board), time, by: try await player(), at: unit.now))
        case .reportResult(let round, let board, let result, let gameRef):
            try await execute(
                .report(
                    .init(round, board), result, by: try await player(), gameRef: gameRef,
                    at: unit.now))
        case .confirmResult(let round, let board, let result):
            try await execute(.confirm(.init(round, board), result, by: try await player()))
        case .disputeResult(let round, let board, let reason):
            let player = try await player()
            try await execute(
                .dispute(
                    .init(round, board), by: player, reason: try keep(reason, about: player)))
        case .recordResult(let round, let board, let result, let gameRef):
            try await asArbiter(
                .record(.init(round, board), result, source: .arbiter, gameRef: gameRef))
        case .correctResult(
            let round, let board, let result, let appliesFrom, let reasonCode, let reason):
            try await requireArbiter()
            try await execute(
                .correct(
                    .init(round, board), result, appliesFromRound: appliesFrom,
                    reasonCode: reasonCode, reason: try keepOwn(reason)))
        case .revertDecision(let event, let cascade, let reasonCode, let reason):
            try await revert(event, cascade: cascade ?? false, because: reasonCode, reason)

        case .completeRound(let round): try await asArbiter(.complete(round: round))
        case .resolveTie(let players, let method, let seed):
            try await asArbiter(.resolveTie(players, method, seed: seed))
        case .finalize(let digest): try await asArbiter(.finalize(confirmDigest: digest))
        case .reopen(let reasonCode, let reason):
            try await requireArbiter()
            try await execute(.reopen(reasonCode: reasonCode, reason: try keepOwn(reason)))
        case .importReport: try await importReport(wish)

        case .confirmByClock(let round, let board, let dueAt):
            try await unit.require(.clock)
            try await execute(.confirmByClock(.init(round, board), at: dueAt))
        case .closeWindow(let round, let dueAt):
            try await unit.require(.clock)
            try await execute(.closeWindow(round: round, at: dueAt))
        }
    }

    /// Everything that an arbiter may do: a lead of the club, or an admin of its host school.
    private func asArbiter(_ command: Tournament.Command) async throws {
        try await requireArbiter()
        try await execute(command)
    }

    func requireArbiter(of club: ClubID? = nil) async throws {
        let scheduled = try await unit.state(of: .tournament(tournament)).settings?.club
        guard let club = scheduled ?? club else {
            // Nobody arbitrates what is not scheduled; whether it is, an admin may learn.
            try await unit.require(.role(.organizer), .admin(of: nil))
            return
        }
        let host = try await unit.state(of: .club(club)).hostSchool
        try await unit.require(.lead(of: club), .admin(of: host))
    }

    func isArbiter() async throws -> Bool {
        guard let club = try await unit.state(of: .tournament(tournament)).settings?.club else {
            return false
        }
        let host = try await unit.state(of: .club(club)).hostSchool
        return try await unit.isAllowed(.lead(of: club), .admin(of: host))
    }

    func execute(_ command: Tournament.Command) async throws {
        try await unit.execute(command, on: .tournament(tournament))
    }

    /// The caller, in their own name.
    private func player() async throws -> PersonID {
        let player = try caller()
        try await unit.require(.oneself(player))
        return player
    }

    /// For whom something is asked, and whether they ask themselves or an arbiter does.
    func party(of named: PersonID?) async throws -> (PersonID, Tournament.Party) {
        let player = try named ?? caller()
        if case .person(player, _, _) = unit.request.principal {
            try await unit.require(.oneself(player))
            return (player, .player)
        }
        try await requireArbiter()
        return (player, .arbiter)
    }

    /// - Throws: `CommandFailure.notAllowed` where the principal is no person.
    func caller() throws -> PersonID {
        guard case .person(let person, _, _) = unit.request.principal else {
            throw CommandFailure.notAllowed(needs: [.oneself])
        }
        return person
    }

    func keep(_ reason: String?, about person: PersonID) throws -> VaultReference? {
        try unit.keep(reason, about: person, as: "reason", limit: TextLimits.freeText)
    }

    /// A reason that is about a whole round: it is the words of whoever gives it.
    func keepOwn(_ reason: String?) throws -> VaultReference? {
        try reason.flatMap { try keep($0, about: caller()) }
    }
}
