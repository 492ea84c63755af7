import Catalog
import Clubs
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import Logging
import Pairing
import PostgreSQL
import TestSupport
import Testing
import Tournaments
import Vocabulary

/// A club's tournament on a stage, driven by its lead through lanes of the test's own.
struct TournamentStage: Sendable {
    let stage: Stage
    let club: String
    let tournament = TournamentID(UUID())
    private let lanes: Lanes

    var path: String { "/v1/tournaments/\(tournament)" }

    /// - Parameter visibility: Of the club.
    @discardableResult
    static func with<Result: Sendable>(
        _ stage: Stage, visibility: String = "school",
        _ body: @Sendable (TournamentStage) async throws -> Result
    ) async throws -> Result {
        let installation = stage.service.installation
        let pool = Pool(installation.database.configuration.inServiceRole)
        let vault = Vault(master: try MasterKey(base64: installation.vaultKey))
        let log = PostgresLog(writers: pool, readers: pool, vault: vault)
        let lanes = Lanes(
            log: log, codec: .catalog, time: SystemTime(), logger: Logger(label: "tournament"))
        let club = try await stage.club(["visibility": .string(visibility)])
        let result = try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await lanes.run() }
            let result = try await body(TournamentStage(stage: stage, club: club, lanes: lanes))
            tasks.cancelAll()
            return result
        }
        await pool.close()
        return result
    }

    private init(stage: Stage, club: String, lanes: Lanes) {
        self.stage = stage
        self.club = club
        self.lanes = lanes
    }

    @discardableResult
    func wish(_ wish: TournamentWish, as person: String? = nil) async throws
        -> CommandHandling.Outcome
    {
        guard let tenant = TenantID(stage.tenant.id), let by = PersonID(person ?? stage.lead) else {
            throw StageFailure("no ids")
        }
        return try await lanes.execute(
            CommandRequest(
                tenant: tenant, id: CommandID(UUID()), digest: BodyDigest(bytes: [1]),
                principal: .person(by, via: .http), wish: .tournament(tournament, wish)))
    }

    func schedule(_ format: Tournament.Format = .swiss, rounds: Int = 3) async throws {
        guard let club = ClubID(club) else { throw StageFailure("no club") }
        try await wish(
            .schedule(
                club: club, name: "Spring Open", format: format,
                rounds: format == .swiss ? rounds : nil, cadence: nil,
                startsAtLocal: "2027-03-09T16:00", timeZone: nil, roundTimesLocal: nil,
                windowDays: nil, timeControl: .init(initialSeconds: 600, incrementSeconds: 5),
                rated: nil, pairing: nil, seed: nil, initialColour: .white, scoring: nil,
                tieBreaks: nil, lateEntryUntilRound: nil, lateByeKind: nil,
                maxRequestedHalfPointByes: nil, avoid: nil, capacity: nil, eligibility: nil,
                resultRule: .arbiter, autoConfirmHours: nil, thirdPlaceGame: nil))
        try await wish(.openEntries)
    }

    /// Members of the club who have entered, and the first round, published.
    func begin(
        _ count: Int, _ format: Tournament.Format = .swiss, fields: JSONValue = [:]
    ) async throws -> [String] {
        try await schedule(format)
        var players: [String] = []
        for number in 0..<count {
            let player = try await stage.student(fields)
            try await stage.join(player, club).expect(201)
            try await wish(
                .enterPlayer(
                    player: nil, rating: 2000 - 10 * number, ratingSource: nil, house: nil,
                    household: nil, requestedByes: nil), as: player)
            players.append(player)
        }
        try await wish(.seedPlayers(method: .rating, order: nil, seed: nil))
        try await wish(.start(lotSeed: nil))
        try await pair(1)
        return players
    }

    func pair(_ round: Int) async throws {
        try await wish(.pairRound(round: round, excludeAbsent: nil, allowOpenGames: nil))
        try await wish(.publishRound(round: round, startsAt: nil, windowEndsAt: nil))
    }

    /// Every board of a round, White winning, and the round closed.
    func play(_ round: Int, boards: Int) async throws {
        for board in 1...boards { try await record(.whiteWins, round, board) }
        try await wish(.completeRound(round: round))
    }

    @discardableResult
    func record(
        _ result: Tournament.GameResult, _ round: Int, _ board: Int
    ) async throws -> CommandHandling.Outcome {
        try await wish(
            .recordResult(round: round, board: board, result: result, gameRef: nil))
    }

    @discardableResult
    func correct(
        _ result: Tournament.GameResult, _ round: Int, _ board: Int
    ) async throws -> CommandHandling.Outcome {
        try await wish(
            .correctResult(
                round: round, board: board, result: result, appliesFromRound: nil,
                reasonCode: "typing-error", reason: nil))
    }

    /// A whole report file, as the commands of an import.
    func importReport(_ text: String, people: [PersonID]) async throws {
        guard let club = ClubID(club) else { throw StageFailure("no club") }
        let wish = TournamentWish.importReport(
            report: text, club: club, people: people, startsAtLocal: "2027-03-09T16:00",
            timeZone: nil, timeControl: .init(initialSeconds: 7200, incrementSeconds: 0),
            rounds: nil, throughRound: nil)
        while try await !self.wish(wish).events.isEmpty {}
    }

    /// As a member of the club reads it.
    func get(_ part: String = "", as caller: TestCaller? = nil) async throws -> TestAnswer {
        try await stage.current(path + part, as: caller ?? stage.asLead)
    }
}
