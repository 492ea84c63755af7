import Pairing

/// Rounds that have been explained, so that a page of the same round at another moment does not
/// pair it again.
final class ExplainedRounds: Sendable {
    /// One of 300 players takes some ten kilobytes, and what it rests on some more.
    static let limit = 100

    private struct Key: Hashable {
        let round: Int
        let basis: TournamentHistory
    }

    private let kept = RecentlyUsed<Key, RoundExplanation>(limit: limit)

    /// - Parameter basis: All that the round was paired from.
    /// - Throws: `NoLegalPairing` as pairing does.
    func explanation(
        ofRound round: Int, from basis: TournamentHistory
    ) throws(NoLegalPairing) -> RoundExplanation {
        let key = Key(round: round, basis: basis)
        if let known = kept[key] { return known }
        let explanation = try basis.explanation(ofRound: round)
        kept.keep(explanation, as: key)
        return explanation
    }
}
