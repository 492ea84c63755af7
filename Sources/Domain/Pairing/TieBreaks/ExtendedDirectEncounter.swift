/// Ranks a group of tied teams by the matches among themselves: on the primary score, then on the
/// other; between two teams the boards of their match may follow.
///
/// - Source: FIDE Handbook C.07, extended direct encounter.
struct ExtendedDirectEncounter {
    enum BoardRule {
        case count, topBoards, bottomBoards
    }

    let sheets: TeamScoreSheets
    let boardRules: [BoardRule]

    /// The group in subgroups, best first.
    func ranked(_ group: [Int]) -> [[Int]] {
        guard group.count > 1 else { return [group] }
        for score in [sheets.primaryScore, sheets.primaryScore.other] {
            let subgroups = DirectEncounter(sheet: sheets.sheet(score)).ranked(group)
            if subgroups.count > 1 { return subgroups.flatMap(ranked) }
        }
        guard group.count == 2 else { return [group] }
        for rule in boardRules {
            let left = key(rule, of: group[0], against: group[1])
            let right = key(rule, of: group[1], against: group[0])
            if right.lexicographicallyPrecedes(left) { return [[group[0]], [group[1]]] }
            if left.lexicographicallyPrecedes(right) { return [[group[1]], [group[0]]] }
        }
        return [group]
    }

    /// What a rule says of one of two teams; more is better.
    private func key(_ rule: BoardRule, of team: Int, against other: Int) -> [Points] {
        let sheet = sheets.byMatch
        // As for the match itself: one that was given up counts in a round robin only.
        let matches = sheets.boardPoints[team].indices.filter { round in
            let opponent =
                sheet.isRoundRobin
                ? sheet.opponent(team, round: round) : sheet.playedOpponent(team, round: round)
            return opponent == other
        }
        let totals = matches.map { sheets.boardPoints[team][$0] }.totals(boards: sheets.boards)
        switch rule {
        case .count:
            return [.zero - totals.enumerated().reduce(.zero) { $0 + ($1.offset + 1) * $1.element }]
        case .topBoards: return totals
        case .bottomBoards: return TeamTieBreakCalculator.withoutBottom(totals)
        }
    }
}

extension TieBreak.Name {
    /// What decides between two teams that all else leaves tied.
    var boardRules: [ExtendedDirectEncounter.BoardRule] {
        switch self {
        case .extendedDirectEncounterCountTop: [.count, .topBoards]
        case .extendedDirectEncounterCountBottom: [.count, .bottomBoards]
        case .extendedDirectEncounterTop: [.topBoards]
        case .extendedDirectEncounterBottom: [.bottomBoards]
        default: []
        }
    }
}
