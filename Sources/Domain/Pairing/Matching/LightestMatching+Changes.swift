extension LightestMatching {
    /// Frees a vertex from all blossoms around it; the duals of their vertices take over.
    ///
    /// Whoever was matched across the border of such a blossom may be exposed afterwards.
    mutating func release(_ vertex: Int) {
        while outer[vertex] != vertex {
            let blossom = outer[vertex]
            if duals[blossom] != .zero {
                let share = duals[blossom].halved
                for member in vertices(of: blossom) { duals[member] -= share }
                expose(bases[blossom])
            }
            dissolve(blossom)
        }
    }

    /// Makes some edges of a vertex lighter, by even amounts.
    ///
    /// - Parameter reductions: The other end and the amount.
    /// - Returns: Whether the matching is still the lightest; if not, `solve()` finds the next.
    mutating func lighten(_ vertex: Int, _ reductions: [(to: Int, by: Weight)]) {
        release(vertex)
        for (other, amount) in reductions {
            weights[vertex * count + other] -= amount
            weights[other * count + vertex] -= amount
        }
        settle(vertex)
    }

    /// Lowers the dual of a free vertex until no edge has a negative slack; keeps its mate if their
    /// edge is still tight.
    private mutating func settle(_ vertex: Int) {
        var excess = Weight.zero
        var other = -1
        for v in 0..<count where isEdge[vertex * count + v] && !isRemoved[v] {
            let slack = slack(vertex, v)
            if slack < excess {
                excess = slack
                other = v
            }
        }
        guard other >= 0 else { return }
        duals[vertex] += excess
        let mate = mates[vertex]
        if mate >= 0, slack(vertex, mate) != .zero { expose(vertex) }
    }

    /// Forbids edges of a free vertex that are not in the matching.
    mutating func forbid(_ vertex: Int, _ others: [Int]) {
        release(vertex)
        for other in others {
            isEdge[vertex * count + other] = false
            isEdge[other * count + vertex] = false
        }
    }

    /// Keeps a pair for good: its vertices leave the graph.
    mutating func fix(_ u: Int, _ v: Int) {
        release(u)
        release(v)
        expose(u)
        expose(v)
        isRemoved[u] = true
        isRemoved[v] = true
        match(u, v)
    }

    /// Whether an edge can be in a lightest matching: it needs to have no slack, the duals of
    /// blossoms around both ends counted.
    func isTight(_ u: Int, _ v: Int) -> Bool {
        guard isEdge[u * count + v] else { return false }
        var slack = slack(u, v)
        guard outer[u] == outer[v] else { return slack == .zero }
        var around: Set<Int> = []
        var node = parents[u]
        while node >= 0 {
            around.insert(node)
            node = parents[node]
        }
        node = parents[v]
        while node >= 0 {
            if around.contains(node) { slack += duals[node] }
            node = parents[node]
        }
        return slack == .zero
    }
}
