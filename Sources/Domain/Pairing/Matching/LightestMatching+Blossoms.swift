extension LightestMatching {
    /// Contracts the odd cycle that an edge between two outer nodes closes.
    mutating func contract(_ u: Int, _ v: Int) {
        let left = pathToRoot(outer[u])
        let right = pathToRoot(outer[v])
        var common = 0
        while common < min(left.count, right.count),
            left[left.count - 1 - common].node == right[right.count - 1 - common].node
        {
            common += 1
        }
        let top = left[left.count - common].node
        let leftSide = left.prefix(left.count - common)
        let rightSide = right.prefix(right.count - common)

        guard let blossom = freeBlossoms.popLast() else {
            preconditionFailure("there are at most half as many blossoms as vertices")
        }
        // From the top down the left side, over the new edge, up the right side.
        cycles[blossom] = [top]
        links[blossom] = []
        for step in leftSide.reversed() {
            links[blossom].append((near: step.up.far, far: step.up.near))
            cycles[blossom].append(step.node)
        }
        links[blossom].append((near: u, far: v))
        for step in rightSide {
            cycles[blossom].append(step.node)
            links[blossom].append(step.up)
        }
        bases[blossom] = bases[top]
        duals[blossom] = .zero
        parents[blossom] = -1
        wrap(blossom)
    }

    /// Puts a new blossom around its nodes; inner ones become outer with it.
    private mutating func wrap(_ blossom: Int) {
        var row = [Int32](repeating: -1, count: count)
        for child in cycles[blossom] {
            parents[child] = blossom
            let members = vertices(of: child)
            for vertex in members { outer[vertex] = blossom }
            if labels[child] == .outer, child >= count {
                merge(nearestWithin[child], into: &row)
                nearestWithin[child] = []
            } else {
                for vertex in members { merge(from: vertex, into: &row) }
            }
        }
        nearestWithin[blossom] = row
        label(blossom, .outer)
        look(from: blossom)
    }

    private func merge(_ other: [Int32], into row: inout [Int32]) {
        for v in 0..<count where other[v] >= 0 {
            if row[v] < 0 || slack(Int(other[v]), v) < slack(Int(row[v]), v) { row[v] = other[v] }
        }
    }

    private func merge(from u: Int, into row: inout [Int32]) {
        for v in 0..<count where isEdge[u * count + v] {
            if row[v] < 0 || slack(u, v) < slack(Int(row[v]), v) { row[v] = Int32(u) }
        }
    }

    /// A node on the way to the root and the edge up from it.
    private typealias Step = (node: Int, up: (near: Int, far: Int))

    private func pathToRoot(_ start: Int) -> [Step] {
        var path: [Step] = []
        var node = start
        while true {
            let base = bases[node]
            let mate = mates[base]
            guard mate >= 0, labels[outer[mate]] == .inner else {
                path.append((node, (-1, -1)))
                return path
            }
            path.append((node, (base, mate)))
            let inner = outer[mate]
            let (from, to) = reached[inner]
            path.append((inner, (to, from)))
            node = outer[from]
        }
    }

    /// Opens an inner blossom whose dual has come down to zero: its nodes join the tree along the
    /// even way from the one that was reached to the base; the others are free again.
    mutating func openInner(_ blossom: Int) {
        let (from, to) = reached[blossom]
        let cycle = cycles[blossom]
        let cycleLinks = links[blossom]
        let entry = place(of: to, in: blossom)
        dissolve(blossom)
        var place = entry
        var edge = (from: from, to: to)
        let goesBack = entry.isMultiple(of: 2)
        while true {
            label(cycle[place], .inner)
            reached[cycle[place]] = edge
            guard place != 0 else { return }
            let partner = goesBack ? place - 1 : place + 1
            makeOuter(cycle[partner])
            let next = goesBack ? partner - 1 : (partner + 1) % cycle.count
            if goesBack {
                edge = (from: cycleLinks[next].far, to: cycleLinks[next].near)
            } else {
                edge = (from: cycleLinks[partner].near, to: cycleLinks[partner].far)
            }
            place = next
        }
    }

    /// Takes a blossom away; its nodes stand by themselves.
    mutating func dissolve(_ blossom: Int) {
        for child in cycles[blossom] {
            parents[child] = -1
            labels[child] = .none
            for vertex in vertices(of: child) { outer[vertex] = child }
        }
        labels[blossom] = .none
        labelled.removeAll { $0 == blossom }
        bases[blossom] = -1
        cycles[blossom] = []
        links[blossom] = []
        nearestWithin[blossom] = []
        duals[blossom] = .zero
        freeBlossoms.append(blossom)
    }

    /// Makes a vertex the base of a node: the others are matched in pairs around the cycle.
    mutating func rebase(_ node: Int, to vertex: Int) {
        guard node >= count, bases[node] != vertex else { return }
        let place = place(of: vertex, in: node)
        let cycle = cycles[node]
        rebase(cycle[place], to: vertex)
        // The pairs on the other side of the new base stay as they are.
        let pairs =
            place.isMultiple(of: 2)
            ? stride(from: 0, to: place, by: 2) : stride(from: place + 1, to: cycle.count, by: 2)
        for pair in pairs {
            let (near, far) = links[node][pair]
            rebase(cycle[pair], to: near)
            rebase(cycle[(pair + 1) % cycle.count], to: far)
            match(near, far)
        }
        cycles[node] = Array(cycle[place...] + cycle[..<place])
        links[node] = Array(links[node][place...] + links[node][..<place])
        bases[node] = vertex
    }

    /// The place in a blossom's cycle of the node that holds a vertex.
    private func place(of vertex: Int, in blossom: Int) -> Int {
        var node = vertex
        while parents[node] != blossom { node = parents[node] }
        guard let place = cycles[blossom].firstIndex(of: node) else {
            preconditionFailure("a blossom's cycle holds its nodes")
        }
        return place
    }
}
