import Clubs
import EventSourcing
import ReadModels
import Vocabulary

/// The clubs that the viewer may see.
struct DirectoryPage: Sendable {
    let frame: PageFrame
    let cards: [Card]
    let isEmpty: Bool
    let kinds: [KindLink]
    /// The address of the next part of the list.
    let more: String?
    let isVisitor: Bool

    struct Card: Sendable {
        let path: String
        let name: String
        let summary: String?
        let crest: Crest
        let kind: String
        let seatWords: String
        let waiting: String?
        /// How the viewer stands to the club.
        let standing: String?
    }

    struct KindLink: Sendable {
        let words: String
        let address: String
        let isChosen: Bool
    }
}

extension GatewayParts {
    func directoryPage(
        for viewer: Viewer, query: QueryText, frame: PageFrame
    ) async throws -> DirectoryPage {
        let kind = query["kind"].flatMap(Club.Kind.init(rawValue:))
        let page = try PageRequest(cursor: try query["from"].map { try Cursor($0) })
        let found = try await queries.clubs(
            in: viewer.tenant, where: ClubFilter(kind: kind), page: page
        ).value
        let clubs = try await visible(found.items, on: page, for: viewer)
        let choice = kind.map { "&kind=\($0.rawValue)" } ?? ""
        return DirectoryPage(
            frame: frame, cards: clubs.map { DirectoryPage.Card($0, viewer) },
            isEmpty: clubs.isEmpty,
            kinds: [.init(words: "All", address: "/", isChosen: kind == nil)]
                + Club.Kind.allCases.map {
                    .init(
                        words: $0.plural, address: "/?kind=\($0.rawValue)", isChosen: $0 == kind)
                },
            more: found.next.map { "/?from=\($0)\(choice)" }, isVisitor: viewer.standing == nil)
    }
}

extension DirectoryPage.Card {
    /// So that a page of clubs stays a page.
    private static let summaryLimit = 180

    fileprivate init(_ club: ClubView, _ viewer: Viewer) {
        let seats = SeatsView(club)
        let cut = club.summary.prefix(Self.summaryLimit)
        self.init(
            path: "/c/\(club.slug)", name: club.name,
            summary: club.summary.isEmpty
                ? nil : cut.count < club.summary.count ? "\(cut)…" : club.summary,
            crest: Crest(club.name, kind: club.kind, slug: club.slug), kind: club.kind.words,
            seatWords: seats.words, waiting: seats.waiting,
            standing: Self.standing(of: viewer, in: club.club))
    }

    private static func standing(of viewer: Viewer, in club: ClubID) -> String? {
        if viewer.isLead(of: club) { return "You lead it" }
        if viewer.standing?.memberOf.contains(club) ?? false { return "You are in" }
        if viewer.pending.contains(club) { return "You have asked" }
        return viewer.takesPart(in: club) ? "You help" : nil
    }
}

extension Club.Kind {
    fileprivate var plural: String {
        switch self {
        case .science: "Science"
        case .chess: "Chess"
        case .music: "Music"
        case .general: "Other"
        }
    }
}
