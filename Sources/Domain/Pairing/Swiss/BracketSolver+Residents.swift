extension BracketSolver {
    /// Pairs residents as a homogeneous bracket.
    ///
    /// - Parameter limbo: The moved down who are known to float on.
    func pairResidents(_ residents: [Int], limbo: [Int]) -> BracketPairing? {
        let upperHalf = (residents.count - problem.downfloaters + limbo.count) / 2
        let outside = outsideForRemainder(limbo: limbo)
        var graph = makeGraph(
            members: residents, movedDown: 0, upperHalf: upperHalf, outside: outside)
        guard graph.solve() else { return nil }
        let below = Array(residents.count..<graph.count)
        var isUpper = residents.indices.map { $0 < upperHalf }
        let exchanges = residents.indices.count {
            $0 >= upperHalf && graph.mates[$0] > $0 && graph.mates[$0] < residents.count
        }

        var choice = LexicographicChoice(graph: graph, preference: costs.preference)
        if exchanges > 0 {
            chooseExchange(
                exchanges, residents: residents.count, below: below, choice: &choice,
                isUpper: &isUpper)
        }
        for upper in residents.indices where isUpper[upper] {
            choice.restrict(upper, to: residents.indices.filter { $0 > upper && !isUpper[$0] })
        }
        guard choice.settle() else { return nil }

        var pairing = BracketPairing()
        for upper in residents.indices where isUpper[upper] {
            let lowers = residents.indices.filter { $0 > upper && !isUpper[$0] }
            let opponent = choice.chooseFirst(for: upper, of: lowers)
            pairing.pairs.append((residents[upper], residents[opponent]))
        }
        let paired = Set(pairing.pairs.flatMap { [$0.0, $0.1] })
        pairing.downfloaters = residents.filter { !paired.contains($0) }
        return pairing
    }

    /// Settles who leaves S1, the lowest first, and who enters it, the highest first.
    private func chooseExchange(
        _ exchanges: Int, residents: Int, below: [Int],
        choice: inout LexicographicChoice<Weight>, isUpper: inout [Bool]
    ) {
        let upperHalf = isUpper.count { $0 }
        var leaving = 0
        for player in stride(from: upperHalf - 1, through: 0, by: -1) {
            let others = Array(player + 1..<residents)
            if leaving < exchanges,
                choice.choose(player, oneOf: Array(0..<player) + below, over: others)
            {
                isUpper[player] = false
                leaving += 1
            }
        }
        var entering = 0
        for player in upperHalf..<residents {
            let others = Array(0..<player) + below
            if entering < exchanges,
                choice.choose(player, oneOf: Array(player + 1..<residents), over: others)
            {
                isUpper[player] = true
                entering += 1
            }
        }
    }
}
