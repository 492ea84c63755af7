import Catalog
import EventSourcing
import Tournaments
import Vocabulary

/// The folded tournaments of many tenants, between a page and the next one.
///
/// A state that stands right before a page's first event is right as long as the log goes on from
/// what was folded, and nothing else of it is skipped: whoever knows that it does not forgets the
/// tenant. Any other state is folded again from the log.
actor ProjectionMemory {
    /// How many tournaments are kept; whichever has not been needed for longest goes. One of 300
    /// players takes about half a megabyte.
    static let limit = 128

    private struct Key: Hashable {
        let tenant: TenantID
        let stream: StreamName
    }

    private var folds: [Key: (fold: BracketFold, turn: Int)] = [:]
    private var turn = 0

    /// A projection that goes on behind `position`, with the tournaments of the events to come.
    ///
    /// - Parameter skipped: What an operator has chosen not to show.
    /// - Throws: What the log throws; a stream that cannot be read is found with its event.
    func projection(
        of events: [Recorded<EncodedEvent>], of tenant: TenantID, behind position: Position,
        skipping skipped: Set<Position>, from log: any EventLog, _ group: ProjectorGroup,
        codec: EventCodec
    ) async throws -> Projection {
        var brackets: [StreamName: Result<BracketFold, any Error>] = [:]
        for event in events where event.isOfTournament && brackets[event.stream] == nil {
            let kept = folds[Key(tenant: tenant, stream: event.stream)]?.fold
            guard kept?.version != event.version - 1 else {
                brackets[event.stream] = kept.map { .success($0) }
                continue
            }
            // Where the stream begins, there is nothing to fold.
            guard event.version > 1 else { continue }
            let history = History(log: log, tenant: tenant, codec: codec, group: group)
            brackets[event.stream] = try await history.bracket(
                event.stream, through: position, skipping: skipped)
        }
        return Projection(group, codec: codec, brackets: brackets)
    }

    func keep(_ projection: Projection, of tenant: TenantID) {
        for (stream, fold) in projection.folds {
            turn += 1
            folds[Key(tenant: tenant, stream: stream)] = (fold, turn)
        }
        while folds.count > Self.limit,
            let oldest = folds.min(by: { $0.value.turn < $1.value.turn })
        {
            folds[oldest.key] = nil
        }
    }

    func forget() { folds = [:] }

    /// - Complexity: O(*n*) of the tournaments that are kept.
    func forget(_ tenants: Set<TenantID>) {
        guard !tenants.isEmpty else { return }
        folds = folds.filter { !tenants.contains($0.key.tenant) }
    }
}

extension History {
    /// A tournament through a position, or why it cannot be read.
    fileprivate func bracket(
        _ stream: StreamName, through position: Position, skipping skipped: Set<Position>
    ) async throws -> Result<BracketFold, any Error>? {
        var projection = Projection(group, codec: codec)
        do {
            try await events(of: stream, through: position) { event in
                _ = try projection.changes(
                    of: event, isSkipped: skipped.contains(event.position))
            }
        } catch let unreadable as UnreadableEvent {
            return .failure(unreadable)
        }
        return projection.folds[stream].map { .success($0) }
    }
}
