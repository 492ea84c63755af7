import EventSourcing
import Tournaments
import Vocabulary

/// A board of a round with what has become of it: `read.tournament_pairing`.
struct PairingRow: Row {
    static let table = Table("tournament_pairing", key: [Column.tournament, .round, .board])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case tournament, round, board, white, black, bracket, result, source, reported
        case whiteFloat = "white_float"
        case blackFloat = "black_float"
        case gameRef = "game_ref"
        case isPublished = "is_published"
        case isDisputed = "is_disputed"
        case isCorrected = "is_corrected"
        case isOverridden = "is_overridden"
        case agreedAt = "agreed_at"
    }

    let tournament: TournamentID
    let round: Int
    let board: Int
    let white: PersonID
    let black: PersonID
    /// Of points, or the match of a knockout.
    let bracket: String?
    let result: Tournament.GameResult?
    let source: Tournament.ResultSource?
    /// What one of the two has said, until it counts.
    let reported: Tournament.GameResult?
    let whiteFloat: Tournament.Floats.Float?
    let blackFloat: Tournament.Floats.Float?
    let gameRef: GameReference?
    /// Whether the round is.
    let isPublished: Bool
    let isDisputed: Bool
    let isCorrected: Bool
    let isOverridden: Bool
    let agreedAt: Timestamp?
}

extension PairingRow {
    init(
        _ board: Tournament.Board, of round: Tournament.Round, in tournament: TournamentID
    ) {
        self.init(
            tournament: tournament, round: round.number, board: board.number,
            white: board.seats.white,
            black: board.seats.black, bracket: board.bracket, result: board.result,
            source: board.outcome?.source,
            reported: board.result == nil ? board.report?.result : nil,
            whiteFloat: board.floats?.white, blackFloat: board.floats?.black,
            gameRef: board.outcome?.gameRef ?? board.report?.gameRef,
            isPublished: round.isPublished, isDisputed: board.isDisputed,
            isCorrected: !board.corrections.isEmpty,
            isOverridden: board.isOverridden, agreedAt: board.agreedAt)
    }
}

/// Somebody who sits a round out, or will: `read.tournament_bye`.
struct ByeRow: Row {
    static let table = Table("tournament_bye", key: [Column.tournament, .round, .player])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case tournament, round, player, kind, source
    }

    let tournament: TournamentID
    let round: Int
    let player: PersonID
    let kind: Tournament.ByeKind
    /// Nothing for an allocated one, and for absences.
    let source: Tournament.ByeSource?
}

/// A result that was changed: `read.tournament_correction`.
struct CorrectionRow: Row {
    static let table = Table("tournament_correction", key: [Column.tournament, .version])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case tournament, version, round, board, white, black
        case fromResult = "from_result"
        case toResult = "to_result"
        case appliesFromRound = "applies_from_round"
        case reasonCode = "reason_code"
    }

    let tournament: TournamentID
    /// Of the event in the tournament's stream.
    let version: Int
    let round: Int
    let board: Int
    let white: PersonID?
    let black: PersonID?
    let fromResult: Tournament.GameResult
    let toResult: Tournament.GameResult
    let appliesFromRound: Int
    let reasonCode: ReasonCode
}

extension CorrectionRow {
    init(_ note: Tournament.CorrectionNote, in tournament: TournamentID) {
        self.init(
            tournament: tournament, version: note.version, round: note.board.round,
            board: note.board.board, white: note.seats?.white, black: note.seats?.black,
            fromResult: note.from, toResult: note.to, appliesFromRound: note.appliesFromRound,
            reasonCode: note.reasonCode)
    }
}
