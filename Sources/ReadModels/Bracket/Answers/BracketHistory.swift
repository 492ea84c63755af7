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
    /// A page of what has happened up to the moment, oldest first.
    ///
    /// - Parameter position: Where the answer stands, for the next page's cursor.
    /// - Throws: `QueryFailure.malformedCursor`.
    package func history(
        _ request: PageRequest, at position: Position
    ) throws -> Page<BracketHistoryEntry> {
        let behind = try request.start(.integer).first?.integer ?? 0
        let found = momentsUntilThen.filter { $0.version > behind }.prefix(request.limit + 1)
        return request.page(of: found.map(BracketHistoryEntry.init), at: position) {
            [.integer($0.version)]
        }
    }

    /// In the order in which they were made; by mode those known then, or all.
    package var corrections: [BracketCorrection] { view.corrections.map(correction) }

    /// A page of `corrections`. Those that are made while somebody turns pages are not among them.
    ///
    /// - Parameter position: Where the answer stands, for the next page's cursor.
    /// - Throws: `QueryFailure.malformedCursor`.
    package func corrections(
        _ request: PageRequest, at position: Position
    ) throws -> Page<BracketCorrection> {
        let start = try request.start(.integer, .integer).compactMap(\.integer)
        let behind = start.first ?? 0
        let last = start.last ?? moments.last?.version ?? 0
        let found = view.corrections.filter { $0.version > behind && $0.version <= last }
        return request.page(of: found.prefix(request.limit + 1).map(correction), at: position) {
            [.integer($0.version), .integer(last)]
        }
    }

    private func correction(_ note: Tournament.CorrectionNote) -> BracketCorrection {
        let moment = moment(ofVersion: note.version)
        return BracketCorrection(
            round: note.board.round, board: note.board.board,
            white: (note.seats?.white).map(player), black: (note.seats?.black).map(player),
            from: note.from, to: note.to, appliesFromRound: note.appliesFromRound,
            reasonCode: note.reasonCode, version: note.version, at: moment?.occurredAt,
            capacity: moment?.actor, event: moment?.eventID.description)
    }
}

extension BracketHistoryEntry {
    fileprivate init(_ moment: TournamentMoment) {
        self.init(
            version: moment.version, position: moment.position, at: moment.occurredAt,
            recordedAt: moment.recordedAt, type: moment.type, capacity: moment.actor,
            event: moment.eventID.description, round: moment.round, board: moment.board)
    }
}
