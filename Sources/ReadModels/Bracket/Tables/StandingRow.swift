import EventSourcing
import Pairing
import Tournaments
import Vocabulary

/// A line of the table after a round: `read.tournament_standing`.
struct StandingRow: Row {
    static let table = Table("tournament_standing", key: [Column.tournament, .round, .player])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case tournament, round, player, place, rank, number, points, colours, float
        case tieBreaks = "tie_breaks"
        case colourBalance = "colour_balance"
        case floatBefore = "float_before"
    }

    let tournament: TournamentID
    let round: Int
    let player: PersonID
    /// 1, 2, 3 … down the table.
    let place: Int
    /// Those whom the list leaves tied share the best one.
    let rank: Int
    let number: Int
    let points: Points
    /// A letter for each round: `w`, `b`, or `-` without a game that was played.
    let colours: String
    let float: Tournament.Floats.Float?
    /// In the order of the tournament's codes; nothing where one is not defined.
    let tieBreaks: [String?]
    let colourBalance: Int
    let floatBefore: Tournament.Floats.Float?
}

extension StandingRow {
    /// The whole table after a round.
    ///
    /// - Complexity: That of the standings, O(players × rounds × tie-breaks).
    static func table(
        after round: Int, of tournament: Tournament, _ id: TournamentID
    ) -> [StandingRow] {
        let colours = tournament.rounds.prefix(round).map(\.colours)
        return tournament.standings(afterRound: round).enumerated().map { index, line in
            StandingRow(
                tournament: id, round: round, player: line.player, place: index + 1,
                rank: line.rank, number: line.number, points: line.points,
                colours: colours.map { $0[line.player] ?? "-" }.joined(),
                float: line.floats.last ?? nil, tieBreaks: line.tieBreaks,
                colourBalance: line.colourBalance,
                floatBefore: line.floats.count > 1 ? line.floats[0] : nil)
        }
    }
}

extension Tournament.Round {
    /// Of those who have played.
    fileprivate var colours: [PersonID: String] {
        orderedBoards.reduce(into: [:]) { colours, board in
            guard let result = board.result, !result.isForfeit else { return }
            colours[board.seats.white] = "w"
            colours[board.seats.black] = "b"
        }
    }
}
