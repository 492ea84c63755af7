/// The pairs of a bracket that meet the lower bound of every criterion, if it can be met.
///
/// How often C12 and C13 must be broken follows from counting the preferences: if *d* more members
/// want one colour than all others together can oppose, *d* / 2 pairs break C12. A pairing that
/// breaks no more pairs everybody else with one of the majority. So whether a pair can be part of
/// such a pairing depends on the two alone, and the best candidate is the first matching in the
/// graph of those pairs, without any weights. All other criteria have the bound zero, or are the
/// same for every pairing.
///
/// - Complexity: O(*n*² / 64) to make the graph, and O(*n*³ / 64) at worst for its first matching.
struct TightBracket {
    private let problem: BracketProblem
    private let field: SwissField
    /// By contender, then by seat of a downfloater.
    private var rows: [BitRow]
    private let seats: Range<Int>
    private let upperHalf: Int

    /// - Returns: nil if counting gives no bound that could be met.
    init?(problem: BracketProblem, field: SwissField) {
        guard problem.downfloaters <= SwissField.seatCapacity else { return nil }
        self.problem = problem
        self.field = field
        let firstSeat = field.byeVertex + 1
        seats = firstSeat..<(firstSeat + problem.downfloaters)
        let bracket = problem.bracket
        upperHalf = (bracket.residents.count - bracket.movedDown.count - problem.downfloaters) / 2
        guard upperHalf >= 0 else { return nil }
        rows = [BitRow](repeating: BitRow(capacity: field.capacity), count: field.capacity)
        guard joinPairs() else { return nil }
        joinSeats()
    }

    /// The best candidate; nil if the bounds are not met by one without exchanges.
    func pairing() -> BracketPairing? {
        guard let (moved, remainder) = pairMovedDown() else { return nil }
        var pairing = moved
        let upper = remainder.prefix(upperHalf)
        let lower = remainder.dropFirst(upperHalf)
        var all = BitRow(capacity: field.capacity)
        for player in lower { all.insert(player) }
        let left = upper.map { rows[$0] } + seats.map { rows[$0] }
        guard let assignment = OrderedAssignment(rows: left, among: all, capacity: field.capacity)
        else { return nil }
        for (place, player) in upper.enumerated() {
            pairing.pairs.append((player, assignment.rights[place]))
        }
        pairing.downfloaters = assignment.rights.dropFirst(upperHalf).sorted()
        return pairing
    }

    /// Gives each moved down player the highest opponent with whom the rest still meets the bounds.
    private func pairMovedDown() -> (BracketPairing, remainder: [Int])? {
        var pairing = BracketPairing()
        var vertices = problem.bracket.members + seats
        for player in problem.bracket.movedDown {
            vertices.removeAll { $0 == player }
            let opponent = problem.bracket.residents.first { candidate in
                rows[player].contains(candidate) && vertices.contains(candidate)
                    && LargestMatching(neighbours: rows, among: vertices.filter { $0 != candidate })
                        .isPerfect
            }
            guard let opponent else { return nil }
            vertices.removeAll { $0 == opponent }
            pairing.pairs.append((player, opponent))
        }
        return (pairing, vertices.filter { $0 < field.byeVertex })
    }

    /// Enters the pairs that can be part of a pairing at the bounds.
    private mutating func joinPairs() -> Bool {
        let bracket = problem.bracket
        let wishes = PreferenceCount(
            members: bracket.members, seats: problem.downfloaters, field: field)
        let movedDown = set(bracket.movedDown)
        for player in bracket.members {
            var row = field.mayMeet[player].subtracting(field.discouraged[player])
            row.formIntersection(wishes.partners(of: field.contenders[player].preference))
            rows[player] = row
        }
        for player in bracket.movedDown {
            rows[player].subtract(movedDown)
            for resident in bracket.residents where field.contenders[resident].recentlyFloatedUp {
                rows[player].remove(resident)
                rows[resident].remove(player)
            }
        }
        return wishes.absolutePairs(joinedIn: &rows, field: field)
    }

    /// Enters who may float at the bounds: residents who did not just float (C14, C16), and who has
    /// played most if it is for the bye (C9).
    private mutating func joinSeats() {
        guard !seats.isEmpty else { return }
        let residents = problem.bracket.residents.map { ($0, field.contenders[$0]) }
        let wishes = PreferenceCount(
            members: problem.bracket.members, seats: problem.downfloaters, field: field)
        let opposed = wishes.partnersOfSeats
        var floating = residents.filter { opposed.contains($0.0) || !wishes.isBinding }
        if problem.isByeSettledHere {
            let eligible = residents.filter {
                $0.1.mayHaveBye && $0.1.score == problem.bracket.byeScore
            }
            let fewest = eligible.map(\.1.unplayedGames).min()
            let best = Set(eligible.filter { $0.1.unplayedGames == fewest }.map(\.0))
            floating.removeAll { !best.contains($0.0) }
        }
        for (player, contender) in floating where !contender.recentlyFloatedDown {
            for seat in seats {
                rows[seat].insert(player)
                rows[player].insert(seat)
            }
        }
    }

    private func set(_ members: [Int]) -> BitRow {
        var set = BitRow(capacity: field.capacity)
        for member in members { set.insert(member) }
        return set
    }
}

extension Contender {
    fileprivate var recentlyFloatedDown: Bool {
        floated(.down, roundsAgo: 1) || floated(.down, roundsAgo: 2)
    }

    fileprivate var recentlyFloatedUp: Bool {
        floated(.up, roundsAgo: 1) || floated(.up, roundsAgo: 2)
    }
}
