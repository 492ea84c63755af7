import EventSourcing
import Tournaments
import Vocabulary

/// A tournament folded from its stream, and the rows that it makes.
///
/// A table of points is no sum of events, so a tournament's rows are projected from its folded
/// state: those parts are written that an event has touched since they were last written. A part's
/// position is that of the last event that touched it, and its rows are a function of the events up
/// to there. So they are the same whether they are written after each event or once at the end.
package struct BracketFold: Sendable {
    package static let types = Set(Tournament.Event.wireNames)
    package static let tables: [any Row.Type] = [
        TournamentRow.self, EntryRow.self, PairingRow.self, ByeRow.self, StandingRow.self,
        CorrectionRow.self,
    ]

    let id: TournamentID
    private(set) var tournament = Tournament()
    /// Of the last event of the stream, also of one that was passed over.
    private(set) var version = 0
    /// Of the last event that is in the rows.
    private(set) var shownVersion = 0
    private(set) var positions: [BracketPart: Position] = [:]

    init(_ id: TournamentID) { self.id = id }

    mutating func apply(_ event: Tournament.Event, version: Int, at position: Position) {
        let earlier = tournament
        tournament.evolve(event)
        self.version = version
        shownVersion = version
        for part in tournament.parts(touchedBy: event, since: earlier) {
            positions[part] = position
        }
    }

    /// Leaves an event out, because an operator has said so.
    mutating func pass(version: Int) { self.version = version }

    /// How many rows it makes, about.
    var rowCount: Int { tournament.players.count * (2 * tournament.rounds.count + 1) }
}
