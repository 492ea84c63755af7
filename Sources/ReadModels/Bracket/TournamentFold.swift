import EventSourcing
import Tournaments

/// A tournament folded to its end, and what it was at a moment on the way.
struct TournamentFold: Sendable {
    let moment: Position
    /// The last of its events that belongs to the moment, where one is named.
    let version: Int?
    /// As it is known now.
    private(set) var now = Tournament()
    private(set) var moments: [TournamentMoment] = []
    /// Nothing until an event behind the moment comes.
    private var kept: Tournament?

    init(through moment: Position, version: Int? = nil) {
        self.moment = moment
        self.version = version
    }

    /// As it was known at the moment.
    var then: Tournament { kept ?? now }

    /// - Parameter recorded: The next event of the stream.
    mutating func apply(_ recorded: Recorded<EncodedEvent>, _ event: Tournament.Event) {
        if kept == nil, recorded.position > moment || recorded.version > version ?? .max {
            kept = now
        }
        var drafts = now.drafts
        let isOfDraft = drafts.append(event)
        now.evolve(event)
        moments.append(TournamentMoment(recorded, event, isOfDraft: isOfDraft))
    }

    func view(_ mode: LookBack) -> TournamentView { Self.view(mode, then, now) }

    /// Without drafts of rounds, neither those of then nor those of now.
    func publishedView(_ mode: LookBack) -> TournamentView {
        Self.view(mode, then.published, now.published)
    }

    private static func view(
        _ mode: LookBack, _ then: Tournament, _ now: Tournament
    ) -> TournamentView {
        switch mode {
        case .recorded: then.view
        case .effective: then.view.asCorrected(by: now)
        }
    }
}
