/// Settles one choice after the other among the lightest matchings of a graph.
struct LexicographicChoice<Weight: MatchingWeight> {
    private(set) var graph: LightestMatching<Weight>
    /// A weight below everything that the graph's own weights say.
    private let preference: Weight

    /// - Parameter graph: With its lightest perfect matching found.
    init(graph: LightestMatching<Weight>, preference: Weight) {
        self.graph = graph
        self.preference = preference
    }

    /// Matches a vertex with one of the wanted others if a lightest matching does that, and takes
    /// the edges away that would undo the choice.
    ///
    /// - Returns: Whether it could be had.
    mutating func choose(_ vertex: Int, oneOf wanted: [Int], over others: [Int]) -> Bool {
        if !wanted.contains(graph.mates[vertex]),
            wanted.contains(where: { graph.isTight(vertex, $0) })
        {
            graph.lighten(vertex, wanted.map { ($0, preference) })
            resolve()
        }
        let isHad = wanted.contains(graph.mates[vertex])
        graph.forbid(vertex, isHad ? others : wanted)
        resolve()
        return isHad
    }

    /// Matches a vertex with the first of some others that a lightest matching allows, for good.
    mutating func chooseFirst(for vertex: Int, of others: [Int]) -> Int {
        let others = others.filter { !graph.isRemoved[$0] }
        let current = others.firstIndex(of: graph.mates[vertex]) ?? others.count
        if others.prefix(current).contains(where: { graph.isTight(vertex, $0) }) {
            var bonus = Weight.zero
            var reductions: [(to: Int, by: Weight)] = []
            for other in others.prefix(current + 1).reversed() {
                bonus += preference
                reductions.append((other, bonus))
            }
            graph.lighten(vertex, reductions)
            resolve()
        }
        let mate = graph.mates[vertex]
        graph.fix(vertex, mate)
        resolve()
        return mate
    }

    /// Leaves a vertex only edges to some others.
    mutating func restrict(_ vertex: Int, to others: [Int]) {
        let allowed = Set(others)
        graph.forbid(vertex, (0..<graph.count).filter { !allowed.contains($0) })
    }

    /// - Returns: Whether a perfect matching is left.
    mutating func settle() -> Bool {
        graph.solve()
    }

    /// A lightest matching stays possible after each choice that one of them made.
    private mutating func resolve() {
        let isSolved = graph.solve()
        precondition(isSolved, "a choice that a matching made leaves a matching")
    }
}
