/// The first of all perfect matchings of a graph with two sides, in the order of candidates.
///
/// The first left vertex gets the lowest right vertex that any perfect matching gives it, then the
/// second, and so on.
///
/// - Complexity: O(*n*³ / 64) at worst; near O(*n*²) when the greedy start is nearly right.
struct OrderedAssignment {
    private let rows: [BitRow]
    /// For each left vertex its right one; -1 if it has none yet.
    private(set) var rights: [Int]
    private var lefts: [Int]
    /// Right vertices that are not settled.
    private var open: BitRow

    /// - Parameters:
    ///   - rows: For each left vertex the right ones it may have.
    ///   - all: The right vertices, as many as there are rows.
    ///   - capacity: More than the largest right vertex.
    /// - Returns: nil if there is no perfect matching.
    init?(rows: [BitRow], among all: BitRow, capacity: Int) {
        self.rows = rows
        rights = [Int](repeating: -1, count: rows.count)
        lefts = [Int](repeating: -1, count: capacity)
        open = all
        guard match(all) else { return nil }
        for left in rows.indices { settle(left) }
    }

    private mutating func match(_ all: BitRow) -> Bool {
        var free = all
        for left in rows.indices {
            if let right = rows[left].first(in: free) {
                join(left, right)
                free.remove(right)
            }
        }
        for left in rows.indices where rights[left] < 0 {
            guard let right = reroute(left, to: free, through: all) else { return false }
            free.remove(right)
        }
        return true
    }

    private mutating func join(_ left: Int, _ right: Int) {
        rights[left] = right
        lefts[right] = left
    }

    /// Gives a left vertex the lowest right one it can have, for good.
    private mutating func settle(_ left: Int) {
        let current = rights[left]
        var next = rows[left].first(in: open, from: 0)
        while let right = next, right < current {
            var goal = BitRow(capacity: lefts.count)
            goal.insert(current)
            var others = open
            others.remove(right)
            if reroute(lefts[right], to: goal, through: others) != nil {
                join(left, right)
                break
            }
            next = rows[left].first(in: open, from: right + 1)
        }
        open.remove(rights[left])
    }

    /// Finds another right vertex for a left one, along a path that ends at a goal.
    ///
    /// - Returns: The goal reached; nil if there is none, and then nothing has changed.
    private mutating func reroute(_ start: Int, to goals: BitRow, through all: BitRow) -> Int? {
        var unseen = all
        var reachedFrom: [Int: Int] = [:]
        var queue = [start]
        var head = 0
        while head < queue.count {
            let left = queue[head]
            head += 1
            if let goal = rows[left].first(in: goals), unseen.contains(goal) {
                flip(goal, from: left, back: reachedFrom, to: start)
                return goal
            }
            while let right = rows[left].first(in: unseen) {
                unseen.remove(right)
                reachedFrom[right] = left
                queue.append(lefts[right])
            }
        }
        return nil
    }

    private mutating func flip(
        _ goal: Int, from last: Int, back reachedFrom: [Int: Int], to start: Int
    ) {
        var right = goal
        var left = last
        while true {
            let previous = rights[left]
            join(left, right)
            guard left != start, let before = reachedFrom[previous] else { return }
            right = previous
            left = before
        }
    }
}
