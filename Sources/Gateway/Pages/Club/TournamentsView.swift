import EventSourcing
import ReadModels
import Tournaments
import Vocabulary

/// The tournaments of a club on its page, the latest first, each with the way to its own page.
struct TournamentsView: Sendable {
    /// How many are shown.
    static let limit = 20

    let items: [Item]
    /// Said where there are others.
    let more: String?

    struct Item: Sendable {
        let name: String
        let path: String
        let state: String
        let words: String
    }

    /// Nothing where there are none.
    ///
    /// - Parameter tournaments: The latest first, one more than is shown where there are others.
    init?(_ tournaments: [ListedTournament]) {
        guard !tournaments.isEmpty else { return nil }
        items = tournaments.prefix(Self.limit).map(Item.init)
        more = tournaments.count > Self.limit ? "and others before them" : nil
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
