/// Where seeds stand in a bracket.
package enum EliminationSeeding {
    /// The seeds of the first round's places, top down: places 2m − 1 and 2m are match m.
    ///
    /// Top seeds get the byes; seeds 1 and 2 can meet only in the final, 1 to 4 only from the
    /// semi-finals on.
    ///
    /// - Parameter size: A power of two from 2 on.
    package static func order(size: Int) -> [Int] {
        var order = [1, 2]
        while order.count < size {
            let next = 2 * order.count
            order = order.flatMap { [$0, next + 1 - $0] }
        }
        return order
    }

    /// Seeds the qualified of an earlier stage: group winners first, then seconds, …, members of a
    /// group as far apart as possible.
    ///
    /// - Parameter groups: For each group its qualified, best first.
    /// - Returns: The qualified in the order of their seeds.
    package static func seeds<Player: Hashable>(fromGroups groups: [[Player]]) -> [Player] {
        let count = groups.reduce(0) { $0 + $1.count }
        var size = 2
        while size < count { size *= 2 }
        var places: [Int: Int] = [:]
        for (place, seed) in order(size: size).enumerated() { places[seed] = place }
        var seeded: [(player: Player, group: Int)] = []
        for rank in 0..<(groups.map(\.count).max() ?? 0) {
            var left = groups.indices.filter { groups[$0].count > rank }
            while !left.isEmpty {
                let place = places[seeded.count + 1, default: 0]
                let group = left.max { first, second in
                    // Of equals the earlier group, so that the order does not depend on chance.
                    let near = closest(first, to: place), far = closest(second, to: place)
                    return near == far ? first > second : near < far
                }
                guard let group else { break }
                seeded.append((groups[group][rank], group))
                left.removeAll { $0 == group }
            }
        }
        func closest(_ group: Int, to place: Int) -> Int {
            let mates = seeded.indices.filter { seeded[$0].group == group }
            return mates.map { meetingRound(places[$0 + 1, default: 0], place) }.min() ?? Int.max
        }
        return seeded.map(\.player)
    }

    /// The round in which two places of the first round would meet.
    static func meetingRound(_ left: Int, _ right: Int) -> Int {
        Int.bitWidth - (left ^ right).leadingZeroBitCount
    }
}
