import Pairing

/// All ways to pair a round of a small field, found by trying everything.
struct PlainRound {
    /// Two players by their place in the order; the first is the higher ranked.
    struct Pair: Hashable {
        let higher: Int
        let lower: Int
    }

    /// A way to pair everybody that breaks none of C1 to C3.
    struct Way {
        var pairs: Set<Pair> = []
        var bye: Int?
    }

    let players: [PlainPlayer]
    let initialColour: Colour
    private let separated: [Set<Int>]
    private let discouraged: [Set<Int>]

    init(_ history: TournamentHistory, round: Int) {
        players = history.plainPlayers(inRound: round)
        initialColour = history.initialColour
        func groups(_ separations: [Separation]) -> [Set<Int>] {
            separations.filter { $0.rounds?.contains(round) ?? true }.map { Set($0.numbers) }
        }
        separated = groups(history.forbidden)
        discouraged = groups(history.discouraged)
    }

    /// Everything C1 to C3 allow; with the second bye too if asked for.
    func ways(ignoringByeBar: Bool = false) -> [Way] {
        ways(of: Array(players.indices), ignoringByeBar: ignoringByeBar)
    }

    private func ways(of open: [Int], ignoringByeBar: Bool) -> [Way] {
        guard let first = open.first else { return [Way()] }
        var found: [Way] = []
        for other in open.dropFirst() where obstacle(first, other) == nil {
            let left = open.filter { $0 != first && $0 != other }
            for var way in ways(of: left, ignoringByeBar: ignoringByeBar) {
                way.pairs.insert(Pair(higher: first, lower: other))
                found.append(way)
            }
        }
        if open.count % 2 == 1, ignoringByeBar || !players[first].isBarredFromBye {
            for var way in ways(of: Array(open.dropFirst()), ignoringByeBar: ignoringByeBar)
            where way.bye == nil {
                way.bye = first
                found.append(way)
            }
        }
        return found
    }

    /// What keeps two from meeting: C1 or C3.
    func obstacle(_ left: Int, _ right: Int) -> Criterion? {
        let (a, b) = (players[left], players[right])
        if a.opponents.contains(b.number) { return .rematch }
        if separated.contains(where: { $0.contains(a.number) && $0.contains(b.number) }) {
            return .rematch
        }
        if a.strength == .absolute, b.strength == .absolute, a.wish == b.wish, !a.isTopscorer,
            !b.isTopscorer
        {
            return .sameAbsolutePreference
        }
        return nil
    }

    func isDiscouraged(_ pair: Pair) -> Bool {
        let numbers = [players[pair.higher].number, players[pair.lower].number]
        return discouraged.contains { $0.isSuperset(of: numbers) }
    }

    /// C5: the lowest score at which a bye leaves a whole pairing.
    func byeScore(of ways: [Way]) -> Int? {
        ways.compactMap { $0.bye.map { players[$0].score } }.min()
    }

    /// Who has White: section 9 of the rules, line by line.
    func board(_ pair: Pair) -> SwissPairing.Board {
        let (a, b) = (players[pair.higher], players[pair.lower])
        let first = colourOfHigher(a, b)
        return first == .white
            ? SwissPairing.Board(white: a.number, black: b.number)
            : SwissPairing.Board(white: b.number, black: a.number)
    }

    private func colourOfHigher(_ a: PlainPlayer, _ b: PlainPlayer) -> Colour {
        switch (a.wish, b.wish) {
        case (nil, nil): return a.isOdd ? initialColour : other(initialColour)
        case (let wish?, nil): return wish
        case (nil, let wish?): return other(wish)
        case (let own?, let theirs?) where own != theirs: return own
        case (let own?, _?):
            if a.strength.rawValue > b.strength.rawValue { return own }
            if a.strength.rawValue < b.strength.rawValue { return other(own) }
            if a.strength == .absolute, abs(a.difference) != abs(b.difference) {
                return abs(a.difference) > abs(b.difference) ? own : other(own)
            }
            for back in 1..<(min(a.colours.count, b.colours.count) + 1) {
                let mine = a.colours[a.colours.count - back]
                if mine != b.colours[b.colours.count - back] { return other(mine) }
            }
            return own
        }
    }

    private func other(_ colour: Colour) -> Colour { colour == .white ? .black : .white }
}
