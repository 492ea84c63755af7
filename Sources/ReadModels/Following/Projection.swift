import Catalog
import EventSourcing
import Tournaments
import Vocabulary

/// Turns a tenant's events, given in their order, into changes of rows.
///
/// Most rows come from an event alone, at once. Those of tournaments come from the folded state of
/// their stream, when they are asked for.
package struct Projection: Sendable {
    let group: ProjectorGroup
    let codec: EventCodec
    /// The tournaments whose events have come by, or why one could not be folded.
    private var brackets: [StreamName: Result<BracketFold, any Error>]

    /// For events from a tenant's first one on.
    package init(_ group: ProjectorGroup, codec: EventCodec) {
        self.init(group, codec: codec, brackets: [:])
    }

    /// - Parameter brackets: Tournaments that have begun before the first event to come, or why they
    ///   cannot be had.
    init(
        _ group: ProjectorGroup, codec: EventCodec,
        brackets: [StreamName: Result<BracketFold, any Error>]
    ) {
        self.group = group
        self.codec = codec
        self.brackets = brackets
    }

    /// What an event changes; it is decoded only where a projector reads its type.
    ///
    /// - Parameter isSkipped: Whether an operator has chosen not to show the event.
    /// - Throws: `UnreadableEvent`, also for a type that this program does not know: a newer
    ///   release may read it, so it must not be passed over.
    package mutating func changes(
        of recorded: Recorded<EncodedEvent>, isSkipped: Bool = false
    ) throws -> [Change] {
        let type = recorded.event.type
        guard !isSkipped else {
            try fold(recorded) { $0.pass(version: recorded.version) }
            return []
        }
        guard group.reads(type) else {
            guard DomainEvent.Family(wireName: type) != nil else {
                throw UnreadableEvent(recorded.event, .unknownShape)
            }
            return []
        }
        let decoded = try recorded.decoded { try codec.decode($0) }
        if case .tournament(let event) = decoded.event {
            try fold(recorded) {
                $0.apply(event, version: recorded.version, at: recorded.position)
            }
        }
        return group.project(decoded, type: type)
    }

    private mutating func fold(
        _ recorded: Recorded<EncodedEvent>, _ body: (inout BracketFold) -> Void
    ) throws {
        guard recorded.isOfTournament, let id = recorded.stream.id else { return }
        var fold = try brackets[recorded.stream]?.get() ?? BracketFold(TournamentID(id))
        // So that the state has one owner while it changes.
        brackets[recorded.stream] = nil
        body(&fold)
        brackets[recorded.stream] = .success(fold)
    }

    /// What the events since `earlier` have changed in tournaments.
    ///
    /// - Parameter tables: Rows of other tables are not even made; nothing for all tables.
    func foldedChanges(
        since earlier: Projection? = nil, in tables: [any Row.Type] = BracketFold.tables
    ) -> [PositionedChanges] {
        let tables = Set(tables.map { $0.table })
        return folds.flatMap { stream, fold in
            fold.changes(since: earlier?.folds[stream], in: tables)
        }
    }

    var folds: [StreamName: BracketFold] {
        brackets.compactMapValues { folded in
            if case .success(let fold) = folded { fold } else { nil }
        }
    }

    /// How many rows the tournaments make, about.
    var foldedRowCount: Int { folds.values.reduce(0) { $0 + $1.rowCount } }
}

extension Recorded<EncodedEvent> {
    var isOfTournament: Bool { stream.category == Tournament.category }
}
