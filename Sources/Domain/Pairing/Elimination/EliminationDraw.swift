/// Which matches a knockout has, and where their sides come from.
struct EliminationDraw: Hashable {
    enum Source: Hashable {
        case seed(Int)
        case winner(MatchID)
        case loser(MatchID)
        /// The nth of those left before a round of a knockout that seeds anew.
        case survivor(round: Int, place: Int)
    }

    struct Fixture: Hashable {
        let id: MatchID
        let first: Source
        let second: Source
    }

    let players: Int
    let format: EliminationFormat
    let upperRounds: Int
    /// In an order in which every match comes after those it depends on.
    private(set) var matches: [Fixture] = []
    private var places: [MatchID: Int] = [:]
    /// For each match those whose sides come from it.
    private var dependents: [MatchID: [MatchID]] = [:]

    func fixture(_ id: MatchID) -> Fixture? {
        places[id].map { matches[$0] }
    }

    func dependents(of id: MatchID) -> [MatchID] {
        dependents[id] ?? []
    }

    func upperMatches(inRound round: Int) -> Int {
        1 << (upperRounds - round)
    }

    /// - Parameter players: At least 2.
    init(players: Int, format: EliminationFormat) {
        self.players = players
        self.format = format
        var rounds = 1
        while 1 << rounds < players { rounds += 1 }
        upperRounds = rounds
        switch format {
        case .single(let thirdPlace, let reseeds):
            addUpper(reseeds: reseeds)
            if thirdPlace, players >= 4 {
                addMatch(
                    MatchID(.thirdPlace, 1, 1), .loser(MatchID(.upper, rounds - 1, 1)),
                    .loser(MatchID(.upper, rounds - 1, 2)))
            }
        case .double(let resets):
            guard players > 2 else {
                addMatch(MatchID(.final, 1, 1), .seed(1), .seed(2))
                return
            }
            addUpper(reseeds: false)
            addLower()
            for round in resets ? 1...2 : 1...1 {
                addMatch(
                    MatchID(.final, round, 1), .winner(MatchID(.upper, rounds, 1)),
                    .winner(MatchID(.lower, 2 * (rounds - 1), 1)))
            }
        }
    }

    private mutating func addMatch(_ id: MatchID, _ first: Source, _ second: Source) {
        places[id] = matches.count
        matches.append(Fixture(id: id, first: first, second: second))
        for source in [first, second] {
            switch source {
            case .seed: continue
            case .winner(let earlier), .loser(let earlier):
                dependents[earlier, default: []].append(id)
            case .survivor(let round, _):
                // Who is seeded where hangs on all matches of the round before.
                for match in 1...upperMatches(inRound: round) where source == first {
                    dependents[MatchID(.upper, round, match), default: []].append(id)
                }
            }
        }
    }

    private mutating func addUpper(reseeds: Bool) {
        let order = EliminationSeeding.order(size: 1 << upperRounds)
        for round in 1...upperRounds {
            let size = upperMatches(inRound: round)
            for match in 1...size {
                let id = MatchID(.upper, round, match)
                if round == 1 {
                    addMatch(id, .seed(order[2 * match - 2]), .seed(order[2 * match - 1]))
                } else if reseeds {
                    addMatch(
                        id, .survivor(round: round - 1, place: match),
                        .survivor(round: round - 1, place: 2 * size + 1 - match))
                } else {
                    addMatch(
                        id, .winner(MatchID(.upper, round - 1, 2 * match - 1)),
                        .winner(MatchID(.upper, round - 1, 2 * match)))
                }
            }
        }
    }

    private mutating func addLower() {
        for round in 1...(2 * (upperRounds - 1)) {
            let pair = (round + 1) / 2
            let size = 1 << (upperRounds - 1 - pair)
            let order = dropOrder(round: round)
            for match in 1...size {
                let id = MatchID(.lower, round, match)
                if round == 1 {
                    addMatch(
                        id, .loser(MatchID(.upper, 1, order[2 * match - 2])),
                        .loser(MatchID(.upper, 1, order[2 * match - 1])))
                } else if round.isMultiple(of: 2) {
                    addMatch(
                        id, .loser(MatchID(.upper, pair + 1, order[match - 1])),
                        .winner(MatchID(.lower, round - 1, match)))
                } else {
                    addMatch(
                        id, .winner(MatchID(.lower, round - 1, 2 * match - 1)),
                        .winner(MatchID(.lower, round - 1, 2 * match)))
                }
            }
        }
    }

    /// The upper bracket's matches whose losers drop into a lower round, in the order they drop, so
    /// that those who have just met stay apart.
    private func dropOrder(round: Int) -> [Int] {
        let dropping = round == 1 ? 1 : round / 2 + 1
        let natural = Array(1...(1 << (upperRounds - dropping)))
        let orders = Self.dropOrders[upperRounds] ?? []
        let place = round / 2
        return place < orders.count ? orders[place].applied(to: natural) : natural
    }

    private enum DropOrder {
        case natural, reverse, halfShift, reverseHalfShift, pairFlip

        func applied(to order: [Int]) -> [Int] {
            let half = order.count / 2
            return switch self {
            case .natural: order
            case .reverse: order.reversed()
            case .halfShift: Array(order[half...] + order[..<half])
            case .reverseHalfShift: Array(order[..<half].reversed() + order[half...].reversed())
            case .pairFlip: order.indices.map { order[$0 ^ 1] }
            }
        }
    }

    /// By rounds of the upper bracket: for L1, L2, L4, ….
    private static let dropOrders: [Int: [DropOrder]] = [
        2: [.natural, .natural],
        3: [.natural, .reverse, .natural],
        4: [.natural, .reverseHalfShift, .reverse, .natural],
        5: [.natural, .reverse, .halfShift, .natural, .natural],
        6: [.natural, .reverse, .halfShift, .reverse, .natural, .natural],
        7: [.natural, .reverse, .halfShift, .pairFlip, .pairFlip, .pairFlip, .natural],
    ]
}
