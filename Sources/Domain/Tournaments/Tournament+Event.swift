import EventSourcing
import Pairing
import Vocabulary

extension Tournament {
    /// What can happen to a tournament; each field names what its id stands for.
    package enum Event: EventFamily {
        case scheduled(Settings)
        case amended(changes: [String: FieldChange], level: Level, reasonCode: ReasonCode?)
        case entriesOpened
        case entriesClosed
        case postponed(from: LocalDateTime, to: LocalDateTime)
        case cancelled(reasonCode: ReasonCode)

        case playerEntered(EnteredPlayer)
        case playerWaitlisted(WaitlistedPlayer)
        case playerWithdrawn(player: PersonID, fromRound: Int, reasonCode: ReasonCode)
        case playerReinstated(player: PersonID, atRound: Int)
        case playerExpelled(
            player: PersonID, fromRound: Int, reasonCode: ReasonCode, reason: VaultReference?)
        case byeGranted(player: PersonID, round: Int, kind: ByeKind, source: ByeSource)
        case byeCancelled(player: PersonID, round: Int)
        case playerCheckedIn(player: PersonID, round: Int)

        case seeded(order: [PersonID], method: SeedingMethod, seed: Int?)
        case started(initialColour: Colour, lotSeed: Int)
        case roundPaired(PairedRound)
        case pairingOverridden(
            round: Int, changes: [BoardChange], byes: [ByeChange], level: Level,
            reasonCode: ReasonCode, reason: VaultReference?)
        case roundUnpaired(round: Int, attempt: Int, reasonCode: ReasonCode)
        case roundPublished(round: Int, startsAt: Timestamp?, windowEndsAt: Timestamp?)

        case gameTimeProposed(round: Int, board: Int, by: PersonID, times: [Timestamp])
        case gameTimeAgreed(round: Int, board: Int, at: Timestamp)
        /// `countsFrom` is when the clock confirms it, if nobody else does.
        case resultReported(
            round: Int, board: Int, result: GameResult, by: PersonID, gameRef: GameReference?,
            countsFrom: Timestamp?)
        case resultConfirmed(round: Int, board: Int, by: PersonID)
        case resultDisputed(round: Int, board: Int, by: PersonID, reason: VaultReference?)
        case resultRecorded(
            round: Int, board: Int, result: GameResult, source: ResultSource,
            gameRef: GameReference?)
        case resultCorrected(
            round: Int, board: Int, from: GameResult, to: GameResult, appliesFromRound: Int,
            reasonCode: ReasonCode, reason: VaultReference?)
        /// The versions name the decision in this stream, and those that fell with it; what takes
        /// them back stands in the events beside this one, whose names are the compensations.
        case decisionReverted(
            revertedEventId: String, revertedVersion: Int, dependents: [Int],
            compensations: [String], reasonCode: ReasonCode, reason: VaultReference?)

        case roundCompleted(round: Int, standingsDigest: String)
        case tieResolved(order: [PersonID], method: TieMethod, seed: Int?)
        case finalized(standings: [FinalLine], digest: String)
        case reopened(reasonCode: ReasonCode, reason: VaultReference?)

        package static let wireNames = CodingKeys.allCases.map(\.rawValue)
        package static let wholeValues = Set(
            [CodingKeys.scheduled, .playerEntered, .playerWaitlisted, .roundPaired]
                .map(\.rawValue))

        /// The names in the log: rename a case freely, one of these never.
        private enum CodingKeys: String, CodingKey, CaseIterable {
            case scheduled = "tournament.scheduled"
            case amended = "tournament.amended"
            case entriesOpened = "tournament.entries-opened"
            case entriesClosed = "tournament.entries-closed"
            case postponed = "tournament.postponed"
            case cancelled = "tournament.cancelled"
            case playerEntered = "tournament.player-entered"
            case playerWaitlisted = "tournament.player-waitlisted"
            case playerWithdrawn = "tournament.player-withdrawn"
            case playerReinstated = "tournament.player-reinstated"
            case playerExpelled = "tournament.player-expelled"
            case byeGranted = "tournament.bye-granted"
            case byeCancelled = "tournament.bye-cancelled"
            case playerCheckedIn = "tournament.player-checked-in"
            case seeded = "tournament.seeded"
            case started = "tournament.started"
            case roundPaired = "tournament.round-paired"
            case pairingOverridden = "tournament.pairing-overridden"
            case roundUnpaired = "tournament.round-unpaired"
            case roundPublished = "tournament.round-published"
            case gameTimeProposed = "tournament.game-time-proposed"
            case gameTimeAgreed = "tournament.game-time-agreed"
            case resultReported = "tournament.result-reported"
            case resultConfirmed = "tournament.result-confirmed"
            case resultDisputed = "tournament.result-disputed"
            case resultRecorded = "tournament.result-recorded"
            case resultCorrected = "tournament.result-corrected"
            case decisionReverted = "tournament.decision-reverted"
            case roundCompleted = "tournament.round-completed"
            case tieResolved = "tournament.tie-resolved"
            case finalized = "tournament.finalized"
            case reopened = "tournament.reopened"
        }
    }
}
