import ReadModels
import Tournaments
import Vocabulary

/// What has been corrected, and from which round on it counts.
struct CorrectionsView: Sendable {
    let lines: [Line]

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
    init?(_ facts: TournamentFacts) {
        let bracket = facts.bracket
        guard !bracket.view.corrections.isEmpty else { return nil }
        lines = bracket.view.corrections.map { note in
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
