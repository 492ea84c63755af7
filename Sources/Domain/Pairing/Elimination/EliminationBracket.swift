/// A single or double elimination and its results.
///
/// Everything but the results follows from them: when one is entered or changed, the places that
/// hang on it are found anew, and a result counts only while the two it was played between are still
/// the two in the match. So a correction clears exactly what depends on it.
///
/// - Source: the elimination digest, sections 2 to 5.
package struct EliminationBracket: Hashable, Sendable {
    package enum Rejection: Error, Hashable, Sendable {
        case fewerThanTwoPlayers(Int)
        case unknownMatch(MatchID)
        case notReady(MatchID)
        case notInMatch(MatchID, player: Int)
        /// Correcting would take back what was played after it.
        case dependentResults(MatchID, [MatchID])
    }

    package let players: Int
    package let format: EliminationFormat
    private let draw: EliminationDraw
    private var results: [MatchID: Played] = [:]
    /// All matches as they stand, the second final included.
    private var known: [MatchID: Match] = [:]
    /// By round of a knockout that seeds anew: who got through it, highest seed first; nil while
    /// that is open.
    private var survivors: [Int: [Int]] = [:]

    private struct Played: Hashable {
        let first: Int
        let second: Int
        let result: MatchResult
    }

    package init(players: Int, format: EliminationFormat) throws(Rejection) {
        guard players >= 2 else { throw .fewerThanTwoPlayers(players) }
        self.players = players
        self.format = format
        draw = EliminationDraw(players: players, format: format)
        for fixture in draw.matches { _ = update(fixture) }
    }

    /// All matches there can still be, in the order of the brackets and rounds.
    ///
    /// - Complexity: O(players).
    package var matches: [Match] {
        draw.matches.compactMap { match($0.id) }
    }

    /// The matches that can be played now.
    package var ready: [Match] {
        matches.filter(\.isReady)
    }

    /// A match, if there can still be one of that name.
    package func match(_ id: MatchID) -> Match? {
        id.bracket == .final && id.round > 1 && !needsReset ? nil : known[id]
    }

    /// Enters a result.
    ///
    /// - Complexity: O(1) for the result and each match that hangs on it; O(players) where a round
    ///   is seeded anew.
    package mutating func enter(_ result: MatchResult, for id: MatchID) throws(Rejection) {
        guard let match = match(id) else { throw .unknownMatch(id) }
        guard match.isReady, let first = match.first.player, let second = match.second.player else {
            throw .notReady(id)
        }
        try check(result, match)
        results[id] = Played(first: first, second: second, result: result)
        refresh(from: id)
    }

    /// Changes a result that was entered.
    ///
    /// - Parameter takesBack: Whether results that depend on it may be cleared.
    /// - Returns: The matches whose results were cleared.
    /// - Complexity: O(players).
    @discardableResult
    package mutating func correct(
        _ id: MatchID, to result: MatchResult, takesBack: Bool
    ) throws(Rejection) -> [MatchID] {
        guard let match = match(id) else { throw .unknownMatch(id) }
        guard match.result != nil, let first = match.first.player, let second = match.second.player
        else {
            throw .notReady(id)
        }
        try check(result, match)
        let before = matches.filter { $0.result != nil }.map(\.id)
        var corrected = self
        corrected.results[id] = Played(first: first, second: second, result: result)
        corrected.refresh(from: id)
        let cleared = before.filter { corrected.match($0)?.result == nil }
        guard cleared.isEmpty || takesBack else { throw .dependentResults(id, cleared) }
        for match in cleared {
            corrected.results[match] = nil
            corrected.refresh(from: match)
        }
        self = corrected
        return cleared
    }

    private func check(_ result: MatchResult, _ match: Match) throws(Rejection) {
        if case .won(let winner) = result, !match.has(winner) {
            throw .notInMatch(match.id, player: winner)
        }
    }

    /// Finds a match and all that hangs on it anew.
    private mutating func refresh(from id: MatchID) {
        var waiting = [id]
        while let next = waiting.popLast() {
            guard let fixture = draw.fixture(next), update(fixture) else { continue }
            waiting += draw.dependents(of: next)
        }
    }

    /// - Returns: Whether anything about the match changed.
    private mutating func update(_ fixture: EliminationDraw.Fixture) -> Bool {
        let first = place(fixture.first)
        let second = place(fixture.second)
        let result = results[fixture.id].flatMap { played in
            played.first == first.player && played.second == second.player ? played.result : nil
        }
        let match = Match(id: fixture.id, first: first, second: second, result: result)
        guard known.updateValue(match, forKey: fixture.id) != match else { return false }
        if format.reseeds { findSurvivors(of: fixture.id.round) }
        return true
    }

    private func place(_ source: EliminationDraw.Source) -> MatchPlace {
        switch source {
        case .seed(let seed): seed <= players ? .player(seed) : .bye
        case .winner(let id): known[id]?.winner ?? .open
        case .loser(let id): known[id]?.loser ?? .open
        case .survivor(let round, let place):
            survivors[round].map { place <= $0.count ? .player($0[place - 1]) : .bye } ?? .open
        }
    }

    private mutating func findSurvivors(of round: Int) {
        var seeds: [Int] = []
        for number in 1...draw.upperMatches(inRound: round) {
            switch known[MatchID(.upper, round, number)]?.winner ?? .open {
            case .open:
                survivors[round] = nil
                return
            case .bye: continue
            case .player(let seed): seeds.append(seed)
            }
        }
        survivors[round] = seeds.sorted()
    }

    private var needsReset: Bool {
        guard let final = known[MatchID(.final, 1, 1)], case .won(let winner) = final.result else {
            return false
        }
        return final.second == .player(winner)
    }
}

extension Match {
    /// Who goes on.
    var winner: MatchPlace {
        switch (first, second) {
        case (.bye, let other), (let other, .bye): other
        case (.open, _), (_, .open): .open
        case (.player, .player):
            switch result {
            case .won(let winner): .player(winner)
            case .nobodyCame: .bye
            case nil: .open
            }
        }
    }

    /// Who drops out, or into the lower bracket.
    var loser: MatchPlace {
        switch (first, second) {
        case (.bye, _), (_, .bye): .bye
        case (.open, _), (_, .open): .open
        case (.player(let left), .player(let right)):
            switch result {
            case .won(let winner): .player(winner == left ? right : left)
            case .nobodyCame: .bye
            case nil: .open
            }
        }
    }
}
