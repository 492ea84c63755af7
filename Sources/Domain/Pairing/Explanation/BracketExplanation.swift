/// Explains the pairs and downfloaters of one bracket.
struct BracketExplanation {
    private let bracket: Bracket
    private let pairing: BracketPairing
    private let field: SwissField
    /// The first candidate: whom each would meet if nothing spoke against it.
    private let natural: [Int: Int]
    private let naturalFloaters: [Int]

    init(bracket: Bracket, pairing: BracketPairing, field: SwissField) {
        self.bracket = bracket
        self.pairing = pairing
        self.field = field
        var natural: [Int: Int] = [:]
        let moved = Set(bracket.movedDown)
        for (player, resident) in zip(bracket.movedDown, bracket.residents) {
            natural[player] = resident
        }
        let met = Set(pairing.pairs.filter { moved.contains($0.0) }.map(\.1))
        let remainder = bracket.residents.filter { !met.contains($0) }
        let half = remainder.count / 2
        for (upper, lower) in zip(remainder.prefix(half), remainder.dropFirst(half)) {
            natural[upper] = lower
            natural[lower] = upper
        }
        self.natural = natural
        naturalFloaters = Array(bracket.members.suffix(pairing.downfloaters.count))
    }

    /// For each pair, in the order of the bracket's pairing: the natural opponent and what decided.
    func pairs() -> [(natural: Int?, decision: Decision)] {
        var explained: [(natural: Int?, decision: Decision)] = []
        var open: [(place: Int, choice: BracketChoice)] = []
        for (place, (higher, lower)) in pairing.pairs.enumerated() {
            let opponent = natural[higher]
            explained.append((opponent, opponent == lower ? .natural : .order))
            guard let opponent, opponent != lower else { continue }
            if let rule = field.absoluteObstacle(higher, opponent) {
                explained[place].decision = .criterion(rule)
            } else {
                open.append((place, .meeting(min(higher, opponent), max(higher, opponent))))
            }
        }
        for (place, decision) in zip(open.map(\.place), decisions(on: open.map(\.choice))) {
            explained[place].decision = decision
        }
        return explained
    }

    /// For each downfloater, in order: who would naturally float in its place and what decided.
    func floaters() -> [(natural: Int?, decision: Decision)] {
        var instead = naturalFloaters.filter { !pairing.downfloaters.contains($0) }
        var explained: [(natural: Int?, decision: Decision)] = []
        var open: [(place: Int, choice: BracketChoice)] = []
        for (place, floater) in pairing.downfloaters.enumerated() {
            guard !naturalFloaters.contains(floater), !instead.isEmpty else {
                explained.append((floater, .natural))
                continue
            }
            let candidate = instead.removeFirst()
            explained.append((candidate, .order))
            open.append((place, .floating(candidate)))
        }
        for (place, decision) in zip(open.map(\.place), decisions(on: open.map(\.choice))) {
            explained[place].decision = decision
        }
        return explained
    }

    /// What speaks against each choice: found in the bracket alone where that is enough, else with
    /// everybody below.
    private func decisions(on choices: [BracketChoice]) -> [Decision] {
        guard !choices.isEmpty else { return [] }
        let count = pairing.downfloaters.count
        var decisions = [Decision?](repeating: nil, count: choices.count)
        func decideOpen(by problem: @autoclosure () -> BracketProblem) {
            let open = choices.indices.filter { decisions[$0] == nil }
            guard !open.isEmpty else { return }
            let found = problem().decisions(on: open.map { choices[$0] }, field: field)
            for (place, decision) in zip(open, found) { decisions[place] = decision }
        }
        if pairing.isSettledAlone {
            decideOpen(by: BracketProblem(relaxed: bracket, downfloaters: count, field: field))
        }
        decideOpen(by: BracketProblem(complete: bracket, downfloaters: count, field: field))
        decideOpen(
            by: BracketProblem(
                complete: bracket, downfloaters: count, mayFloatMore: true, field: field))
        return choices.indices.map { decisions[$0] ?? obstacle(to: choices[$0]) }
    }

    /// Why a choice leaves no complete pairing: the lowest of C5, C2 and C4 that would have to give.
    private func obstacle(to choice: BracketChoice) -> Decision {
        guard bracket.byeScore != nil else { return .criterion(.completion) }
        let below = (bracket.next + bracket.rest).filter { $0 < field.byeVertex }
        let everybody = bracket.members + below
        var open = field
        open.allowBye(to: everybody.filter { field.contenders[$0].mayHaveBye })
        if open.canPairAll(everybody + [field.byeVertex], with: choice, in: bracket) {
            return .criterion(.byeScore)
        }
        open.allowBye(to: everybody)
        return open.canPairAll(everybody + [field.byeVertex], with: choice, in: bracket)
            ? .criterion(.secondBye) : .criterion(.completion)
    }
}

extension BracketProblem {
    /// For each choice what it would worsen first; nil where this problem cannot tell.
    fileprivate func decisions(on choices: [BracketChoice], field: SwissField) -> [Decision?] {
        if layout.fits(Int128.self) { return decisions(on: choices, field: field, as: Int128.self) }
        if layout.fits(Weight512.self) {
            return decisions(on: choices, field: field, as: Weight512.self)
        }
        return decisions(on: choices, field: field, as: LongWeight.self)
    }

    private func decisions<Weight: MatchingWeight>(
        on choices: [BracketChoice], field: SwissField, as _: Weight.Type
    ) -> [Decision?] {
        let forcing = ForcedChoice<Weight>(problem: self, field: field)
        return choices.map { forcing?.decision(on: $0) }
    }
}

extension SwissField {
    /// Whether everybody can be paired if a bracket makes a choice.
    fileprivate func canPairAll(
        _ indices: [Int], with choice: BracketChoice, in bracket: Bracket
    ) -> Bool {
        var neighbours = mayMeet
        let movedDown = BitRow(bracket.movedDown, capacity: capacity)
        for player in bracket.movedDown { neighbours[player].subtract(movedDown) }
        switch choice {
        case .meeting(let left, let right):
            let others = indices.filter { $0 != left && $0 != right }
            return LargestMatching(neighbours: neighbours, among: others).isPerfect
        case .floating(let player):
            neighbours[player].subtract(BitRow(bracket.members, capacity: capacity))
            for member in bracket.members { neighbours[member].remove(player) }
            return LargestMatching(neighbours: neighbours, among: indices).isPerfect
        }
    }

    /// The absolute criterion that keeps two from meeting; nil if none does.
    fileprivate func absoluteObstacle(_ left: Int, _ right: Int) -> Criterion? {
        guard !canMeet(left, right) else { return nil }
        let first = contenders[left].preference
        let second = contenders[right].preference
        let isBound =
            first.strength == .absolute && second.strength == .absolute
            && first.conflicts(with: second)
        return isBound && !hasMet(left, right) ? .sameAbsolutePreference : .rematch
    }
}
