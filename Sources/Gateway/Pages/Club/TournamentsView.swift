import EventSourcing
import ReadModels
import Tournaments
import Vocabulary

/// The tournaments of a club on its page, the latest first, each with the way to its own page.
struct TournamentsView: Sendable {
    /// How many are shown.
    static let limit = 20

    let items: [Item]
    /// Those that are not shown.
    let more: String?

    struct Item: Sendable {
        let name: String
        let path: String
        let state: String
        let words: String
    }

    /// Nothing where there are none.
    ///
    /// - Parameter tournaments: The earliest first.
    init?(_ tournaments: [ListedTournament]) {
        guard !tournaments.isEmpty else { return nil }
        items = tournaments.suffix(Self.limit).reversed().map(Item.init)
        let hidden = tournaments.count - items.count
        more = hidden > 0 ? "and \(hidden) before them" : nil
    }
}

extension TournamentsView.Item {
    fileprivate init(_ tournament: ListedTournament) {
        name = tournament.name
        path = "/t/\(tournament.tournament)"
        state = tournament.state.words
        let round = tournament.plannedRounds.map { "round \(tournament.currentRound) of \($0)" }
        words = [
            tournament.format.words,
            round ?? "round \(tournament.currentRound)",
            tournament.players == 1 ? "1 player" : "\(tournament.players) players",
            "from \(tournament.startsAtLocal.text.prefix(10))",
        ].joined(separator: ", ")
    }
}

extension GatewayParts {
    /// All tournaments of a club at a moment, the earliest first.
    func tournaments(
        of club: ClubID, in tenant: TenantID, at moment: Moment
    ) async throws -> [ListedTournament] {
        var tournaments: [ListedTournament] = []
        var cursor: Cursor?
        repeat {
            let page = try await queries.tournaments(
                of: club, in: tenant, at: moment,
                page: PageRequest(limit: PageRequest.limits.upperBound, cursor: cursor)
            ).value
            tournaments += page.items
            cursor = page.next
        } while cursor != nil
        return tournaments
    }
}
