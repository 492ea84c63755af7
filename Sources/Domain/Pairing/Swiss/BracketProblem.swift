/// What a bracket has to decide, and how much of the field below takes part in it.
struct BracketProblem {
    let bracket: Bracket
    /// The number of downfloaters, already as small as it can be (C6).
    let downfloaters: Int
    /// Whether the one downfloater gets the bye (C9).
    let isByeSettledHere: Bool
    /// Where downfloaters go.
    let outside: [Outside]
    let layout: CostLayout

    /// A vertex below the bracket.
    enum Outside: Hashable {
        /// A place to float to, whatever becomes of it. Used as long as nothing below depends on who
        /// floats.
        case seat
        /// A member of this bracket that is known to float.
        case floater(Int)
        case next(Int)
        case rest(Int)
    }

    /// A problem that leaves C4 and C8 aside: its answer is the best one if it meets them anyway.
    init(relaxed bracket: Bracket, downfloaters: Int, field: SwissField) {
        self.bracket = bracket
        self.downfloaters = downfloaters
        isByeSettledHere = Self.settlesBye(bracket, downfloaters: downfloaters, field: field)
        outside = Array(repeating: .seat, count: downfloaters)
        layout = CostLayout(
            bracket: bracket, downfloaters: downfloaters, looksAhead: false,
            settlesBye: isByeSettledHere, field: field)
    }

    /// The whole problem, with everybody below.
    ///
    /// - Parameter mayFloatMore: Whether more may float than have to, which leaves C9 aside.
    init(
        complete bracket: Bracket, downfloaters: Int, mayFloatMore: Bool = false, field: SwissField
    ) {
        self.bracket = bracket
        self.downfloaters = downfloaters
        isByeSettledHere =
            !mayFloatMore && Self.settlesBye(bracket, downfloaters: downfloaters, field: field)
        outside = bracket.next.map { .next($0) } + bracket.rest.map { .rest($0) }
        layout = CostLayout(
            bracket: bracket, downfloaters: downfloaters, looksAhead: true,
            settlesBye: isByeSettledHere, field: field)
    }

    private static func settlesBye(_ bracket: Bracket, downfloaters: Int, field: SwissField) -> Bool
    {
        guard let byeScore = bracket.byeScore, downfloaters == 1,
            let resident = bracket.residents.first
        else { return false }
        return byeScore >= field.contenders[resident].score
    }
}

extension CostLayout {
    /// The fields of a bracket, from C6 to the order of candidates.
    init(bracket: Bracket, downfloaters: Int, looksAhead: Bool, settlesBye: Bool, field: SwissField)
    {
        self.init()
        let contenders = field.contenders
        let members = bracket.members
        let pairs = (members.count - downfloaters) / 2
        let movedDown = bracket.movedDown.map { contenders[$0] }
        let residents = bracket.residents.map { contenders[$0] }
        let movedDownScores = Self.distinctScores(movedDown)

        if looksAhead { append(.downfloaters, largest: members.count) }
        if downfloaters > 0 {
            for score in movedDownScores {
                append(.downfloater(score: score), largest: movedDown.count)
            }
        }
        if looksAhead { appendLookAhead(bracket, contenders: contenders) }
        if settlesBye {
            append(
                .byeUnplayedGames, largest: members.map { contenders[$0].unplayedGames }.max() ?? 0)
        }
        if movedDown.contains(where: \.isTopscorer) || residents.contains(where: \.isTopscorer) {
            append(.topscorerColourDifference, largest: pairs)
            append(.topscorerColourThrice, largest: pairs)
        }
        append(.colourPreference, largest: pairs)
        append(.strongColourPreference, largest: pairs)
        for roundsAgo in 1...2 {
            if downfloaters > 0,
                residents.contains(where: { $0.floated(.down, roundsAgo: roundsAgo) })
            {
                append(.residentDownfloat(roundsAgo: roundsAgo), largest: residents.count)
            }
            if residents.contains(where: { $0.floated(.up, roundsAgo: roundsAgo) }) {
                append(.residentUpfloat(roundsAgo: roundsAgo), largest: movedDown.count)
            }
        }
        for roundsAgo in 1...2 {
            let repeated = Self.distinctScores(
                movedDown.filter { $0.floated(.down, roundsAgo: roundsAgo) })
            if downfloaters > 0 {
                for score in repeated {
                    append(
                        .unpairedMovedDown(score: score, roundsAgo: roundsAgo),
                        largest: movedDown.count)
                }
            }
            for score in repeated {
                append(
                    .movedDownAgain(score: score, roundsAgo: roundsAgo), largest: movedDown.count)
            }
            if residents.contains(where: { $0.floated(.up, roundsAgo: roundsAgo) }) {
                for score in movedDownScores {
                    append(
                        .movedUpAgain(score: score, roundsAgo: roundsAgo), largest: movedDown.count)
                }
            }
        }
        if field.discouraged.contains(where: { !$0.isEmpty }) {
            append(.discouraged, largest: pairs)
        }
        append(.exchanges, largest: residents.count)
        append(.exchangedDifference, largest: residents.count * residents.count)
        append(.preference, largest: members.count + 1)
    }

    private mutating func appendLookAhead(_ bracket: Bracket, contenders: [Contender]) {
        let pool = (bracket.members + bracket.next).map { contenders[$0] }
        append(.unpairedNext, largest: pool.count)
        for score in Self.distinctScores(pool) {
            append(.unpairedNextScore(score), largest: pool.count)
        }
    }

    private static func distinctScores(_ contenders: [Contender]) -> [Points] {
        Set(contenders.map(\.score)).sorted(by: >)
    }
}
