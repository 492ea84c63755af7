import EventSourcing
import Pairing
import ReadModels
import Tournaments
import Vocabulary

/// The boards of one round, and who sits out.
struct BoardsView: Sendable {
    let round: Int
    let state: String
    let rounds: [RoundLink]
    let starts: String?
    /// A line a board, and one for each who sits out.
    let rows: Markup
    /// Why somebody floated or has the bye, a sentence each.
    let floats: [String]
    let hasFloats: Bool
    let engine: String

    struct RoundLink: Sendable {
        let number: Int
        let address: String
        let isShown: Bool
    }

    init?(_ facts: TournamentFacts, _ links: TournamentLinks) {
        let bracket = facts.bracket
        guard let number = facts.round, let round = bracket.round(number) else { return nil }
        self.round = number
        let open = round.boards.count { $0.result == nil }
        state =
            round.completed
            ? "complete"
            : round.draft
                ? "draft: only arbiters see it until it is published"
                : open == 0
                    ? "all games are over" : "\(open) of \(round.boards.count) games to play"
        rounds = (1...bracket.view.currentRound).map {
            RoundLink(number: $0, address: links.round($0), isShown: $0 == number)
        }
        starts =
            round.startsAt.map { "begins \(facts.clock.words($0).full)" }
            ?? round.windowEndsAt.map { "to be played by \(facts.clock.words($0).full)" }
        let reasons = bracket.explanation(ofRound: number)
        let words = Dictionary(
            (reasons?.boards ?? []).map { ($0.board, $0.inWords) }, uniquingKeysWith: { $1 })
        let lines = round.boards.map { board in
            BoardLine(
                board: board.board, white: PlayerCell(board.white, bracket),
                black: PlayerCell(board.black, bracket), result: ResultCell(board),
                match: bracket.view.settings?.format.isKnockout == true
                    ? board.bracket.flatMap(MatchID.init(code:))?.words : nil,
                times: (board.agreedAt ?? round.startsAt).flatMap { time in
                    facts.localTimes(time, [board.white.player, board.black.player])
                },
                why: round.engine.isOurs ? words[board.board] : nil,
                marks: Self.marks(of: board),
                address: links.board(BoardPlace(round: number, board: board.board)))
        }
        let byes = round.byes.map { bye -> Markup in
            let player = PlayerCell(bracket.player(bye.player), bracket)
            return """
                <tr class="bye"><th scope="row" class="n">–</th><td>\(player.markup)</td>\
                <td class="result" colspan="2">\(bye.kind.words)</td></tr>

                """
        }
        rows = Markup(lines.map(\.markup) + byes)
        let floats = reasons?.floats ?? []
        self.floats = floats
        hasFloats = !floats.isEmpty
        engine = Self.engine(of: round)
    }

    static func marks(of board: BracketRound.Board) -> [String] {
        [
            board.overridden ? "seated by the arbiter" : nil,
            board.corrected ? "corrected" : nil,
            board.disputed ? "disputed" : nil,
        ].compactMap(\.self)
    }

    /// By whom and how the round was paired.
    static func engine(of round: BracketRound) -> String {
        round.engine.isOurs
            ? "Paired by \(round.engine.name) \(round.engine.version), \(round.engine.rules), "
                + "seed \(round.seed)."
            : "Paired elsewhere, by \(round.engine.name)."
    }
}

/// A board in the table of its round.
private struct BoardLine {
    let board: Int
    let white: PlayerCell
    let black: PlayerCell
    let result: ResultCell
    let match: String?
    /// `18:00 in Paris, 01:00 in Tokyo`.
    let times: String?
    let why: String?
    let marks: [String]
    /// The board's own page.
    let address: String

    var markup: Markup {
        """
        <tr>
        <th scope="row" class="n">\
        <a href="\(address)"><span class="visually-hidden">Board </span>\(board)</a></th>
        <td\(" class=\"won\"", if: result.whiteWon)>\(white.markup)</td>
        <td class="result\(" open", if: result.isOpen)\
        \(" forfeit", if: result.isForfeit)"><b>\(result.sign)</b>\
        \(result.note.map(Self.note))\
        \(marks.map { "<span class=\"note mark\">\($0)</span>" as Markup })</td>
        <td\(" class=\"won\"", if: result.blackWon)>\(black.markup)\
        \(match.map(Self.note))\(times.map(Self.note))\(why.map(reason))</td>
        </tr>

        """
    }

    private static func note(_ text: String) -> Markup { "<span class=\"note\">\(text)</span>" }

    private func reason(_ text: String) -> Markup {
        """
        <details class="reason" id="why-\(board)"><summary>Why this pairing</summary>\
        <p>\(text)</p></details>
        """
    }
}

/// A player in a table.
private struct PlayerCell {
    let name: String
    let rating: Int?

    init(_ player: BracketPlayer, _ bracket: BracketView) {
        name = player.displayName
        rating = bracket.rating(of: player.player)
    }

    var markup: Markup {
        "<bdi>\(name)</bdi>\(rating.map { " <span class=\"soft\">\($0)</span>" as Markup })"
    }
}

/// A result, or what is known of one that is to come.
struct ResultCell: Sendable {
    let sign: String
    let note: String?
    let isOpen: Bool
    let isForfeit: Bool
    let whiteWon: Bool
    let blackWon: Bool

    init(_ board: BracketRound.Board) {
        let result = board.result ?? .open
        sign = result.sign
        isOpen = result == .open
        isForfeit = result.isForfeit
        whiteWon = result.winner == .white
        blackWon = result.winner == .black
        note = isOpen ? board.reported.map { "reported: \($0.sign)" } ?? result.note : result.note
    }
}

extension TournamentFacts {
    /// A time where each of the players lives; nothing where all live by the page's clock, and for
    /// outsiders, who are not told where somebody lives.
    func localTimes(_ time: Timestamp, _ players: [PersonID]) -> String? {
        guard bracket.sight != .outside else { return nil }
        let zones = players.compactMap { bracket.timeZones[$0] }
        guard zones.contains(where: { $0 != clock.zone }) else { return nil }
        return zip(["White", "Black"], zones).map { side, zone in
            let local = LocalClock(zone)
            return "\(side): \(local.words(time).full), \(local.zoneWords)"
        }.joined(separator: " · ")
    }
}
