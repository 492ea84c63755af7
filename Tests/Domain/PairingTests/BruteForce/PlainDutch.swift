import Pairing

/// The Dutch system by brute force: of all ways to pair a round, bracket by bracket, those that are
/// best remain, and among equals the candidate that is made first.
struct PlainDutch {
    let round: PlainRound
    let byeScore: Int?
    /// From the top: the bracket, the ways that the brackets above leave, and what was chosen.
    private(set) var steps: [Step] = []
    let pairing: SwissPairing

    struct Step {
        let bracket: PlainBracket
        let ways: [PlainRound.Way]
        let chosen: PlainBracket.Part
    }

    /// - Returns: nil if no way breaks none of C1 to C3.
    init?(_ history: TournamentHistory, round number: Int) {
        let round = PlainRound(history, round: number)
        var ways = round.ways()
        byeScore = round.byeScore(of: ways)
        if let byeScore {
            ways.removeAll { $0.bye.map { round.players[$0].score } != byeScore }
        }
        guard !ways.isEmpty else { return nil }
        let places = Array(round.players.indices)
        let groups = Dictionary(grouping: places) { round.players[$0].score }
            .sorted { $0.key > $1.key }.map(\.value)
        var movedDown: [Int] = []
        for (index, group) in groups.enumerated() {
            let bracket = PlainBracket(
                round: round, movedDown: movedDown, residents: group,
                next: index + 1 < groups.count ? groups[index + 1] : [])
            let chosen = bracket.best(of: ways)
            steps.append(Step(bracket: bracket, ways: ways, chosen: chosen))
            ways.removeAll { bracket.part(of: $0) != chosen }
            movedDown = chosen.floaters
        }
        self.round = round
        pairing = SwissPairing(
            boards: steps.flatMap(\.chosen.pairs).map { round.board($0) },
            bye: movedDown.first.map { round.players[$0].number })
    }
}

extension PlainBracket {
    /// The best part, the first made among equals.
    func best(of ways: [Way]) -> Part {
        let parts = parts(of: ways).map { part, ways in
            (part: part, value: quality(of: part, ways: ways).map(\.value))
        }
        let least = parts.map(\.value).min { isBefore($0, $1) } ?? []
        let equals = parts.filter { $0.value == least }.map(\.part)
        guard equals.count > 1 else { return equals[0] }
        let above = Set(movedDown)
        let order = CandidateOrder(
            movedDown: movedDown, residents: residents, pairs: equals[0].pairs.count,
            pairsFromAbove: equals[0].pairs.count { above.contains($0.higher) })
        let first = order.first(among: Set(equals.map(\.pairs)))
        return equals.first { $0.pairs == first } ?? equals[0]
    }

    /// What gets worse first if only some parts may be chosen.
    ///
    /// - Returns: `.order` if nothing does; nil if no way has such a part.
    func firstLoss(of ways: [Way], where isForced: (Part) -> Bool) -> Decision? {
        let parts = parts(of: ways).map { part, ways in
            (part: part, quality: quality(of: part, ways: ways))
        }
        func least(_ parts: [(part: Part, quality: [(decision: Decision, value: [Int])])])
            -> [(decision: Decision, value: [Int])]?
        {
            parts.map(\.quality).min { isBefore($0.map(\.value), $1.map(\.value)) }
        }
        guard let best = least(parts), let forced = least(parts.filter { isForced($0.part) }) else {
            return nil
        }
        return zip(best, forced).first { $0.value != $1.value }?.0.decision ?? .order
    }

    private func isBefore(_ left: [[Int]], _ right: [[Int]]) -> Bool {
        for (a, b) in zip(left, right) where a != b { return a.lexicographicallyPrecedes(b) }
        return false
    }
}
