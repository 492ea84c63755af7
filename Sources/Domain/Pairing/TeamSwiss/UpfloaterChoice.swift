/// Which teams from below join a scoregroup, so that it can be paired.
///
/// Seen as matchings of everybody not yet paired: in one with as few pairs between the scoregroup
/// and the teams below as possible, those below who are in such pairs are a set of upfloaters by
/// C3 and C4. The other criteria are weights of these pairs; the order of sets settles the rest.
///
/// - Complexity: O(*n*³) for *n* teams not yet paired.
/// - Source: FIDE Handbook C.04.6, articles 2.3 and 3.5.
struct UpfloaterChoice {
    private let field: TeamField
    private let residents: [Int]
    /// All below, by score and then by number.
    private let lower: [Int]
    /// The scores below, highest first.
    private let levels: [Points]
    /// The score of the following scoregroup as it was before anybody floated up; if all of it did,
    /// C6 asks for nothing.
    private let followingScore: Points?

    init(field: TeamField, residents: [Int], lower: [Int]) {
        self.field = field
        self.residents = residents
        self.lower = lower
        var levels: [Points] = []
        for index in lower where levels.last != field.contenders[index].score {
            levels.append(field.contenders[index].score)
        }
        self.levels = levels
        let top = field.contenders[residents[0]].score
        followingScore = field.contenders.map(\.score).filter { $0 < top }.max()
    }

    /// - Returns: By score and then by number; nil if not everybody can be paired.
    func upfloaters() -> [Int]? {
        if residents.count.isMultiple(of: 2), field.canPairAll(residents),
            followingGroupNeedsNobody(), field.canPairAll(lower)
        {
            return []
        }
        let fields = 3 + levels.count
        let count = residents.count + lower.count
        if TeamCosts<Int128>.fit(fields: fields, vertices: count) {
            return chosen(TeamCosts<Int128>(fields: fields, vertices: count))
        }
        if TeamCosts<Weight512>.fit(fields: fields, vertices: count) {
            return chosen(TeamCosts<Weight512>(fields: fields, vertices: count))
        }
        return chosen(TeamCosts<LongWeight>(fields: fields, vertices: count))
    }

    /// With nobody floating up, C6 is met when the next scoregroup is paired as well as its size
    /// allows; only the plain case of that is looked at here.
    private func followingGroupNeedsNobody() -> Bool {
        guard let score = followingScore else { return true }
        let following = lower.filter { field.contenders[$0].score == score }
        return field.canPairAll(following)
            && field.canPairAll(lower.filter { field.contenders[$0].score != score })
    }

    private func chosen<Weight: MatchingWeight>(_ costs: TeamCosts<Weight>) -> [Int]? {
        var graph = makeGraph(costs, looksAhead: true)
        guard graph.solve() else { return nil }
        if !followingGroupIsServed(by: graph) {
            // C6 cannot be met by any set that C4 and C5 allow, so it does not choose among them.
            graph = makeGraph(costs, looksAhead: false)
            guard graph.solve() else { return nil }
        }
        var choice = LexicographicChoice(graph: graph, preference: costs.preference)
        let own = Array(residents.indices)
        let others = Array(residents.count..<graph.count)
        return lower.indices.filter { place in
            let vertex = residents.count + place
            return choice.choose(vertex, oneOf: own, over: others.filter { $0 != vertex })
        }.map { lower[$0] }
    }

    private func makeGraph<Weight: MatchingWeight>(
        _ costs: TeamCosts<Weight>, looksAhead: Bool
    ) -> LightestMatching<Weight> {
        let members = residents + lower
        let count = members.count
        var weights = [Weight](repeating: .zero, count: count * count)
        var isEdge = [Bool](repeating: false, count: count * count)
        for left in members.indices {
            for right in members.indices.dropFirst(left + 1)
            where field.mayMeet[members[left]].contains(members[right]) {
                let weight = weight(members[left], members[right], costs, looksAhead: looksAhead)
                for place in [left * count + right, right * count + left] {
                    weights[place] = weight
                    isEdge[place] = true
                }
            }
        }
        return LightestMatching(count: count, weights: weights, isEdge: isEdge)
    }

    /// Fields: C4; for C5 each score below, the lowest first; C6; C7.
    private func weight<Weight: MatchingWeight>(
        _ upper: Int, _ other: Int, _ costs: TeamCosts<Weight>, looksAhead: Bool
    ) -> Weight {
        let top = field.contenders[residents[0]].score
        let upperScore = field.contenders[upper].score
        let otherScore = field.contenders[other].score
        let last = costs.units.count - 1
        guard upperScore != otherScore else { return .zero }
        if upperScore == top {
            let level = levels.firstIndex(of: otherScore) ?? 0
            let isAgain = !field.isOneOfLastTwoRounds && field.contenders[other].floated
            return costs.units[0] + costs.units[last - 2 - level]
                + (isAgain ? costs.units[last] : .zero)
        }
        return looksAhead && upperScore == followingScore ? costs.units[last - 1] : .zero
    }

    /// C6: whether what is left of the next scoregroup takes no more from below than its number
    /// being odd asks for.
    private func followingGroupIsServed<Weight: MatchingWeight>(
        by graph: LightestMatching<Weight>
    ) -> Bool {
        guard let score = followingScore else { return true }
        let members = residents + lower
        var left = 0
        var taking = 0
        for (vertex, member) in members.enumerated() where field.contenders[member].score == score {
            let mate = members[graph.mates[vertex]]
            guard !residents.contains(mate) else { continue }
            left += 1
            if field.contenders[mate].score != score { taking += 1 }
        }
        return taking <= left % 2
    }
}
