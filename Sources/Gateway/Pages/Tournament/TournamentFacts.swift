import EventSourcing
import EventStorage
import ReadModels
import Tournaments
import Vocabulary

/// All that a tournament's page is made of, for one viewer and one moment.
struct TournamentFacts: Sendable {
    /// Everything that has happened up to it is in what is shown of now.
    let position: Position
    /// As the page shows it: at the moment, in the chosen way of looking back.
    let bracket: BracketView
    let settings: Tournament.Settings
    let club: ClubView
    let moment: Shown
    /// The round whose boards are shown; nothing before the first is paired.
    let round: Int?
    /// The corrections that are shown are older than this event; the latest where none is named.
    let correctionsBefore: Int?
    let clock: LocalClock
    let isHall: Bool

    /// Which moment is shown.
    enum Shown: Sendable, Equatable {
        case now
        /// Behind which event of the tournament.
        case version(Int)
    }

    var isNow: Bool { moment == .now }
}

extension GatewayParts {
    /// - Throws: `Problem`: `not-found` too for a tournament that the viewer may not see, `invalid`
    ///   for an event or a round that there is not.
    func tournamentFacts(
        of id: TournamentID, for viewer: Viewer, query: QueryText, signedIn: PersonView?
    ) async throws -> TournamentFacts {
        let version = try query.integer("at")
        let moment = version == nil ? try query.moment : .now
        let isPast = version != nil || moment != .now
        let lookBack = try query.mode(.recorded)
        // One fold gives the moment and the whole history around it.
        let bracket = try await visibleTournament(
            id, for: viewer, at: moment, version: version.map { max(1, $0) },
            mode: isPast ? lookBack : .recorded
        ).value
        let shown = try shown(version, isPast, query, bracket)
        guard let settings = bracket.view.settings else { throw Problem(.notFound) }
        let rounds = bracket.view.currentRound
        let asked = try query.integer("round")
        if let asked, !(1...max(1, rounds)).contains(asked) {
            throw Problem(invalid: [.init(outside: 1...max(1, rounds), field: "/round")])
        }
        let club = try await queries.club(settings.club, in: viewer.tenant).value
        return TournamentFacts(
            position: viewer.position, bracket: bracket, settings: settings, club: club,
            moment: shown, round: rounds == 0 ? nil : asked ?? rounds,
            correctionsBefore: try query.integer("before"),
            clock: LocalClock(signedIn?.timeZone ?? settings.timeZone),
            isHall: query["view"] == "hall")
    }

    /// `at=12` is the moment behind the tournament's twelfth event, `asOf` any moment of the log.
    private func shown(
        _ version: Int?, _ isPast: Bool, _ query: QueryText, _ bracket: BracketView
    ) throws -> TournamentFacts.Shown {
        // Behind the last event that the viewer is told of there may be those of a draft.
        let last = bracket.moments.last?.version ?? bracket.version
        guard let version else {
            return isPast ? .version(min(bracket.version, last)) : .now
        }
        guard (1...last).contains(version) else {
            throw Problem(invalid: [.init(outside: 1...last, field: "/at")])
        }
        return version == last && query["mode"] == nil ? .now : .version(version)
    }
}
