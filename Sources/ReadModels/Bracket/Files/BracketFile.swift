import Tournaments

/// Everything about a tournament in one document: `GET /v1/tournaments/{id}.json`.
package struct BracketFile: Encodable, Sendable {
    package let summary: BracketSummary
    package let rounds: [BracketRound]
    /// After each round, the first one first.
    package let standings: [BracketStandings]
    package let crosstable: BracketCrosstable
    /// Nothing in formats without a tree.
    package let bracket: BracketTree?
    package let corrections: [BracketCorrection]
}

extension BracketView {
    /// Nothing before it is scheduled.
    package var file: BracketFile? {
        guard let summary else { return nil }
        return BracketFile(
            summary: summary, rounds: view.rounds.compactMap { round($0.number) },
            standings: view.rounds.compactMap { standings(afterRound: $0.number) },
            crosstable: crosstable, bracket: tree, corrections: corrections)
    }
}
