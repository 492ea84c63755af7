/// The lightest perfect matching of a graph, by the primal-dual method with blossoms.
///
/// Vertices are 0 ..< count. Every vertex has a dual value, every blossom (an odd set of vertices
/// that has been contracted) one that is not negative; the *slack* of an edge is its weight less the
/// duals of its ends, and never negative outside a blossom. Edges of the matching have none, which
/// proves that it is lightest. The duals stay when weights are changed afterwards
/// (`LightestMatching+Changes`), so the next matching costs one search and not a new run.
///
/// Weights must be even, so that half a slack between two outer nodes is exact.
///
/// - Complexity: O(*n*²) a search, at most *n* / 2 searches; O(*n*²) memory.
/// - Source: Edmonds, Paths, trees, and flowers, 1965; Gabow, 1990, for data kept a node.
struct LightestMatching<Weight: MatchingWeight> {
    let count: Int
    /// Row by row, `count` columns; meaningless where `isEdge` is false.
    var weights: [Weight]
    var isEdge: [Bool]
    /// The partner of each vertex; -1 if exposed.
    var mates: [Int]
    /// Vertices taken out for good.
    var isRemoved: [Bool]

    // Nodes are vertices (0 ..< count) and blossoms (count ..< 2 × count).
    /// Vertex duals, then blossom duals.
    var duals: [Weight]
    /// The outermost node that holds a vertex.
    var outer: [Int]
    /// The blossom directly around a node; -1 if none.
    var parents: [Int]
    /// A blossom's nodes around its odd cycle, the one with the base first.
    var cycles: [[Int]]
    /// For each place of a cycle, the edge to the next node: its ends in this node and in that.
    var links: [[(near: Int, far: Int)]]
    /// The vertex of a node that is matched outside it, or exposed.
    var bases: [Int]
    var freeBlossoms: [Int]

    // One search.
    var labels: [Label]
    /// The edge by which an inner node was reached, from the outer node before it.
    var reached: [(from: Int, to: Int)]
    /// For each vertex that is not in an outer node: the outer vertex nearest by slack; -1 if none.
    var nearestOuter: [Int]
    /// For each outer node: the edge of least slack to another outer node; `from` is -1 if none.
    var nearestPeer: [(from: Int, to: Int)]
    /// For each outer blossom: its vertex nearest to each vertex; -1 where no edge leads.
    var nearestWithin: [[Int32]]
    var labelled: [Int]

    enum Label: UInt8 {
        case none, outer, inner
    }

    init(count: Int, weights: [Weight], isEdge: [Bool]) {
        self.count = count
        self.weights = weights
        self.isEdge = isEdge
        let nodes = 2 * count
        mates = [Int](repeating: -1, count: count)
        isRemoved = [Bool](repeating: false, count: count)
        duals = [Weight](repeating: .zero, count: nodes)
        outer = Array(0..<count)
        parents = [Int](repeating: -1, count: nodes)
        cycles = [[Int]](repeating: [], count: nodes)
        links = [[(near: Int, far: Int)]](repeating: [], count: nodes)
        bases = Array(0..<count) + [Int](repeating: -1, count: count)
        freeBlossoms = Array((count..<nodes).reversed())
        labels = [Label](repeating: .none, count: nodes)
        reached = [(from: Int, to: Int)](repeating: (-1, -1), count: nodes)
        nearestOuter = [Int](repeating: -1, count: count)
        nearestPeer = [(from: Int, to: Int)](repeating: (-1, -1), count: nodes)
        nearestWithin = [[Int32]](repeating: [], count: nodes)
        labelled = []
        startDuals()
        matchTightEdges()
    }

    /// The slack of an edge that is not inside a blossom.
    func slack(_ u: Int, _ v: Int) -> Weight {
        weights[u * count + v] - duals[u] - duals[v]
    }

    /// Matches every vertex, as lightly as possible.
    ///
    /// - Returns: Whether a perfect matching exists; if not, the matching is not to be used.
    mutating func solve() -> Bool {
        for vertex in 0..<count where mates[vertex] < 0 && !isRemoved[vertex] {
            guard augment(from: vertex) else { return false }
        }
        return true
    }

    mutating func match(_ u: Int, _ v: Int) {
        mates[u] = v
        mates[v] = u
    }

    mutating func expose(_ vertex: Int) {
        let mate = mates[vertex]
        guard mate >= 0 else { return }
        mates[mate] = -1
        mates[vertex] = -1
    }

    /// Half the lightest edge of each vertex, rounded down to an even weight, is below every slack.
    private mutating func startDuals() {
        for u in 0..<count {
            var least: Weight?
            for v in 0..<count where isEdge[u * count + v] {
                let weight = weights[u * count + v]
                if least.map({ weight < $0 }) ?? true { least = weight }
            }
            // Weights are even, so half of one is whole; the slack of an edge is at least 0 because
            // each end takes no more than half of it.
            duals[u] = (least ?? .zero).halved
        }
    }

    /// Matches greedily along edges without slack, lowest vertices first.
    private mutating func matchTightEdges() {
        for u in 0..<count where mates[u] < 0 {
            for v in (u + 1)..<max(count, u + 1)
            where mates[v] < 0 && isEdge[u * count + v] && slack(u, v) == .zero {
                match(u, v)
                break
            }
        }
    }

    /// The vertices of a node.
    func vertices(of node: Int) -> [Int] {
        node < count ? [node] : cycles[node].flatMap { vertices(of: $0) }
    }
}
