extension LightestMatching {
    /// What can happen next in a search, with the change of duals that brings it about.
    private enum Event {
        case reach(from: Int, to: Int)
        case meet(from: Int, to: Int)
        case open(blossom: Int)
    }

    /// One search: grows an alternating tree from an exposed vertex until it reaches another.
    ///
    /// - Returns: Whether a vertex more is matched. If not, no perfect matching exists.
    mutating func augment(from root: Int) -> Bool {
        for node in labelled { labels[node] = .none }
        labelled = []
        for vertex in 0..<count { nearestOuter[vertex] = -1 }
        makeOuter(outer[root])
        while let (event, change) = nextEvent() {
            if change != .zero { shiftDuals(by: change) }
            switch event {
            case .reach(let from, let to):
                let node = outer[to]
                reached[node] = (from, to)
                let mate = mates[bases[node]]
                guard mate >= 0 else {
                    flipPath(endingAt: node)
                    closeSearch()
                    return true
                }
                label(node, .inner)
                makeOuter(outer[mate])
            case .meet(let from, let to):
                contract(from, to)
            case .open(let blossom):
                openInner(blossom)
            }
        }
        return false
    }

    mutating func label(_ node: Int, _ label: Label) {
        labels[node] = label
        labelled.append(node)
    }

    /// Makes a node outer and looks along all edges of its vertices.
    mutating func makeOuter(_ node: Int) {
        label(node, .outer)
        if node >= count { nearestWithin[node] = row(of: vertices(of: node)) }
        look(from: node)
    }

    /// The nearest of some vertices to each vertex.
    private func row(of vertices: [Int]) -> [Int32] {
        var row = [Int32](repeating: -1, count: count)
        for u in vertices {
            for v in 0..<count where isEdge[u * count + v] {
                if row[v] < 0 || slack(u, v) < slack(Int(row[v]), v) { row[v] = Int32(u) }
            }
        }
        return row
    }

    /// Takes note of the nearest edges out of an outer node.
    mutating func look(from node: Int) {
        nearestPeer[node] = (-1, -1)
        var leastPeer = Weight.zero
        for v in 0..<count where !isRemoved[v] && outer[v] != node {
            let u: Int
            if node < count {
                guard isEdge[node * count + v] else { continue }
                u = node
            } else {
                u = Int(nearestWithin[node][v])
                guard u >= 0 else { continue }
            }
            let slack = slack(u, v)
            if labels[outer[v]] == .outer {
                if nearestPeer[node].from < 0 || slack < leastPeer {
                    nearestPeer[node] = (u, v)
                    leastPeer = slack
                }
            } else if nearestOuter[v] < 0 || slack < self.slack(nearestOuter[v], v) {
                nearestOuter[v] = u
            }
        }
    }

    /// The event that needs the smallest change of duals; nil if none can come.
    private func nextEvent() -> (Event, Weight)? {
        var least: Weight?
        var next: Event?
        func offer(_ change: Weight, _ event: @autoclosure () -> Event) {
            if let least, least <= change { return }
            least = change
            next = event()
        }
        for v in 0..<count where nearestOuter[v] >= 0 && labels[outer[v]] == .none {
            offer(slack(nearestOuter[v], v), .reach(from: nearestOuter[v], to: v))
            if least == .zero { break }
        }
        for node in labelled {
            if least == .zero { break }
            if node < count ? outer[node] != node : parents[node] >= 0 || bases[node] < 0 {
                continue
            }
            switch labels[node] {
            case .outer where nearestPeer[node].from >= 0:
                let (from, to) = nearestPeer[node]
                offer(slack(from, to).halved, .meet(from: from, to: to))
            case .inner where node >= count:
                offer(duals[node].halved, .open(blossom: node))
            case .none, .inner, .outer:
                continue
            }
        }
        guard let next, let least else { return nil }
        return (next, least)
    }

    /// Raises the duals of outer vertices and lowers those of inner ones; blossoms the other way,
    /// twice as much.
    private mutating func shiftDuals(by change: Weight) {
        for v in 0..<count where !isRemoved[v] {
            switch labels[outer[v]] {
            case .outer: duals[v] += change
            case .inner: duals[v] -= change
            case .none: continue
            }
        }
        for node in labelled where node >= count && parents[node] < 0 && bases[node] >= 0 {
            switch labels[node] {
            case .outer: duals[node] += change.doubled
            case .inner: duals[node] -= change.doubled
            case .none: continue
            }
        }
    }

    /// Matches along the path from the root to an exposed node that was just reached.
    private mutating func flipPath(endingAt end: Int) {
        var node = end
        while true {
            let (from, to) = reached[node]
            let previous = outer[from]
            let inner = mates[bases[previous]]
            rebase(node, to: to)
            rebase(previous, to: from)
            match(from, to)
            guard inner >= 0 else { return }
            node = outer[inner]
        }
    }

    /// Ends a search: blossoms whose dual is zero are opened.
    private mutating func closeSearch() {
        var open = labelled.filter { $0 >= count && parents[$0] < 0 && bases[$0] >= 0 }
        for node in labelled { labels[node] = .none }
        labelled = []
        while let blossom = open.popLast() {
            guard duals[blossom] == .zero else { continue }
            open.append(contentsOf: cycles[blossom].filter { $0 >= count })
            dissolve(blossom)
        }
    }
}
