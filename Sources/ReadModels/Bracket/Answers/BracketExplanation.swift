import EventSourcing
import Pairing
import Tournaments
import Vocabulary

/// Why a round's boards are as they are, as `GET …/rounds/{n}/explanation` shows it.
package struct BracketExplanation: Encodable, Sendable {
    package let round: Int
    package let engine: Tournament.Engine
    package let boards: [Board]
    /// Who floated and who has the bye, a sentence each; by pairing number.
    package let floats: [String]

    package struct Board: Encodable, Sendable {
        package let round: Int
        package let board: Int
        package let white: BracketPlayer
        package let black: BracketPlayer
        /// A criterion's number such as `C9`, `natural`, `berger`, `bracket`, `arbiter`, `import`.
        package let code: String
        /// In English, by pairing number.
        package let inWords: String
    }
}

extension BracketView {
    /// Nothing where the round is not paired.
    ///
    /// - Complexity: In a Swiss, that of pairing the round again, but for `ExplainedRounds`.
    package func explanation(ofRound number: Int) -> BracketExplanation? {
        guard let round = view.tournament.round(number) else { return nil }
        let (words, floats) = words(ofRound: number)
        let codes = Dictionary(round.explanations.map { ($0.board, $0.code) }) { first, _ in first }
        return BracketExplanation(
            round: number, engine: round.engine,
            boards: round.orderedBoards.map { board in
                let seats = [board.seats.white, board.seats.black].compactMap {
                    view.tournament.number(of: $0)
                }
                let reason = reason(for: board, in: round, codes[board.number], words[seats])
                return .init(
                    round: number, board: board.number, white: player(board.seats.white),
                    black: player(board.seats.black), code: reason.code, inWords: reason.words)
            }, floats: floats)
    }

    /// By the two numbers of a board, and those who float.
    private func words(ofRound number: Int) -> ([[Int]: String], [String]) {
        do {
            guard let basis = view.basis(ofRound: number) else { return ([:], []) }
            let explained = try explanations.explanation(ofRound: number, from: basis)
            let pairs = explained.boards.map { [$0.board.white, $0.board.black] }
            let lines = explained.lines
            return (
                Dictionary(zip(pairs, lines)) { first, _ in first },
                Array(lines.dropFirst(pairs.count))
            )
        } catch {
            // The arbiter's boards stand where the rules have none.
            return ([:], [])
        }
    }

    private func reason(
        for board: Tournament.Board, in round: Tournament.Round, _ code: String?, _ words: String?
    ) -> (code: String, words: String) {
        if board.isOverridden { return ("arbiter", "the arbiter has seated these two") }
        if let words { return (code ?? "engine", words) }
        if let match = board.bracket, view.settings?.format.isKnockout == true {
            return ("bracket", "match \(match) of the tree")
        }
        if view.settings?.format.isRoundRobin == true, round.engine.isOurs {
            return ("berger", "round \(round.number) of the Berger table")
        }
        guard round.engine.isOurs else {
            return (round.engine.name, "paired elsewhere: by \(round.engine.name)")
        }
        return (code ?? "engine", "by \(round.engine.rules)")
    }
}
