/// The candidates of a bracket in the order in which the Handbook makes them, one by one.
///
/// - Source: FIDE Handbook C.04.3, alterations of S1 and S2; section 6 of the digest.
struct CandidateOrder {
    typealias Pair = PlainRound.Pair

    let movedDown: [Int]
    let residents: [Int]
    /// How many pairs, and how many of them hold somebody moved down.
    let pairs: Int
    let pairsFromAbove: Int

    /// The first candidate whose pairs are among some sets of pairs.
    func first(among wanted: Set<Set<Pair>>) -> Set<Pair>? {
        for upper in combinations(movedDown, pairsFromAbove) {
            for lower in arrangements(residents, pairsFromAbove) {
                let fromAbove = zip(upper, lower).map { pair($0, $1) }
                let remainder = residents.filter { !lower.contains($0) }
                if let found = first(among: wanted, with: fromAbove, remainder: remainder) {
                    return found
                }
            }
        }
        return nil
    }

    private func first(among wanted: Set<Set<Pair>>, with fromAbove: [Pair], remainder: [Int])
        -> Set<Pair>?
    {
        let count = pairs - pairsFromAbove
        guard 2 * count <= remainder.count else { return nil }
        for (upper, lower) in exchanges(Array(remainder.indices), half: count) {
            for order in arrangements(lower, count) {
                let inside = zip(upper, order).map { pair(remainder[$0], remainder[$1]) }
                let candidate = Set(fromAbove + inside)
                if wanted.contains(candidate) { return candidate }
            }
        }
        return nil
    }

    private func pair(_ left: Int, _ right: Int) -> Pair {
        Pair(higher: min(left, right), lower: max(left, right))
    }

    /// S1 and S2 as they are, then after each exchange in order.
    private func exchanges(_ places: [Int], half: Int) -> [(upper: [Int], lower: [Int])] {
        let upper = Array(places.prefix(half))
        let lower = Array(places.dropFirst(half))
        var swaps: [(out: [Int], into: [Int])] = []
        for size in 0...min(upper.count, lower.count) {
            for out in combinations(upper, size) {
                for into in combinations(lower, size) { swaps.append((out, into)) }
            }
        }
        swaps.sort { left, right in
            if left.out.count != right.out.count { return left.out.count < right.out.count }
            let difference = { (swap: (out: [Int], into: [Int])) in
                swap.into.reduce(0, +) - swap.out.reduce(0, +)
            }
            if difference(left) != difference(right) { return difference(left) < difference(right) }
            let (leaving, other) = (left.out.sorted(by: >), right.out.sorted(by: >))
            if leaving != other { return other.lexicographicallyPrecedes(leaving) }
            return left.into.sorted().lexicographicallyPrecedes(right.into.sorted())
        }
        return swaps.map { swap in
            (
                (upper.filter { !swap.out.contains($0) } + swap.into).sorted(),
                (lower.filter { !swap.into.contains($0) } + swap.out).sorted()
            )
        }
    }

    /// All choices of so many, in lexicographic order.
    private func combinations(_ list: [Int], _ count: Int) -> [[Int]] {
        guard count > 0 else { return [[]] }
        guard list.count >= count else { return [] }
        let rest = Array(list.dropFirst())
        return combinations(rest, count - 1).map { [list[0]] + $0 } + combinations(rest, count)
    }

    /// All ordered choices of so many, in lexicographic order.
    private func arrangements(_ list: [Int], _ count: Int) -> [[Int]] {
        guard count > 0 else { return [[]] }
        return list.flatMap { first in
            arrangements(list.filter { $0 != first }, count - 1).map { [first] + $0 }
        }
    }
}
