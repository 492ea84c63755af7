/// What a score against rated opponents is worth as a rating.
package enum PerformanceRating {
    /// The average of some ratings, to the nearest integer, half up; nil if there are none.
    package static func average(_ ratings: [Int]) -> Int? {
        guard !ratings.isEmpty else { return nil }
        let sum = ratings.reduce(0, +)
        return Int((Double(sum) / Double(ratings.count) + 0.5).rounded(.down))
    }

    /// The tournament performance rating (TPR): the average of the opponents and what the score adds
    /// to it.
    ///
    /// - Parameters:
    ///   - ratings: Of the opponents met over the board.
    ///   - points: Made against them, of one for each at most.
    package static func tournament(ratings: [Int], points: Points) -> Int? {
        guard let average = average(ratings) else { return nil }
        let hundredths = (2 * points.hundredths + ratings.count) / (2 * ratings.count)
        return average + PerformanceTables.difference(hundredths: min(max(hundredths, 0), 100))
    }

    /// The perfect tournament performance (PTP): the lowest rating that is expected to make the
    /// points against these opponents.
    ///
    /// - Complexity: O(opponents × log of the ratings' spread).
    package static func perfect(ratings: [Int], points: Points) -> Int? {
        guard let lowest = ratings.min(), let highest = ratings.max() else { return nil }
        guard points > .zero else { return lowest - 800 }
        var low = lowest - 801
        var high = highest + 801
        while high - low > 1 {
            let middle = (low + high) / 2
            let expected = ratings.reduce(0) {
                $0 + PerformanceTables.expectedHundredths(difference: middle - $1)
            }
            if expected >= points.hundredths { high = middle } else { low = middle }
        }
        return high
    }
}
