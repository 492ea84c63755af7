import EventSourcing
import Pairing
import ReadModels
import Tournaments
import Vocabulary

/// One game's page: who sits there and why, when they play, and how it ended.
struct BoardPage: Sendable {
    let frame: PageFrame
    let tournament: String
    /// The tournament's page, at the round of the game.
    let back: String
    let round: Int
    let board: Int
    let result: ResultCell
    let marks: [String]
    let why: String
    /// The points of those whom it was paired among, or the match of a knockout.
    let bracket: String?
    /// What the pairing may not do, a sentence each.
    let constraints: [String]
    let engine: String
    /// When it is played, and what is known of it.
    let game: [String]
    let link: String?
    /// White first.
    let sides: [BoardSide]
    let zone: ClubPage.Zone
    let past: TournamentPage.Past?
    let live: ClubPage.Live?

    /// - Returns: Nothing where there is no such board at the moment.
    init?(_ facts: TournamentFacts, place: BoardPlace, signedIn: PageFrame.SignedIn?) {
        let bracket = facts.bracket
        guard let round = bracket.round(place.round),
            let board = round.boards.first(where: { $0.board == place.board })
        else { return nil }
        let links = TournamentLinks(facts)
        frame = PageFrame(script: PageAssets.shared.script.address, for: signedIn)
        tournament = facts.settings.name
        back = links.round(place.round)
        self.round = place.round
        self.board = place.board
        result = ResultCell(board)
        marks = BoardsView.marks(of: board)
        let explained = bracket.explanation(ofRound: place.round)?.boards.first {
            $0.board == place.board
        }
        why =
            explained.map(\.inWords).map { $0.prefix(1).uppercased() + $0.dropFirst() } ?? ""
        self.bracket =
            facts.settings.format.isKnockout
            ? board.bracket.flatMap(MatchID.init(code:))?.words
            : board.bracket.map { "Score bracket: \($0)." }
        constraints = facts.settings.constraints
        engine = BoardsView.engine(of: round)
        game = [
            round.draft ? "A draft: only arbiters see it until the round is published." : nil,
            round.startsAt.map { "Begins \(facts.clock.words($0).full)." },
            round.windowEndsAt.map { "To be played by \(facts.clock.words($0).full)." },
            board.agreedAt.map { "Agreed for \(facts.clock.words($0).full)." },
            (board.agreedAt ?? round.startsAt).flatMap {
                facts.localTimes($0, [board.white.player, board.black.player])
            },
            board.reported.map { "One player has reported \($0.sign)." },
            "Time control: \(facts.settings.timeControl.words).",
        ].compactMap(\.self)
        link = board.gameRef.map(\.text).flatMap { $0.hasPrefix("https://") ? $0 : nil }
        sides = [
            BoardSide("White", board.white, board.whiteFloat, before: place.round, bracket),
            BoardSide("Black", board.black, board.blackFloat, before: place.round, bracket),
        ]
        zone = .init(words: facts.clock.zoneWords, name: facts.clock.zone.text)
        let scrubber = ScrubberView(facts, links)
        past =
            facts.isNow
            ? nil
            : TournamentPage.Past(
                words: "\(scrubber.when.full), event \(scrubber.shown) of \(scrubber.last)",
                isCorrected: bracket.mode == .effective,
                now: "\(links.path)/b/\(place)")
        live =
            facts.isNow
            ? .init(
                topic: "tournament:\(bracket.id)", after: facts.position,
                events: Tournament.Event.wireNames,
                summary: "\(result.sign) \(result.note ?? "").") : nil
    }
}

/// A board in an address: `4-3` is board 3 of round 4.
struct BoardPlace: LosslessStringConvertible, Sendable {
    let round: Int
    let board: Int

    init(round: Int, board: Int) {
        self.round = round
        self.board = board
    }

    /// One board has one address.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let round = parts[0], let board = parts[1], round > 0, board > 0,
            "\(round)-\(board)" == text
        else { return nil }
        self.init(round: round, board: board)
    }

    var description: String { "\(round)-\(board)" }
}

/// One of the two, with what they had done before the round.
struct BoardSide: Sendable {
    let id: String
    let colour: String
    let name: String
    let standing: String
    let games: [Game]
    let hasGames: Bool

    struct Game: Sendable {
        let round: Int
        let colour: String
        let opponent: String
        let result: String
    }

    init(
        _ colour: String, _ player: BracketPlayer, _ float: Tournament.Floats.Float?,
        before round: Int, _ bracket: BracketView
    ) {
        id = colour.lowercased()
        self.colour = colour
        name = player.displayName
        let line = bracket.standings(afterRound: round - 1)?.lines.first {
            $0.player == player.player
        }
        standing = [
            player.number.map { "number \($0)" },
            bracket.rating(of: player.player).map { "rating \($0)" },
            "\(line?.points ?? "0") points before this round",
            float.map { $0 == .up ? "floats up" : "floats down" },
        ].compactMap(\.self).joined(separator: ", ")
        games = (1..<max(1, round)).compactMap { number in
            bracket.round(number).flatMap { Self.game(of: player.player, in: $0) }
        }
        hasGames = !games.isEmpty
    }

    private static func game(of player: PersonID, in round: BracketRound) -> Game? {
        if let board = round.boards.first(where: {
            $0.white.player == player || $0.black.player == player
        }) {
            let isWhite = board.white.player == player
            return Game(
                round: round.round, colour: isWhite ? "White" : "Black",
                opponent: (isWhite ? board.black : board.white).displayName,
                result: ResultCell(board).words)
        }
        guard let bye = round.byes.first(where: { $0.player == player }) else { return nil }
        return Game(round: round.round, colour: "–", opponent: "–", result: bye.kind.words)
    }
}

extension ResultCell {
    /// `1 – 0`, `+ – − (forfeit: Black did not come)`.
    fileprivate var words: String { note.map { isOpen ? $0 : "\(sign) (\($0))" } ?? sign }
}

extension Tournament.Settings {
    /// What the pairing may not do, as the format and the organizers have it.
    fileprivate var constraints: [String] {
        let own = avoid.map { rule in
            let whom =
                switch rule.kind {
                case .pair: "Certain players"
                case .household: "Players of one household"
                case .house: "Players of one house"
                case .school: "Players of one school"
                }
            let how = rule.strength == .absolute ? "do not meet" : "rather do not meet"
            return "\(whom) \(how)\(rule.until.map { " up to round \($0)" } ?? "")."
        }
        guard format == .swiss else { return own }
        return [
            "Nobody meets the same opponent twice.",
            "Nobody has the bye twice, or after a win without a game.",
            "Nobody has one colour three times running or three times more often, "
                + "but for the leaders in the last round.",
        ] + own
    }
}
