import EventSourcing
import Pairing
import Tournaments
import Vocabulary

/// Who met whom, as `GET …/crosstable` shows it.
package struct BracketCrosstable: Encodable, Sendable {
    package let tournament: TournamentID
    package let mode: LookBack
    package let rounds: Int
    package let lines: [Line]

    package struct Line: Encodable, Sendable {
        package let rank: Int
        package let player: PersonID
        package let displayName: String
        package let number: Int
        package let points: String
        package let cells: [Cell]
    }

    package struct Cell: Encodable, Sendable {
        package let round: Int
        package let kind: Kind
        /// The opponent's pairing number.
        package let opponent: Int?
        package let colour: Colour?
        /// What the round gave.
        package let points: String
        /// As crosstables print it: `12w1`, `3b+`, `bye`; the opponent by rank.
        package let text: String
    }

    package enum Kind: String, CaseIterable, Encodable, Sendable {
        case game, forfeit
        case allocatedBye = "allocated-bye"
        case halfPointBye = "half-point-bye"
        case fullPointBye = "full-point-bye"
        case absent
    }
}

extension BracketView {
    package var crosstable: BracketCrosstable {
        let table = view.crosstable
        let system = view.settings?.scoring.pointSystem ?? .standard
        return BracketCrosstable(
            tournament: id, mode: mode, rounds: table.rounds,
            lines: table.lines.compactMap { line in
                guard let player = view.tournament.player(numbered: line.number) else { return nil }
                return BracketCrosstable.Line(
                    rank: line.rank, player: player, displayName: names[player],
                    number: line.number, points: line.points.description,
                    cells: line.cells.enumerated().map { index, cell in
                        BracketCrosstable.Cell(
                            round: index + 1, kind: .init(cell.outcome),
                            opponent: cell.outcome.opponent, colour: cell.outcome.colour,
                            points: system.points(for: cell.outcome).description,
                            text: cell.description)
                    })
            })
    }
}

extension BracketCrosstable.Kind {
    fileprivate init(_ outcome: RoundOutcome) {
        switch outcome {
        case .game: self = .game
        case .forfeit: self = .forfeit
        case .bye(.pairingAllocated): self = .allocatedBye
        case .bye(.halfPoint): self = .halfPointBye
        case .bye(.fullPoint): self = .fullPointBye
        case .bye(.zeroPoint), .absent: self = .absent
        }
    }
}

extension RoundOutcome {
    fileprivate var colour: Colour? {
        switch self {
        case .game(_, let colour, _, _): colour
        case .forfeit(_, let colour, _): colour
        case .bye, .absent: nil
        }
    }
}
