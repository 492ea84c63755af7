import ReadModels
import Tournaments
import Vocabulary

/// What has been corrected, and from which round on it counts.
struct CorrectionsView: Sendable {
    /// How many are shown at a time.
    static let limit = 20

    /// The oldest first.
    let lines: [Line]
    let earlier: Way?
    let latest: Way?

    /// To others than these.
    struct Way: Sendable {
        let address: String
        let words: String
    }

    struct Line: Sendable {
        let game: String
        let players: String?
        let from: String
        let to: String
        let counts: String
        let reason: String
        let when: LocalMoment?
    }

    /// Nothing where there is none.
    init?(_ facts: TournamentFacts, _ links: TournamentLinks) {
        let bracket = facts.bracket
        let all = bracket.view.corrections
        guard !all.isEmpty else { return nil }
        let older = all.prefix { $0.version < facts.correctionsBefore ?? .max }
        let shown = older.suffix(Self.limit)
        let before = older.count - shown.count
        earlier = shown.first.flatMap { oldest in
            before == 0
                ? nil
                : Way(
                    address: links.corrections(before: oldest.version),
                    words: before == 1 ? "one earlier correction" : "\(before) earlier corrections")
        }
        latest =
            older.count == all.count
            ? nil : Way(address: links.corrections(before: nil), words: "the latest corrections")
        lines = shown.map { note in
            Line(
                game: "Round \(note.board.round), board \(note.board.board)",
                players: note.seats.map {
                    "\(bracket.names[$0.white]) – \(bracket.names[$0.black])"
                },
                from: note.from.sign, to: note.to.sign,
                counts: "counts for pairings from round \(note.appliesFromRound) on",
                reason: note.reasonCode.text.replacing("-", with: " "),
                when: bracket.moment(ofVersion: note.version).map {
                    facts.clock.words($0.recordedAt)
                })
        }
    }
}
