import EventSourcing
import Tournaments
import Vocabulary

/// A tournament, without its entries and rounds: `read.tournament`.
struct TournamentRow: Row {
    static let table = Table("tournament", key: [Column.tournament])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case tournament, club, name, format, cadence, state, players, waiting, version
        case entriesOpen = "entries_open"
        case startsAtLocal = "starts_at_local"
        case timeZone = "time_zone"
        case plannedRounds = "planned_rounds"
        case currentRound = "current_round"
        case shownRound = "shown_round"
        case completedRounds = "completed_rounds"
        case tieBreaks = "tie_breaks"
        case finalDigest = "final_digest"
    }

    let tournament: TournamentID
    let club: ClubID
    let name: String
    let format: Tournament.Format
    let cadence: Tournament.Cadence
    let state: Tournament.Stage
    let players: Int
    let waiting: Int
    /// Of the stream.
    let version: Int
    let entriesOpen: Bool
    let startsAtLocal: LocalDateTime
    let timeZone: TimeZoneID
    let plannedRounds: Int?
    let currentRound: Int
    /// The last one that everybody sees.
    let shownRound: Int
    let completedRounds: Int
    let tieBreaks: [String]
    let finalDigest: String?
}

extension Tournament.Stage: Decodable, ColumnConvertible {}
