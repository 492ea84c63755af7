/// Deals seeds into groups in a snake: 1 to the first group, 2 to the second, … and then back.
package enum SnakeGroups {
    /// - Returns: For each group its seeds, strongest first.
    package static func deal(seeds: Int, into groups: Int) -> [[Int]] {
        guard groups > 0 else { return [] }
        var dealt = [[Int]](repeating: [], count: groups)
        for seed in stride(from: 1, through: seeds, by: 1) {
            let (row, place) = (seed - 1).quotientAndRemainder(dividingBy: groups)
            dealt[row.isMultiple(of: 2) ? place : groups - 1 - place].append(seed)
        }
        return dealt
    }
}
