import EventSourcing
import Tournaments
import Vocabulary

/// A knockout's tree, as `GET …/bracket` shows it.
package struct BracketTree: Encodable, Sendable {
    package let tournament: TournamentID
    package let mode: LookBack
    /// In the order of the brackets and rounds.
    package let matches: [Match]
    /// Final places, once all is played; who drops out together shares the best.
    package let places: [Place]

    package struct Match: Encodable, Sendable {
        /// `W-1-2`: bracket, round, number.
        package let match: String
        package let first: Seat
        package let second: Seat
        package let winner: BracketPlayer?
        /// Where it is played; nothing before it is paired.
        package let round: Int?
        package let board: Int?
        package let result: Tournament.GameResult?
    }

    /// A place in a match: a bye, open and a player never look alike.
    package struct Seat: Encodable, Sendable {
        package let kind: Kind
        package let player: BracketPlayer?

        package enum Kind: String, CaseIterable, Encodable, Sendable {
            case player, bye
            case toBeDecided = "to-be-decided"
        }
    }

    package struct Place: Encodable, Sendable {
        package let place: Int
        package let player: PersonID
        package let displayName: String
    }
}

extension BracketView {
    /// Nothing in formats without a tree, and before there are two players.
    package var tree: BracketTree? {
        guard let tree = view.tree else { return nil }
        return BracketTree(
            tournament: id, mode: mode,
            matches: tree.nodes.map { node in
                BracketTree.Match(
                    match: node.match.code, first: seat(node.first),
                    second: seat(node.second), winner: node.winner.map(player),
                    round: node.board?.round, board: node.board?.board, result: node.result)
            },
            places: tree.places.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map {
                BracketTree.Place(place: $0.value, player: $0.key, displayName: names[$0.key])
            })
    }

    private func seat(_ place: TournamentTree.Place) -> BracketTree.Seat {
        switch place {
        case .open: .init(kind: .toBeDecided, player: nil)
        case .bye: .init(kind: .bye, player: nil)
        case .player(let player): .init(kind: .player, player: self.player(player))
        }
    }
}
