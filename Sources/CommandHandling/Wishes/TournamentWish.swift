import EventSourcing
import Tournaments
import Vocabulary

/// What can be asked of a tournament; reasons are clear text here, and nowhere behind.
package enum TournamentWish: WishFamily {
    /// What is left out takes the defaults of `Tournament.Settings`; the zone is the club's.
    case schedule(
        club: ClubID, name: String, format: Tournament.Format, rounds: Int?,
        cadence: Tournament.Cadence?, startsAtLocal: LocalDateTime, timeZone: TimeZoneID?,
        roundTimesLocal: [LocalDateTime]?, windowDays: Int?,
        timeControl: Tournament.TimeControl, rated: Bool?, pairing: Tournament.PairingMode?,
        seed: Int?, initialColour: Tournament.InitialColour?, scoring: Tournament.Scoring?,
        tieBreaks: [String]?, lateEntryUntilRound: Int?, lateByeKind: Tournament.ByeKind?,
        maxRequestedHalfPointByes: Int?, avoid: [Tournament.AvoidRule]?, capacity: Int?,
        eligibility: Tournament.Eligibility?, resultRule: Tournament.ResultRule?,
        autoConfirmHours: Int?, thirdPlaceGame: Bool?)
    case amend(changes: [String: JSONValue], force: Bool?, reasonCode: ReasonCode?)
    case openEntries
    case closeEntries
    case postpone(to: LocalDateTime)
    case cancel(reasonCode: ReasonCode)

    /// - `player`: The caller where nobody is named, here and below.
    case enterPlayer(
        player: PersonID?, rating: Int?, ratingSource: Tournament.RatingSource?,
        house: GroupName?, household: GroupName?, requestedByes: [Tournament.RequestedBye]?)
    case withdrawPlayer(player: PersonID?, fromRound: Int?, reasonCode: ReasonCode?)
    case reinstatePlayer(player: PersonID?, atRound: Int?)
    case expelPlayer(player: PersonID, reasonCode: ReasonCode, reason: String?)
    case requestBye(player: PersonID?, round: Int, kind: Tournament.ByeKind)
    case cancelBye(player: PersonID?, round: Int)
    case checkIn(player: PersonID?, round: Int)

    case seedPlayers(method: Tournament.SeedingMethod, order: [PersonID]?, seed: Int?)
    case start(lotSeed: Int?)
    case pairRound(round: Int, excludeAbsent: Bool?, allowOpenGames: Bool?)
    case overridePairing(
        round: Int, changes: [Tournament.PlacementChange], force: Bool?, reasonCode: ReasonCode,
        reason: String?)
    case unpairRound(round: Int, reasonCode: ReasonCode)
    /// What is left out follows from the settings.
    case publishRound(round: Int, startsAt: Timestamp?, windowEndsAt: Timestamp?)

    case proposeGameTime(round: Int, board: Int, times: [Timestamp])
    case agreeGameTime(round: Int, board: Int, at: Timestamp)
    case reportResult(
        round: Int, board: Int, result: Tournament.GameResult, gameRef: GameReference?)
    case confirmResult(round: Int, board: Int, result: Tournament.GameResult?)
    case disputeResult(round: Int, board: Int, reason: String?)
    case recordResult(
        round: Int, board: Int, result: Tournament.GameResult, gameRef: GameReference?)
    case correctResult(
        round: Int, board: Int, result: Tournament.GameResult, appliesFromRound: Int?,
        reasonCode: ReasonCode, reason: String?)
    /// - `event`: The decision's event id, `<uuid>.<index>`.
    case revertDecision(event: String, cascade: Bool?, reasonCode: ReasonCode, reason: String?)

    case completeRound(round: Int)
    case resolveTie(players: [PersonID], method: Tournament.TieMethod, seed: Int?)
    case finalize(confirmDigest: String)
    case reopen(reasonCode: ReasonCode, reason: String?)

    /// A report file, as much of it as fits into one command: first the entries, then rounds. Sent
    /// again under new ids until nothing happens any more.
    /// - `people`: By pairing number, number 1 first.
    /// - `throughRound`: Later rounds are left out.
    case importReport(
        report: String, club: ClubID, people: [PersonID], startsAtLocal: LocalDateTime,
        timeZone: TimeZoneID?, timeControl: Tournament.TimeControl, rounds: Int?,
        throughRound: Int?)

    /// The clock's own; `dueAt` is when the report counts, whatever the clocks say.
    case confirmByClock(round: Int, board: Int, dueAt: Timestamp)
    /// The clock's own; `dueAt` is the end of the window, whatever the clocks say, where it is known.
    case closeWindow(round: Int, dueAt: Timestamp?)

    package static let wireNames = CodingKeys.allCases.map(\.rawValue)

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case schedule = "tournament.schedule"
        case amend = "tournament.amend"
        case openEntries = "tournament.open-entries"
        case closeEntries = "tournament.close-entries"
        case postpone = "tournament.postpone"
        case cancel = "tournament.cancel"
        case enterPlayer = "tournament.enter-player"
        case withdrawPlayer = "tournament.withdraw-player"
        case reinstatePlayer = "tournament.reinstate-player"
        case expelPlayer = "tournament.expel-player"
        case requestBye = "tournament.request-bye"
        case cancelBye = "tournament.cancel-bye"
        case checkIn = "tournament.check-in"
        case seedPlayers = "tournament.seed-players"
        case start = "tournament.start"
        case pairRound = "tournament.pair-round"
        case overridePairing = "tournament.override-pairing"
        case unpairRound = "tournament.unpair-round"
        case publishRound = "tournament.publish-round"
        case proposeGameTime = "tournament.propose-game-time"
        case agreeGameTime = "tournament.agree-game-time"
        case reportResult = "tournament.report-result"
        case confirmResult = "tournament.confirm-result"
        case disputeResult = "tournament.dispute-result"
        case recordResult = "tournament.record-result"
        case correctResult = "tournament.correct-result"
        case revertDecision = "tournament.revert-decision"
        case completeRound = "tournament.complete-round"
        case resolveTie = "tournament.resolve-tie"
        case finalize = "tournament.finalize"
        case reopen = "tournament.reopen"
        case importReport = "tournament.import-report"
        case confirmByClock = "tournament.confirm-by-clock"
        case closeWindow = "tournament.close-window"
    }
}
