import EventSourcing
import ReadModels
import Tournaments
import Vocabulary

/// A tournament's page as its templates read it: text, numbers and links.
struct TournamentPage: Sendable {
    let frame: PageFrame
    let path: String
    let name: String
    let kind: String
    let clubName: String
    let clubPath: String
    let stage: String
    let facts: [String]
    let zone: ClubPage.Zone
    let past: Past?
    let scrubber: ScrubberView
    let boards: BoardsView?
    let standings: StandingsView?
    let crosstable: CrosstableView?
    let tree: TreeView?
    let corrections: CorrectionsView?
    /// A line a player, before the first round.
    let entries: Markup
    let hasEntries: Bool
    let hallPath: String
    let isHall: Bool
    let live: ClubPage.Live?
    let files: [File]

    struct Past: Sendable {
        let words: String
        let isCorrected: Bool
        let now: String
    }

    struct File: Sendable {
        let address: String
        let words: String
    }

    init(_ facts: TournamentFacts, signedIn: PageFrame.SignedIn?) {
        let bracket = facts.bracket
        let view = bracket.view
        let settings = facts.settings
        let links = TournamentLinks(facts)
        frame = PageFrame(script: PageAssets.shared.script.address, for: signedIn)
        path = links.path
        name = settings.name
        kind = settings.format.words
        clubName = facts.club.name
        clubPath = "/c/\(facts.club.slug)"
        stage = view.stage.words
        let players = view.entries.count
        self.facts = [
            players == 1 ? "1 player" : "\(players) players",
            view.plannedRounds.map { rounds in
                view.currentRound == 0
                    ? "\(rounds) rounds" : "round \(view.currentRound) of \(rounds)"
            },
            settings.timeControl.words,
            settings.rated ? "rated" : nil,
        ].compactMap(\.self)
        zone = .init(words: facts.clock.zoneWords, name: facts.clock.zone.text)
        let scrubber = ScrubberView(facts, links)
        self.scrubber = scrubber
        past =
            facts.isNow
            ? nil
            : Past(
                words: "\(scrubber.when.full), event \(scrubber.shown) of \(scrubber.last)",
                isCorrected: bracket.mode == .effective, now: links.now)
        boards = BoardsView(facts, links)
        standings = StandingsView(facts)
        // The hall shows boards and standings.
        crosstable = facts.isHall ? nil : CrosstableView(facts)
        tree = TreeView(facts)
        corrections = facts.isHall ? nil : CorrectionsView(facts, links)
        let entries = view.currentRound > 0 ? [] : view.entries
        self.entries = Markup(
            entries.map { line in
                """
                <tr><td class="n">\(line.number)</td>\
                <th scope="row"><bdi>\(bracket.names[line.player])</bdi></th>\
                <td class="n">\(bracket.rating(of: line.player))</td>\
                <td><bdi>\(line.school.flatMap { bracket.schools[$0] })</bdi></td></tr>

                """
            })
        hasEntries = !entries.isEmpty
        isHall = facts.isHall
        hallPath = facts.isHall ? links.path : links.path + "?view=hall"
        live =
            facts.isNow
            ? .init(
                topic: "tournament:\(bracket.id)", after: facts.position,
                events: Tournament.Event.wireNames,
                summary: "\(scrubber.words). \(stage).") : nil
        files = [
            ("trf?version=26", "report (TRF26)"), ("csv", "table (CSV)"), ("pgn", "games (PGN)"),
            ("ics", "calendar"),
        ].map { File(address: "/v1/tournaments/\(bracket.id).\($0.0)", words: $0.1) }
    }
}
