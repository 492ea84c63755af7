import EventSourcing
import Pairing
import Vocabulary

/// A knockout's tree: each match with its places and what came of it.
package struct TournamentTree: Equatable, Sendable {
    package enum Place: Equatable, Sendable {
        /// To be decided.
        case open
        case bye
        case player(PersonID)
    }

    package struct Node: Equatable, Sendable {
        package let match: MatchID
        package let first: Place
        package let second: Place
        package let winner: PersonID?
        /// Where it is or was played; nothing before it is paired.
        package let board: Tournament.BoardID?
        package let result: Tournament.GameResult?
    }

    /// In the order of the brackets and rounds.
    package let nodes: [Node]
    /// Final places by player, once all is played; who drops out together shares the best.
    package let places: [PersonID: Int]

    init?(_ tournament: Tournament) {
        guard let bracket = tournament.bracket else { return nil }
        var boards: [MatchID: (id: Tournament.BoardID, board: Tournament.Board)] = [:]
        for round in tournament.rounds {
            for board in round.orderedBoards {
                guard let match = board.match else { continue }
                boards[match] = (Tournament.BoardID(round.number, board.number), board)
            }
        }
        func place(_ place: MatchPlace) -> Place {
            switch place {
            case .open: .open
            case .bye: .bye
            case .player(let seed): tournament.player(numbered: seed).map { .player($0) } ?? .open
            }
        }
        nodes = bracket.matches.map { match in
            var winner: PersonID?
            if case .won(let seed) = match.result { winner = tournament.player(numbered: seed) }
            return Node(
                match: match.id, first: place(match.first), second: place(match.second),
                winner: winner, board: boards[match.id]?.id,
                result: boards[match.id]?.board.result)
        }
        var places: [PersonID: Int] = [:]
        for (index, place) in (bracket.places ?? []).enumerated() {
            guard let player = tournament.player(numbered: index + 1) else { continue }
            places[player] = place
        }
        self.places = places
    }
}
