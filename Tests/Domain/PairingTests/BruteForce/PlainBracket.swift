import Pairing

/// One bracket of a small field, and what every way to pair the rest of the field makes of it.
struct PlainBracket {
    typealias Pair = PlainRound.Pair
    typealias Way = PlainRound.Way

    let round: PlainRound
    let movedDown: [Int]
    let residents: [Int]
    let next: [Int]

    /// The pairs a way makes in this bracket, and who is left.
    struct Part: Hashable {
        let pairs: Set<Pair>
        let floaters: [Int]
    }

    var members: [Int] { movedDown + residents }

    func part(of way: Way) -> Part {
        Self.part(of: way, among: members)
    }

    private static func part(of way: Way, among members: [Int]) -> Part {
        let inside = Set(members)
        let pairs = way.pairs.filter { inside.contains($0.higher) && inside.contains($0.lower) }
        let paired = Set(pairs.flatMap { [$0.higher, $0.lower] })
        return Part(pairs: pairs, floaters: members.filter { !paired.contains($0) })
    }

    /// The ways by what they make of this bracket.
    func parts(of ways: [Way]) -> [Part: [Way]] {
        Dictionary(grouping: ways, by: part(of:))
    }

    /// What decides between parts, the first criterion first. Each value is a list of counts or
    /// differences, compared from its first element on; less is better.
    func quality(of part: Part, ways: [Way]) -> [(decision: Decision, value: [Int])] {
        var list: [(decision: Decision, value: [Int])] = [
            (.criterion(.pairs), [part.floaters.count]),
            (.criterion(.downfloaterScores), scores(of: part.floaters)),
            (.criterion(.nextBracket), ways.map { nextBracket($0, part) }.min(by: isLess) ?? []),
            (.criterion(.byeUnplayedGames), [unplayedOfBye(part, ways)]),
        ]
        list += colourQuality(of: part) + floatQuality(of: part)
        list.append((.discouraged, [part.pairs.count { round.isDiscouraged($0) }]))
        return list
    }

    private func isLess(_ left: [Int], _ right: [Int]) -> Bool {
        left.lexicographicallyPrecedes(right)
    }

    private func scores(of floaters: [Int]) -> [Int] {
        floaters.map { round.players[$0].score }.sorted(by: >)
    }

    /// C8: how many the next bracket leaves unpaired, and with what scores.
    private func nextBracket(_ way: Way, _ part: Part) -> [Int] {
        guard !next.isEmpty else { return [] }
        let left = Self.part(of: way, among: part.floaters + next).floaters
        return [left.count] + scores(of: left)
    }

    /// C9: the unplayed games of the one who floats to the bye.
    private func unplayedOfBye(_ part: Part, _ ways: [Way]) -> Int {
        guard part.floaters.count == 1, let floater = part.floaters.first,
            ways.contains(where: { $0.bye == floater })
        else { return 0 }
        return round.players[floater].unplayed
    }

    private func colourQuality(of part: Part) -> [(decision: Decision, value: [Int])] {
        var (wide, thrice, denied, strong) = (0, 0, 0, 0)
        for pair in part.pairs {
            let (a, b) = (round.players[pair.higher], round.players[pair.lower])
            guard let wish = a.wish, wish == b.wish else { continue }
            denied += 1
            switch (a.strength, b.strength) {
            case (.strong, .strong), (.strong, .absolute), (.absolute, .strong): strong += 1
            case (.absolute, .absolute):
                if abs(a.difference) > 1, abs(b.difference) > 1 { wide += 1 }
                let unwanted: Colour = wish == .white ? .black : .white
                let yielding =
                    abs(a.difference) == abs(b.difference)
                    ? [a, b] : [abs(a.difference) > abs(b.difference) ? b : a]
                if yielding.allSatisfy({ $0.hadTwice(unwanted) }) { thrice += 1 }
            default: break
            }
        }
        return [
            (.criterion(.topscorerColourDifference), [wide]),
            (.criterion(.topscorerColourThrice), [thrice]),
            (.criterion(.colourPreference), [denied]),
            (.criterion(.strongColourPreference), [strong]),
        ]
    }

    private func floatQuality(of part: Part) -> [(decision: Decision, value: [Int])] {
        let fromAbove = Set(movedDown)
        let upfloats = part.pairs.filter { fromAbove.contains($0.higher) }
        let players = round.players
        func residentsDown(_ ago: Int) -> Int {
            part.floaters.count { !fromAbove.contains($0) && players[$0].floatedDown(ago) }
        }
        func residentsUp(_ ago: Int) -> Int {
            upfloats.count { players[$0.lower].floatedUp(ago) }
        }
        func differences(_ pairs: [Pair]) -> [Int] {
            pairs.map { players[$0.higher].score - players[$0.lower].score }
        }
        func again(_ ago: Int) -> [Int] {
            let unpaired = part.floaters.filter {
                fromAbove.contains($0) && players[$0].floatedDown(ago)
            }
            // More than any difference, and more for a higher score.
            let beyond = unpaired.map { 1_000_000 + players[$0].score }
            let paired = upfloats.filter { players[$0.higher].floatedDown(ago) }
            return (beyond + differences(Array(paired))).sorted(by: >)
        }
        func upAgain(_ ago: Int) -> [Int] {
            differences(upfloats.filter { players[$0.lower].floatedUp(ago) }).sorted(by: >)
        }
        return [
            (.criterion(.repeatedDownfloat), [residentsDown(1)]),
            (.criterion(.repeatedUpfloat), [residentsUp(1)]),
            (.criterion(.downfloatTwoRoundsAgo), [residentsDown(2)]),
            (.criterion(.upfloatTwoRoundsAgo), [residentsUp(2)]),
            (.criterion(.repeatedDownfloatScores), again(1)),
            (.criterion(.repeatedUpfloatScores), upAgain(1)),
            (.criterion(.downfloatScoresTwoRoundsAgo), again(2)),
            (.criterion(.upfloatScoresTwoRoundsAgo), upAgain(2)),
        ]
    }
}
