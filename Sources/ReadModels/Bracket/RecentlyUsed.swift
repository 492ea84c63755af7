import EventSourcing
import Synchronization
import Vocabulary

/// Tournaments that have been folded, so that the next question about one of them reads only what
/// has happened since: whoever drags a page through its history asks many in a row.
final class FoldedTournaments: Sendable {
    /// How many events are kept, of all tournaments together; one takes about a kilobyte. Those
    /// that have not been asked for the longest go first.
    static let eventLimit = 50_000

    struct Key: Hashable {
        let tenant: TenantID
        let tournament: TournamentID
    }

    private let limit: Int
    private let state = Mutex(State())

    private struct State {
        var kept: [Key: Kept] = [:]
        var events = 0
        var uses = 0
    }

    private struct Kept {
        let folded: FoldedTournament
        var lastUse: Int
    }

    init(limit: Int = FoldedTournaments.eventLimit) { self.limit = limit }

    subscript(key: Key) -> FoldedTournament? {
        state.withLock { state in
            state.uses += 1
            state.kept[key]?.lastUse = state.uses
            return state.kept[key]?.folded
        }
    }

    func keep(_ folded: FoldedTournament, as key: Key) {
        state.withLock { state in
            state.uses += 1
            state.events += folded.moments.count
            let old = state.kept.updateValue(Kept(folded: folded, lastUse: state.uses), forKey: key)
            state.events -= old?.folded.moments.count ?? 0
            while state.events > limit,
                let oldest = state.kept.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                state.kept[oldest.key] = nil
                state.events -= oldest.value.folded.moments.count
            }
        }
    }
}
