import EventSourcing
import Tournaments
import Vocabulary

/// A round with its boards, as `GET …/rounds/{n}` shows it.
package struct BracketRound: Encodable, Sendable {
    package let round: Int
    /// 1, and one more each time it was unpaired.
    package let attempt: Int
    package let engine: Tournament.Engine
    package let seed: Int
    /// SHA-256 of everything that the pairing rests on.
    package let inputDigest: String
    package let published: Bool
    /// Whether it is for the arbiters' eyes alone, until it is published.
    package let draft: Bool
    package let startsAt: Timestamp?
    package let windowEndsAt: Timestamp?
    package let completed: Bool
    package let standingsDigest: String?
    package let boards: [Board]
    package let byes: [Bye]
    /// Who has neither a board nor a bye yet.
    package let unplaced: [BracketPlayer]
    package let warnings: [String]
    package let mode: LookBack

    package struct Board: Encodable, Sendable {
        package let board: Int
        package let white: BracketPlayer
        package let black: BracketPlayer
        /// The score bracket, or the match of a knockout, `W-1-2`.
        package let bracket: String?
        package let whiteFloat: Tournament.Floats.Float?
        package let blackFloat: Tournament.Floats.Float?
        package let result: Tournament.GameResult?
        package let source: Tournament.ResultSource?
        package let gameRef: GameReference?
        /// What one of the two has said, until it counts.
        package let reported: Tournament.GameResult?
        package let disputed: Bool
        package let corrected: Bool
        package let overridden: Bool
        package let agreedAt: Timestamp?
    }

    package struct Bye: Encodable, Sendable {
        package let player: PersonID
        package let displayName: String
        package let number: Int?
        package let kind: Tournament.ByeKind
    }
}

extension BracketView {
    /// Nothing where the round is not paired.
    package func round(_ number: Int) -> BracketRound? {
        guard let round = view.tournament.round(number) else { return nil }
        var (startsAt, windowEndsAt): (Timestamp?, Timestamp?)
        switch round.publication {
        case .starts(let time): startsAt = time
        case .windowEnds(let time): windowEndsAt = time
        case nil: break
        }
        return BracketRound(
            round: number, attempt: round.attempt, engine: round.engine, seed: round.seed,
            inputDigest: round.inputDigest, published: round.isPublished,
            draft: view.tournament.isDraft(number), startsAt: startsAt, windowEndsAt: windowEndsAt,
            completed: round.isCompleted,
            standingsDigest: round.standingsDigest, boards: round.orderedBoards.map(board),
            byes: round.byes.sorted { $0.key < $1.key }.map { player, kind in
                .init(
                    player: player, displayName: names[player],
                    number: view.tournament.number(of: player), kind: kind)
            },
            unplaced: view.tournament.unplaced(inRound: number).map(player),
            warnings: round.warnings, mode: mode)
    }

    private func board(_ board: Tournament.Board) -> BracketRound.Board {
        BracketRound.Board(
            board: board.number, white: player(board.seats.white),
            black: player(board.seats.black), bracket: board.bracket,
            whiteFloat: board.floats?.white, blackFloat: board.floats?.black,
            result: board.result, source: board.outcome?.source,
            gameRef: board.outcome?.gameRef ?? board.report?.gameRef,
            reported: board.result == nil ? board.report?.result : nil,
            disputed: board.isDisputed, corrected: !board.corrections.isEmpty,
            overridden: board.isOverridden, agreedAt: board.agreedAt)
    }
}
