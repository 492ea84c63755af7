/// A matching with as many edges as possible, by augmenting paths with blossoms.
///
/// Answers whether a whole field, or the rest of it, can be paired at all. A greedy start matches
/// nearly everybody in a normal field; a search repairs what is left.
///
/// - Complexity: O(*n* × *n* / 64) for the greedy start, O(*n*²) for each search after it.
/// - Source: Edmonds, Paths, trees, and flowers, 1965.
struct LargestMatching {
    private let neighbours: [BitRow]
    private let vertices: [Int]
    /// The partner of each vertex; -1 if it has none.
    private(set) var mates: [Int]
    private var free: BitRow

    /// - Parameters:
    ///   - neighbours: For each vertex the set of those it may be matched with; symmetric.
    ///   - vertices: Those that take part. The greedy start goes through them in this order.
    init(neighbours: [BitRow], among vertices: [Int]) {
        self.neighbours = neighbours
        self.vertices = vertices
        mates = [Int](repeating: -1, count: neighbours.count)
        free = BitRow(capacity: neighbours.count)
        for vertex in vertices { free.insert(vertex) }
        matchGreedily()
        searchAll()
    }

    /// The number of edges.
    var size: Int { vertices.count { mates[$0] >= 0 } / 2 }

    var isPerfect: Bool { vertices.allSatisfy { mates[$0] >= 0 } }

    private mutating func matchGreedily() {
        for vertex in vertices where mates[vertex] < 0 {
            guard let other = neighbours[vertex].first(in: free) else { continue }
            free.remove(vertex)
            free.remove(other)
            mates[vertex] = other
            mates[other] = vertex
        }
    }

    private mutating func searchAll() {
        for vertex in vertices where mates[vertex] < 0 {
            var search = AugmentingSearch(neighbours: neighbours, vertices: vertices, mates: mates)
            guard let end = search.run(from: vertex) else { continue }
            flip(search.previous, endingAt: end)
        }
    }

    private mutating func flip(_ previous: [Int], endingAt end: Int) {
        var vertex = end
        while vertex >= 0 {
            let before = previous[vertex]
            let next = mates[before]
            mates[vertex] = before
            mates[before] = vertex
            vertex = next
        }
    }
}

/// One breadth-first search for an augmenting path.
private struct AugmentingSearch {
    let neighbours: [BitRow]
    let vertices: [Int]
    let mates: [Int]
    /// For each vertex at an odd distance the vertex before it on the path; -1 if not reached.
    var previous: [Int]
    private var bases: [Int]
    private let participants: BitRow
    private var isEven: [Bool]
    private var queue: [Int] = []

    init(neighbours: [BitRow], vertices: [Int], mates: [Int]) {
        self.neighbours = neighbours
        self.vertices = vertices
        self.mates = mates
        var participants = BitRow(capacity: mates.count)
        for vertex in vertices { participants.insert(vertex) }
        self.participants = participants
        previous = [Int](repeating: -1, count: mates.count)
        bases = Array(mates.indices)
        isEven = [Bool](repeating: false, count: mates.count)
    }

    /// - Returns: The exposed vertex at the far end of a path.
    mutating func run(from root: Int) -> Int? {
        isEven[root] = true
        queue = [root]
        var head = 0
        while head < queue.count {
            let vertex = queue[head]
            head += 1
            var next = neighbours[vertex].first(in: participants, from: 0)
            while let other = next {
                next = neighbours[vertex].first(in: participants, from: other + 1)
                if bases[vertex] == bases[other] || mates[vertex] == other { continue }
                if other == root || mates[other] >= 0 && previous[mates[other]] >= 0 {
                    contract(vertex, other)
                } else if previous[other] < 0 {
                    previous[other] = vertex
                    guard mates[other] >= 0 else { return other }
                    isEven[mates[other]] = true
                    queue.append(mates[other])
                }
            }
        }
        return nil
    }

    private mutating func contract(_ vertex: Int, _ other: Int) {
        let top = commonBase(vertex, other)
        var inside = [Bool](repeating: false, count: mates.count)
        markPath(from: vertex, to: top, child: other, inside: &inside)
        markPath(from: other, to: top, child: vertex, inside: &inside)
        for index in vertices where inside[bases[index]] {
            bases[index] = top
            if !isEven[index] {
                isEven[index] = true
                queue.append(index)
            }
        }
    }

    private func commonBase(_ left: Int, _ right: Int) -> Int {
        var seen = [Bool](repeating: false, count: mates.count)
        var vertex = left
        while true {
            vertex = bases[vertex]
            seen[vertex] = true
            guard mates[vertex] >= 0, previous[mates[vertex]] >= 0 else { break }
            vertex = previous[mates[vertex]]
        }
        vertex = right
        while true {
            vertex = bases[vertex]
            if seen[vertex] { return vertex }
            vertex = previous[mates[vertex]]
        }
    }

    private mutating func markPath(from start: Int, to top: Int, child: Int, inside: inout [Bool]) {
        var vertex = start
        var child = child
        while bases[vertex] != top {
            inside[bases[vertex]] = true
            inside[bases[mates[vertex]]] = true
            previous[vertex] = child
            child = mates[vertex]
            vertex = previous[mates[vertex]]
        }
    }
}
