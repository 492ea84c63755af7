/// Finds the pairing of a bracket that is best by the criteria, and first in the order of candidates
/// among equals.
///
/// The order of candidates is walked as sets of choices: who of the moved down is paired, whom each
/// of them meets; then, among the residents left, who leaves the upper half, who enters it, and whom
/// each upper meets. For each choice the edges that stand for it are made a little lighter, and the
/// matching that is then lightest tells whether it can be had.
///
/// - Complexity: O(*n*³) for *n* members and outside vertices; mostly far less, because a choice
///   that is already made, or that no tight edge could make, needs no search.
struct BracketSolver<Weight: MatchingWeight> {
    let problem: BracketProblem
    let field: SwissField
    let costs: BracketCosts<Weight>

    init(problem: BracketProblem, field: SwissField) {
        self.problem = problem
        self.field = field
        costs = BracketCosts(problem: problem, field: field)
    }

    /// - Returns: nil if the problem has no answer, which a relaxed one may not.
    func solve() -> BracketPairing? {
        guard !problem.bracket.movedDown.isEmpty else {
            return pairResidents(problem.bracket.residents, limbo: [])
        }
        return pairMovedDown()
    }

    /// Pairs the moved down first, then the remainder.
    private func pairMovedDown() -> BracketPairing? {
        let movedDown = problem.bracket.movedDown
        let members = problem.bracket.members
        var graph = makeGraph(
            members: members, movedDown: movedDown.count, upperHalf: nil, outside: problem.outside)
        guard graph.solve() else { return nil }
        let residents = movedDown.count..<members.count
        let outside = Array(members.count..<graph.count)

        var choice = LexicographicChoice(graph: graph, preference: costs.preference)
        var isPaired: [Bool] = []
        for player in movedDown.indices {
            isPaired.append(choice.choose(player, oneOf: Array(residents), over: outside))
        }
        var pairing = BracketPairing()
        var met: Set<Int> = []
        for player in movedDown.indices where isPaired[player] {
            let opponent = choice.chooseFirst(for: player, of: Array(residents))
            pairing.pairs.append((movedDown[player], members[opponent]))
            met.insert(members[opponent])
        }
        let limbo = movedDown.indices.filter { !isPaired[$0] }.map { movedDown[$0] }
        let remainder = problem.bracket.residents.filter { !met.contains($0) }
        guard let rest = pairResidents(remainder, limbo: limbo) else { return nil }
        pairing.pairs += rest.pairs
        pairing.downfloaters = limbo + rest.downfloaters
        return pairing
    }

    /// The moved down that float on take their seats, or stand outside themselves.
    func outsideForRemainder(limbo: [Int]) -> [BracketProblem.Outside] {
        if problem.outside.first == .seat {
            return Array(problem.outside.dropLast(limbo.count))
        }
        return limbo.map { .floater($0) } + problem.outside
    }

    /// A graph of members and outside vertices, in this order.
    ///
    /// - Parameter upperHalf: How many residents are the original S1; nil while the moved down are
    ///   being paired, when exchanges do not count yet.
    func makeGraph(
        members: [Int], movedDown: Int, upperHalf: Int?, outside: [BracketProblem.Outside]
    ) -> LightestMatching<Weight> {
        let count = members.count + outside.count
        var weights = [Weight](repeating: .zero, count: count * count)
        var isEdge = [Bool](repeating: false, count: count * count)
        func join(_ u: Int, _ v: Int, _ weight: Weight) {
            weights[u * count + v] = weight
            weights[v * count + u] = weight
            isEdge[u * count + v] = true
            isEdge[v * count + u] = true
        }
        for left in members.indices {
            for right in stride(from: max(left + 1, movedDown), to: members.count, by: 1)
            where field.canMeet(members[left], members[right]) {
                var weight =
                    left < movedDown
                    ? costs.pair(movedDown: members[left], resident: members[right])
                    : costs.pair(members[left], members[right])
                if let upperHalf { weight += exchangeCost(left, right, upperHalf: upperHalf) }
                join(left, right, weight)
            }
            guard let float = costs.float(members[left], isMovedDown: left < movedDown) else {
                continue
            }
            let isLeaving = upperHalf.map { left < $0 } ?? false
            let weight = isLeaving ? float - multiple(of: costs.exchangedDifference, left) : float
            for (index, other) in outside.enumerated() {
                guard let below = weightBelow(.floater(members[left]), other) else { continue }
                join(left, members.count + index, weight + below)
            }
        }
        for left in outside.indices {
            for right in outside.indices.dropFirst(left + 1) {
                guard let weight = weightBelow(outside[left], outside[right]) else { continue }
                join(members.count + left, members.count + right, weight)
            }
        }
        return LightestMatching(count: count, weights: weights, isEdge: isEdge)
    }

    /// What a pair of residents costs in the order of exchanges: the number of players that enter
    /// S1, and the difference of the places that enter and leave it.
    private func exchangeCost(_ left: Int, _ right: Int, upperHalf: Int) -> Weight {
        if left >= upperHalf {
            return costs.exchange + multiple(of: costs.exchangedDifference, left)
        }
        return right < upperHalf ? .zero - multiple(of: costs.exchangedDifference, right) : .zero
    }

    /// What a pair below the bracket costs by C8; nil if it may not be.
    private func weightBelow(_ left: BracketProblem.Outside, _ right: BracketProblem.Outside)
        -> Weight?
    {
        switch (left, right) {
        case (.seat, .seat), (.floater, .floater): return nil
        case (.floater, .seat), (.seat, .floater): return .zero
        case (.next(let a), .next(let b)), (.rest(let a), .rest(let b)),
            (.floater(let a), .next(let b)):
            return field.canMeet(a, b) ? .zero : nil
        case (.floater(let a), .rest(let b)), (.next(let a), .rest(let b)):
            return field.canMeet(a, b) ? costs.unpairedNext(a) : nil
        case (.next, .floater), (.rest, .floater), (.rest, .next), (.seat, _), (_, .seat):
            return weightBelow(right, left)
        }
    }

    private func multiple(of weight: Weight, _ count: Int) -> Weight {
        var product = Weight.zero
        var power = weight
        var left = count
        while left > 0 {
            if left & 1 == 1 { product += power }
            power = power.doubled
            left >>= 1
        }
        return product
    }
}
