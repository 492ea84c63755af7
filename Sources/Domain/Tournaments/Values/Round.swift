import EventSourcing
import HashTreeCollections
import Pairing
import Vocabulary

extension Tournament {
    /// A round that is paired, with what has become of it.
    package struct Round: Equatable, Sendable {
        package let number: Int
        /// 1, and one more each time it was unpaired.
        package let attempt: Int
        package let engine: Engine
        package let seed: Int
        package let inputDigest: String
        package var boards: TreeDictionary<Int, Board> = [:]
        /// Everybody who sits out, and with what.
        package var byes: TreeDictionary<PersonID, ByeKind> = [:]
        package var publication: Publication?
        /// Of the standings at its completion; nothing while it runs.
        package var standingsDigest: String?
        /// Why each board is as it is, as a code.
        package let explanations: [BoardExplanation]
        package let warnings: [String]

        package var isPublished: Bool { publication != nil }
        package var isCompleted: Bool { standingsDigest != nil }

        /// Boards in their order.
        package var orderedBoards: [Board] { boards.values.sorted { $0.number < $1.number } }
        package var openBoards: [Board] { orderedBoards.filter { $0.result == nil } }

        /// - Complexity: O(boards).
        package func board(of player: PersonID) -> Board? {
            boards.values.first { $0.seats.has(player) }
        }

        /// A time on the clock, or the end of the window in which players choose one.
        package enum Publication: Equatable, Sendable {
            case starts(Timestamp?)
            case windowEnds(Timestamp)
        }
    }

    /// One game.
    package struct Board: Equatable, Sendable {
        package let number: Int
        package var seats: Seats
        /// The score bracket, or the match of a knockout, `W-1-2`.
        package var bracket: String?
        package var floats: Floats?
        /// A forfeit from a report that names no colours.
        package var isColourless = false
        /// From a report that says that the game is not rated.
        package var isUnrated = false
        package var isOverridden = false
        package var outcome: Recorded?
        package var report: Report?
        /// Until a result is recorded, whatever the players say.
        package var isDisputed = false
        package var corrections: [Correction] = []
        package var proposals: [PersonID: [Timestamp]] = [:]
        package var agreedAt: Timestamp?

        package var result: GameResult? { outcome?.result }

        /// The result that pairings of a round rest on: corrections count from their round on.
        package func result(forPairing round: Int) -> GameResult? {
            guard let result else { return nil }
            guard let first = corrections.first else { return result }
            return corrections.last { $0.appliesFromRound <= round }?.to ?? first.from
        }

        package struct Recorded: Equatable, Sendable {
            package var result: GameResult
            package var source: ResultSource
            package var gameRef: GameReference?
            /// The version of the event, by which the decision is found again.
            var version: Int
        }

        /// What one player said.
        package struct Report: Equatable, Sendable {
            package let result: GameResult
            package let by: PersonID
            package let gameRef: GameReference?
            /// When the clock confirms it.
            package let countsFrom: Timestamp?
            /// Whether the other one has said that it is not so.
            package var isDisputed = false
        }

        package struct Correction: Equatable, Sendable {
            package let from: GameResult
            package let to: GameResult
            package let appliesFromRound: Int
            package let reasonCode: ReasonCode
            let version: Int
        }
    }

    /// Who met somebody of another score.
    package struct Floats: Codable, Equatable, Sendable {
        package enum Float: String, Codable, Sendable { case up, down }

        package var white: Float?
        package var black: Float?
    }

    package struct BoardExplanation: Codable, Equatable, Sendable {
        package let board: Int
        package let code: String

        package init(board: Int, code: String) {
            self.board = board
            self.code = code
        }
    }
}
