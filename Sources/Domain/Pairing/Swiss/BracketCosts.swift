/// The weights of pairs and floats in one bracket, by C6 to C21.
struct BracketCosts<Weight: MatchingWeight> {
    private let field: SwissField
    private let units: [CostLayout.Field: Weight]
    /// By the preferences' classes: what C12 and C13 say about a pair.
    private let colourCosts: [Weight]
    private let classes: [Int]
    private let topscorerColourDifference: Weight
    private let topscorerColourThrice: Weight
    private let discouraged: Weight
    private let isByeSettledHere: Bool
    private let byeScore: Points?
    /// The weight that settles what the criteria leave open.
    let preference: Weight
    let exchange: Weight
    let exchangedDifference: Weight

    private static var classCount: Int { 7 }

    init(problem: BracketProblem, field: SwissField) {
        self.field = field
        let units: [CostLayout.Field: Weight] = problem.layout.units()
        self.units = units
        func unit(_ field: CostLayout.Field) -> Weight { units[field] ?? .zero }
        topscorerColourDifference = unit(.topscorerColourDifference)
        topscorerColourThrice = unit(.topscorerColourThrice)
        discouraged = unit(.discouraged)
        preference = unit(.preference)
        exchange = unit(.exchanges)
        exchangedDifference = unit(.exchangedDifference)
        isByeSettledHere = problem.isByeSettledHere
        byeScore = problem.bracket.byeScore
        classes = field.contenders.map { Self.preferenceClass($0.preference) }
        var costs = [Weight](repeating: .zero, count: Self.classCount * Self.classCount)
        for left in 1..<Self.classCount {
            for right in 1..<Self.classCount where (left - 1) / 3 == (right - 1) / 3 {
                var cost = unit(.colourPreference)
                let weaker = min((left - 1) % 3, (right - 1) % 3)
                // Index 1 is a strong preference: both strong, or one strong and one absolute.
                if weaker == 1 { cost += unit(.strongColourPreference) }
                costs[left * Self.classCount + right] = cost
            }
        }
        colourCosts = costs
    }

    /// 0 without a preference, else by colour and strength.
    private static func preferenceClass(_ preference: ColourPreference) -> Int {
        guard let colour = preference.colour else { return 0 }
        return (colour == .white ? 0 : 3) + preference.strength.rawValue
    }

    /// What two residents break by meeting.
    func pair(_ left: Int, _ right: Int) -> Weight {
        var cost = colourCosts[classes[left] * Self.classCount + classes[right]]
        if topscorerColourDifference != .zero { cost += topscorerCost(left, right) }
        if discouraged != .zero, field.discouraged[left].contains(right) { cost += discouraged }
        return cost
    }

    /// What a moved down player and a resident break by meeting.
    func pair(movedDown: Int, resident: Int) -> Weight {
        var cost = pair(movedDown, resident)
        let upper = field.contenders[movedDown]
        let lower = field.contenders[resident]
        for roundsAgo in 1...2 {
            if upper.floated(.down, roundsAgo: roundsAgo) {
                cost += unit(.movedDownAgain(score: upper.score, roundsAgo: roundsAgo))
            }
            if lower.floated(.up, roundsAgo: roundsAgo) {
                cost += unit(.residentUpfloat(roundsAgo: roundsAgo))
                cost += unit(.movedUpAgain(score: upper.score, roundsAgo: roundsAgo))
            }
        }
        return cost
    }

    /// C10 and C11: two absolute preferences for the same colour, one of a topscorer.
    private func topscorerCost(_ left: Int, _ right: Int) -> Weight {
        let breaches = field.topscorerBreaches(left, right)
        return (breaches.difference ? topscorerColourDifference : .zero)
            + (breaches.thrice ? topscorerColourThrice : .zero)
    }

    /// What it costs that a member floats; nil if it may not.
    func float(_ member: Int, isMovedDown: Bool) -> Weight? {
        let contender = field.contenders[member]
        var cost = unit(.downfloaters)
        if isByeSettledHere {
            guard contender.mayHaveBye, contender.score == byeScore else { return nil }
            for _ in 0..<contender.unplayedGames { cost += unit(.byeUnplayedGames) }
        }
        if isMovedDown {
            cost += unit(.downfloater(score: contender.score))
        }
        for roundsAgo in 1...2 where contender.floated(.down, roundsAgo: roundsAgo) {
            cost +=
                isMovedDown
                ? unit(.unpairedMovedDown(score: contender.score, roundsAgo: roundsAgo))
                : unit(.residentDownfloat(roundsAgo: roundsAgo))
        }
        return cost
    }

    /// C8: somebody of the next bracket who is not paired there.
    func unpairedNext(_ member: Int) -> Weight {
        unit(.unpairedNext) + unit(.unpairedNextScore(field.contenders[member].score))
    }

    private func unit(_ field: CostLayout.Field) -> Weight {
        units[field] ?? .zero
    }
}
