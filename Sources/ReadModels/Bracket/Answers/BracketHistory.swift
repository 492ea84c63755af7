import EventSourcing
import Tournaments
import Vocabulary

/// One event of a tournament, as `GET …/history` shows it.
package struct BracketHistoryEntry: Encodable, Sendable {
    package let version: Int
    package let position: Position
    package let at: Timestamp
    package let recordedAt: Timestamp
    package let type: String
    package let capacity: Actor.Capacity
    package let event: String
    package let round: Int?
    package let board: Int?
}

/// A result that was changed, as `GET …/corrections` shows it.
package struct BracketCorrection: Encodable, Sendable {
    package let round: Int
    package let board: Int
    package let white: BracketPlayer?
    package let black: BracketPlayer?
    package let from: Tournament.GameResult
    package let to: Tournament.GameResult
    /// The first round whose pairing rests on the new result.
    package let appliesFromRound: Int
    package let reasonCode: ReasonCode
    package let version: Int
    package let at: Timestamp?
    package let capacity: Actor.Capacity?
    package let event: String?
}

extension BracketView {
    /// Up to the moment, oldest first.
    package var history: [BracketHistoryEntry] {
        momentsUntilThen.map { moment in
            BracketHistoryEntry(
                version: moment.version, position: moment.position, at: moment.occurredAt,
                recordedAt: moment.recordedAt, type: moment.type, capacity: moment.actor,
                event: moment.eventID.description, round: moment.round, board: moment.board)
        }
    }

    /// In the order in which they were made; by mode those known then, or all.
    package var corrections: [BracketCorrection] {
        view.corrections.map { note in
            let moment = moment(ofVersion: note.version)
            return BracketCorrection(
                round: note.board.round, board: note.board.board,
                white: (note.seats?.white).map(player), black: (note.seats?.black).map(player),
                from: note.from, to: note.to, appliesFromRound: note.appliesFromRound,
                reasonCode: note.reasonCode, version: note.version, at: moment?.occurredAt,
                capacity: moment?.actor, event: moment?.eventID.description)
        }
    }
}
