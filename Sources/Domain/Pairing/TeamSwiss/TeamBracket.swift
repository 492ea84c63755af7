/// Pairs a scoregroup with the upfloaters it was given.
///
/// In each pair the smaller number is the top member. Of the pairings that break C8, C9 and C10
/// least, the one is taken whose top members, and then their partners, come first.
///
/// - Complexity: O(*n*³) for *n* teams.
/// - Source: FIDE Handbook C.04.6, article 3.6.
struct TeamBracket {
    private let field: TeamField
    private let score: Points
    /// Ascending by number.
    private let members: [Int]

    private static let criteria = 3

    /// - Parameter residents: Not empty.
    init(field: TeamField, residents: [Int], upfloaters: [Int]) {
        self.field = field
        score = field.contenders[residents[0]].score
        members = (residents + upfloaters).sorted {
            field.contenders[$0].place < field.contenders[$1].place
        }
    }

    /// - Returns: The top member of each pair first; nil if not everybody can be paired.
    func pairs() -> [(Int, Int)]? {
        TeamCosts<Int>.fit(fields: Self.criteria, vertices: members.count)
            ? chosen(TeamCosts<Int>(fields: Self.criteria, vertices: members.count))
            : chosen(TeamCosts<Int128>(fields: Self.criteria, vertices: members.count))
    }

    private func chosen<Weight: MatchingWeight>(_ costs: TeamCosts<Weight>) -> [(Int, Int)]? {
        let count = members.count
        var graph = makeGraph(costs)
        guard graph.solve() else { return nil }
        var choice = LexicographicChoice(graph: graph, preference: costs.preference)
        let tops = members.indices.filter { place in
            choice.choose(place, oneOf: Array((place + 1)..<count), over: Array(0..<place))
        }
        return tops.map { place in
            let partner = choice.chooseFirst(for: place, of: Array((place + 1)..<count))
            return (members[place], members[partner])
        }
    }

    private func makeGraph<Weight: MatchingWeight>(
        _ costs: TeamCosts<Weight>
    ) -> LightestMatching<Weight> {
        let count = members.count
        var weights = [Weight](repeating: .zero, count: count * count)
        var isEdge = [Bool](repeating: false, count: count * count)
        for left in members.indices {
            for right in members.indices
            where left != right && field.mayMeet[members[left]].contains(members[right]) {
                weights[left * count + right] = weight(members[left], members[right], costs)
                isEdge[left * count + right] = true
            }
        }
        return LightestMatching(count: count, weights: weights, isEdge: isEdge)
    }

    private func weight<Weight: MatchingWeight>(
        _ left: Int, _ right: Int, _ costs: TeamCosts<Weight>
    ) -> Weight {
        let first = field.contenders[left]
        let second = field.contenders[right]
        var weight = Weight.zero
        if let colour = first.preference.colour, colour == second.preference.colour {
            weight += costs.units[0]
            let bothAreStrong = first.preference.isStrong && second.preference.isStrong
            if field.colourModel == .typeB, bothAreStrong { weight += costs.units[1] }
        }
        if !field.isOneOfLastTwoRounds {
            for (team, opponent) in [(first, second), (second, first)]
            where team.score < score && opponent.floated {
                weight += costs.units[2]
            }
        }
        return weight
    }
}
