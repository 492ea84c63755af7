/// Pairs one round by the Dutch system, bracket by bracket from the top.
struct DutchPairing {
    private(set) var field: SwissField
    private let groups: [[Int]]
    private var byeScore: Points?
    /// From the top, each with how it was paired.
    private(set) var brackets: [(bracket: Bracket, pairing: BracketPairing)] = []
    private(set) var bye: Int?

    /// - Throws: `NoLegalPairing` if C1 to C3 leave no complete pairing.
    init(field: SwissField) throws(NoLegalPairing) {
        self.field = field
        groups = Self.scoregroups(field.contenders)
        try settleBye()
        pairAll()
    }

    /// The higher ranked of each pair first.
    var pairs: [(Int, Int)] { brackets.flatMap(\.pairing.pairs) }

    /// Indices by score, highest first.
    private static func scoregroups(_ contenders: [Contender]) -> [[Int]] {
        var groups: [[Int]] = []
        for index in contenders.indices {
            if let last = groups.last?.last, contenders[last].score == contenders[index].score {
                groups[groups.count - 1].append(index)
            } else {
                groups.append([index])
            }
        }
        return groups
    }

    /// C5: finds the lowest score whose holders can have the bye, and proves that the round can be
    /// paired at all.
    private mutating func settleBye() throws(NoLegalPairing) {
        let everybody = Array(field.contenders.indices)
        guard !everybody.count.isMultiple(of: 2) else {
            guard field.canPairAll(everybody) else { throw NoLegalPairing.everybody(in: field) }
            return
        }
        for group in groups.reversed() {
            let eligible = group.filter { field.contenders[$0].mayHaveBye }
            guard !eligible.isEmpty else { continue }
            field.allowBye(to: eligible)
            if field.canPairAll([field.byeVertex] + everybody) {
                byeScore = field.contenders[group[0]].score
                return
            }
        }
        throw NoLegalPairing.everybody(in: field)
    }

    private mutating func pairAll() {
        var movedDown: [Int] = []
        for (place, group) in groups.enumerated() {
            let below = groups[(place + 1)...]
            let bracket = Bracket(
                movedDown: movedDown, residents: group, next: below.first ?? [],
                rest: Array(below.dropFirst().joined())
                    + (byeScore == nil ? [] : [field.byeVertex]),
                byeScore: byeScore)
            let pairing = BracketPairing(bracket, field: field)
            brackets.append((bracket, pairing))
            movedDown = pairing.downfloaters
        }
        bye = movedDown.first
    }
}

/// Why a round cannot be paired: the rules that may never be broken leave nothing.
package struct NoLegalPairing: Error, Hashable, Sendable {
    /// Numbers that cannot all be paired, as few as were found.
    package let numbers: [Int]

    static func everybody(in field: SwissField) -> NoLegalPairing {
        NoLegalPairing(numbers: field.contenders.map(\.number).sorted())
    }
}
