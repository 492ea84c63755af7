/// A ranking by points and tie-breaks.
package struct Standings: Hashable, Sendable {
    package struct Line: Hashable, Sendable {
        package let number: Int
        /// Those whom the list leaves tied share the best rank.
        package let rank: Int
        /// In the order of the list; nil where a tie-break is not defined.
        package let values: [TieBreakValue?]
    }

    /// Best first; tied participants by number.
    package let lines: [Line]

    /// - Parameters:
    ///   - list: The tie-breaks in the order they apply.
    ///   - rounds: How many rounds count; all that were played if not given.
    /// - Complexity: O(participants × rounds × list), and as much for each opponent where a tie-break
    ///   looks at the opponents' own tie-breaks.
    package init(of history: TournamentHistory, by list: [TieBreak], afterRound rounds: Int? = nil)
    {
        let sheet = ScoreSheet(history: history, rounds: rounds ?? history.playedRounds)
        let calculator = TieBreakCalculator(sheet: sheet, history: history)
        self.init(numbers: history.entrants.map(\.number), by: list, from: calculator)
    }

    /// Ranks teams; `:MP` and `:GP` say on which score a tie-break is taken.
    package init(of history: TeamHistory, by list: [TieBreak], afterRound rounds: Int? = nil) {
        let sheets = TeamScoreSheets(history: history, rounds: rounds ?? history.pairedRounds)
        let calculator = TeamTieBreakCalculator(sheets: sheets)
        self.init(numbers: history.teams.map(\.number), by: list, from: calculator)
    }

    private init(numbers: [Int], by list: [TieBreak], from source: some TieBreakSource) {
        var ranking = Ranking(groups: [Array(numbers.indices)], values: [:])
        for (place, tieBreak) in list.enumerated() {
            ranking.refine(by: tieBreak, at: place, source: source)
        }
        var lines: [Line] = []
        for group in ranking.groups {
            let rank = lines.count + 1
            for entrant in group.sorted() {
                let values = list.indices.map { ranking.values[$0]?[entrant] }
                lines.append(Line(number: numbers[entrant], rank: rank, values: values))
            }
        }
        self.lines = lines
    }
}

/// Groups of tied participants while a list is gone through.
private struct Ranking {
    /// Best first.
    var groups: [[Int]]
    /// By place in the list, then by entrant.
    var values: [Int: [Int: TieBreakValue]]

    mutating func refine(by tieBreak: TieBreak, at place: Int, source: some TieBreakSource) {
        guard !tieBreak.name.ranksGroups else {
            refineGroups(by: tieBreak, at: place, source: source)
            return
        }
        var values: [Int: TieBreakValue] = [:]
        for entrant in groups.joined() {
            values[entrant] = source.value(of: tieBreak, for: entrant)
        }
        self.values[place] = values
        groups = groups.flatMap { group in
            Dictionary(grouping: group) { values[$0] }
                .sorted { isBetter($0.key, $1.key, tieBreak: tieBreak) }
                .map(\.value)
        }
    }

    /// The value is the place inside the tied group.
    private mutating func refineGroups(
        by tieBreak: TieBreak, at place: Int, source: some TieBreakSource
    ) {
        var values: [Int: TieBreakValue] = [:]
        groups = groups.flatMap { group in
            let ranked = group.count > 1 ? source.ranked(group, by: tieBreak) : [group]
            var position = 1
            for subgroup in ranked {
                if group.count > 1 {
                    for entrant in subgroup { values[entrant] = TieBreakValue(position) }
                }
                position += subgroup.count
            }
            return ranked
        }
        self.values[place] = values
    }

    /// Whoever has no value comes after everybody who has one.
    private func isBetter(_ left: TieBreakValue?, _ right: TieBreakValue?, tieBreak: TieBreak)
        -> Bool
    {
        guard let left else { return false }
        guard let right else { return true }
        return tieBreak.prefersSmaller ? left < right : left > right
    }
}
