import EventSourcing
import Tournaments
import Vocabulary

/// A tournament folded to its end, and what it was behind each of its events on the way.
///
/// It is kept, so that the next question reads only what has happened since: whoever drags a page
/// through its history asks many in a row.
struct FoldedTournament: Sendable {
    /// How many events lie between two states that are kept.
    static let stateInterval = 50
    /// How many events are kept, of all tournaments together; one takes about a kilobyte.
    static let eventLimit = 50_000

    struct Key: Hashable {
        let tenant: TenantID
        let tournament: TournamentID
    }

    private var end = Tournament()
    private(set) var moments: [TournamentMoment] = []
    private var events: [Tournament.Event] = []
    /// Behind no event, behind `stateInterval` events, behind twice as many, and so on.
    private var states: [Tournament] = []

    /// - Parameter recorded: The next event of the stream.
    mutating func apply(_ recorded: Recorded<EncodedEvent>, _ event: Tournament.Event) {
        if events.count.isMultiple(of: Self.stateInterval) { states.append(end) }
        var drafts = end.drafts
        let isOfDraft = drafts.append(event)
        end.evolve(event)
        events.append(event)
        moments.append(TournamentMoment(recorded, event, isOfDraft: isOfDraft))
    }

    /// What it takes to keep it, in events: a state takes about as much as those between two.
    var weight: Int { Self.stateInterval + moments.count }

    /// How many of its events stand in the log through a position.
    func version(at position: Position) -> Int {
        (moments.lastIndex { $0.position <= position } ?? -1) + 1
    }

    /// As it was known behind so many of its events.
    ///
    /// - Complexity: O(`stateInterval`) events are folded.
    func state(behind version: Int) -> Tournament {
        guard version < events.count else { return end }
        let kept = version / Self.stateInterval
        var state = states[kept]
        for event in events[kept * Self.stateInterval..<version] { state.evolve(event) }
        return state
    }
}
