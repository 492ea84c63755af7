import EventSourcing
import Tournaments
import Vocabulary

/// Somebody who plays, has played, or waits for a seat: `read.tournament_entry`.
struct EntryRow: Row {
    static let table = Table("tournament_entry", key: [Column.tournament, .player])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case tournament, player, state, number, place, rating, school, house
        case entryNo = "entry_no"
        case ratingSource = "rating_source"
        case fromRound = "from_round"
        case lateFromRound = "late_from_round"
    }

    let tournament: TournamentID
    let player: PersonID
    let state: State
    var number: Int?
    /// Of who waits; 1 is the next one in.
    var place: Int?
    var rating: Int?
    var school: SchoolID?
    var house: GroupName?
    var entryNo: Int?
    var ratingSource: Tournament.RatingSource?
    /// From where they are away.
    var fromRound: Int?
    var lateFromRound: Int?

    enum State: String, Codable {
        case active, withdrawn, expelled, waiting
    }
}

extension EntryRow {
    init(_ entry: Tournament.Entry, number: Int?, in tournament: TournamentID) {
        let (state, from): (State, Int?) =
            switch entry.standing {
            case .active: (.active, nil)
            case .withdrawn(let from): (.withdrawn, from)
            case .expelled(let from): (.expelled, from)
            }
        self.init(
            tournament: tournament, player: entry.player, state: state, number: number,
            rating: entry.details.rating, school: entry.details.school,
            house: entry.details.house, entryNo: entry.entryNo,
            ratingSource: entry.details.ratingSource, fromRound: from,
            lateFromRound: entry.lateFromRound)
    }
}
