/// A single or double elimination and its results.
///
/// Everything but the results follows from them: places are found anew after each change, and a
/// result counts only while the two it was played between are still the two in the match. So a
/// correction clears exactly what depends on it.
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
    }

    /// All matches there can still be, in the order of the brackets and rounds.
    ///
    /// - Complexity: O(players); with anew seeding O(players²).
    package var matches: [Match] {
        var known: [MatchID: Match] = [:]
        for fixture in draw.matches {
            let id = fixture.id
            let sides = (place(fixture.first, known), place(fixture.second, known))
            let played = results[id].flatMap { played in
                played.first == sides.0.player && played.second == sides.1.player
                    ? played.result : nil
            }
            known[id] = Match(id: id, first: sides.0, second: sides.1, result: played)
        }
        return draw.matches.compactMap { known[$0.id] }.filter { match in
            match.id.bracket != .final || match.id.round == 1 || needsReset(known)
        }
    }

    /// The matches that can be played now.
    package var ready: [Match] {
        matches.filter(\.isReady)
    }

    /// Enters a result.
    package mutating func enter(_ result: MatchResult, for id: MatchID) throws(Rejection) {
        guard let match = matches.first(where: { $0.id == id }) else { throw .unknownMatch(id) }
        guard match.isReady, let first = match.first.player, let second = match.second.player else {
            throw .notReady(id)
        }
        try check(result, match)
        results[id] = Played(first: first, second: second, result: result)
    }

    /// Changes a result that was entered.
    ///
    /// - Parameter takesBack: Whether results that depend on it may be cleared.
    /// - Returns: The matches whose results were cleared.
    @discardableResult
    package mutating func correct(
        _ id: MatchID, to result: MatchResult, takesBack: Bool
    ) throws(Rejection) -> [MatchID] {
        let before = matches
        guard let match = before.first(where: { $0.id == id }) else { throw .unknownMatch(id) }
        guard match.result != nil, let first = match.first.player, let second = match.second.player
        else {
            throw .notReady(id)
        }
        try check(result, match)
        var corrected = self
        corrected.results[id] = Played(first: first, second: second, result: result)
        let kept = Set(corrected.matches.filter { $0.result != nil }.map(\.id))
        let cleared = before.filter { $0.result != nil && !kept.contains($0.id) }.map(\.id)
        guard cleared.isEmpty || takesBack else { throw .dependentResults(id, cleared) }
        for match in cleared { corrected.results[match] = nil }
        self = corrected
        return cleared
    }

    private func check(_ result: MatchResult, _ match: Match) throws(Rejection) {
        if case .won(let winner) = result, !match.has(winner) {
            throw .notInMatch(match.id, player: winner)
        }
    }

    private func place(_ source: EliminationDraw.Source, _ known: [MatchID: Match]) -> MatchPlace {
        switch source {
        case .seed(let seed): seed <= players ? .player(seed) : .bye
        case .winner(let id): known[id]?.winner ?? .open
        case .loser(let id): known[id]?.loser ?? .open
        case .survivor(let round, let place): survivor(place, after: round, known)
        }
    }

    /// Those who got through a round, highest seed first, and then byes.
    private func survivor(_ place: Int, after round: Int, _ known: [MatchID: Match]) -> MatchPlace {
        let winners = known.values.filter { $0.id.bracket == .upper && $0.id.round == round }.map(
            \.winner)
        guard !winners.contains(.open) else { return .open }
        let seeds = winners.compactMap(\.player).sorted()
        return place <= seeds.count ? .player(seeds[place - 1]) : .bye
    }

    private func needsReset(_ known: [MatchID: Match]) -> Bool {
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
