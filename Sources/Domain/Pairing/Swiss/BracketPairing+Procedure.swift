extension BracketPairing {
    /// Pairs a bracket.
    ///
    /// First as if nothing below it mattered: if the best such pairing leaves the field below as well
    /// off as any could, it is the best of all. Only otherwise everybody below is brought in.
    init(_ bracket: Bracket, field: SwissField) {
        if let pairing = BracketPairing(relaxed: bracket, field: field) {
            self = pairing
        } else {
            self.init(complete: bracket, field: field)
        }
    }

    private init?(relaxed bracket: Bracket, field: SwissField) {
        let downfloaters = bracket.fewestDownfloaters(in: field)
        let problem = BracketProblem(relaxed: bracket, downfloaters: downfloaters, field: field)
        let atBounds = TightBracket(problem: problem, field: field)?.pairing()
        guard let pairing = atBounds ?? problem.solve(in: field),
            bracket.isWellOff(below: pairing.downfloaters, problem: problem, field: field)
        else { return nil }
        self = pairing
        isSettledAlone = true
    }

    private init(complete bracket: Bracket, field: SwissField) {
        let downfloaters = bracket.fewestDownfloatersWithAllBelow(in: field)
        let problem = BracketProblem(complete: bracket, downfloaters: downfloaters, field: field)
        guard let pairing = problem.solve(in: field) else {
            preconditionFailure(
                "a field that was proved to be pairable has a pairing for each bracket")
        }
        self = pairing
    }
}

extension BracketProblem {
    /// Solves the problem with the narrowest weights that hold its criteria.
    func solve(in field: SwissField) -> BracketPairing? {
        if layout.fits(Int.self) { return BracketSolver<Int>(problem: self, field: field).solve() }
        if layout.fits(Int128.self) {
            return BracketSolver<Int128>(problem: self, field: field).solve()
        }
        if layout.fits(Weight512.self) {
            return BracketSolver<Weight512>(problem: self, field: field).solve()
        }
        return BracketSolver<LongWeight>(problem: self, field: field).solve()
    }
}

extension Bracket {
    /// The fewest downfloaters if nothing below mattered.
    func fewestDownfloaters(in field: SwissField) -> Int {
        var neighbours = field.mayMeet
        var moved = BitRow(capacity: neighbours.count)
        for player in movedDown { moved.insert(player) }
        // Two who were moved down together do not meet: the bracket above would have paired them.
        for player in movedDown { neighbours[player].subtract(moved) }
        let matching = LargestMatching(neighbours: neighbours, among: members)
        return members.count - 2 * matching.size
    }

    /// The fewest downfloaters (C6) such that everybody below can be paired (C4, C5).
    func fewestDownfloatersWithAllBelow(in field: SwissField) -> Int {
        let vertices = members + next + rest
        let inside = members.count
        let count = vertices.count
        var weights = [Int](repeating: 0, count: count * count)
        var isEdge = [Bool](repeating: false, count: count * count)
        for left in vertices.indices {
            for right in vertices.indices where field.canMeet(vertices[left], vertices[right]) {
                if left < movedDown.count, right < movedDown.count { continue }
                isEdge[left * count + right] = true
                weights[left * count + right] = (left < inside) == (right < inside) ? 0 : 2
            }
        }
        var matching = LightestMatching(count: count, weights: weights, isEdge: isEdge)
        let isSolved = matching.solve()
        precondition(isSolved, "the field below a bracket stays pairable")
        return (0..<inside).count { matching.mates[$0] >= inside }
    }

    /// Whether everybody below can be paired after these float (C4), and the next bracket makes as
    /// many pairs, of as high scores, as any floaters could let it make (C8).
    func isWellOff(below floaters: [Int], problem: BracketProblem, field: SwissField) -> Bool {
        if floaters.isEmpty || problem.isByeSettledHere {
            return field.canPairAll(floaters + next + rest)
        }
        var neighbours = field.mayMeet
        var moved = BitRow(capacity: neighbours.count)
        for player in floaters { moved.insert(player) }
        for player in floaters { neighbours[player].subtract(moved) }
        let pool = floaters + next
        if pool.count.isMultiple(of: 2) {
            return LargestMatching(neighbours: neighbours, among: pool).isPerfect
                && field.canPairAll(rest)
        }
        // One of the residents has to float on. Who it is does not matter here.
        return next.reversed().prefix(Self.triedFloaters).contains { floater in
            field.canPairAll([floater] + rest)
                && LargestMatching(neighbours: neighbours, among: pool.filter { $0 != floater })
                    .isPerfect
        }
    }

    /// How many residents of the next bracket are tried as its floater.
    private static var triedFloaters: Int { 16 }
}
