import EventSourcing
import Tournaments

/// One event of a tournament, as a history or a scrubber needs it: when, what, where, by whom.
package struct TournamentMoment: Equatable, Sendable {
    package let position: Position
    /// In the tournament's stream: 1, 2, 3 …
    package let version: Int
    package let occurredAt: Timestamp
    package let recordedAt: Timestamp
    /// `tournament.round-paired`.
    package let type: String
    package let actor: Actor.Capacity
    package let eventID: EventID
    /// Nothing for what concerns no single round, or no single board.
    package let round: Int?
    package let board: Int?
    /// Whether it happened to a draft, which the arbiters alone saw.
    package let isOfDraft: Bool

    init(_ recorded: Recorded<EncodedEvent>, _ event: Tournament.Event, isOfDraft: Bool) {
        position = recorded.position
        version = recorded.version
        occurredAt = recorded.occurredAt
        recordedAt = recorded.recordedAt
        type = recorded.event.type
        actor = recorded.actor.capacity
        eventID = recorded.id
        (round, board) = event.place
        self.isOfDraft = isOfDraft
    }

    /// Whether it is the same event in the same place: after a failover a command that is sent
    /// again may make an event of the same id anew.
    func isOf(_ recorded: Recorded<EncodedEvent>) -> Bool {
        recorded.id == eventID && recorded.position == position
            && recorded.recordedAt == recordedAt
    }
}

extension Tournament.Event {
    /// The round and the board that it concerns, where it is about one.
    package var place: (round: Int?, board: Int?) {
        switch self {
        case .gameTimeProposed(let round, let board, _, _),
            .gameTimeAgreed(let round, let board, _),
            .resultReported(let round, let board, _, _, _, _),
            .resultConfirmed(let round, let board, _),
            .resultDisputed(let round, let board, _, _),
            .resultRecorded(let round, let board, _, _, _),
            .resultCorrected(let round, let board, _, _, _, _, _):
            (round, board)
        case .roundPaired(let paired): (paired.round, nil)
        case .playerWithdrawn(_, let round, _), .playerReinstated(_, let round),
            .playerExpelled(_, let round, _, _), .byeGranted(_, let round, _, _),
            .byeCancelled(_, let round), .playerCheckedIn(_, let round),
            .pairingOverridden(let round, _, _, _, _, _), .roundUnpaired(let round, _, _),
            .roundPublished(let round, _, _), .roundCompleted(let round, _):
            (round, nil)
        case .scheduled, .amended, .entriesOpened, .entriesClosed, .postponed, .cancelled,
            .playerEntered, .playerWaitlisted, .seeded, .started, .decisionReverted,
            .tieResolved, .finalized, .reopened:
            (nil, nil)
        }
    }
}
