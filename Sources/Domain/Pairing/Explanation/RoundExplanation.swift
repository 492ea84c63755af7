/// Why a round was paired as it was.
package struct RoundExplanation: Hashable, Sendable {
    /// In board order.
    package let boards: [PairExplanation]
    package let bye: FloatExplanation?
    /// Everybody who left a scoregroup downwards, from the top.
    package let floats: [FloatExplanation]
}

/// What decided against the natural choice.
package enum Decision: Hashable, Sendable {
    /// Nothing: it is the first candidate's.
    case natural
    /// Choosing the natural one would make this criterion worse, and none before it.
    case criterion(Criterion)
    /// It would bring together two who rather should not meet.
    case discouraged
    /// All criteria would be met as well; the order of candidates decides.
    case order
}

/// One board.
package struct PairExplanation: Hashable, Sendable {
    package let board: SwissPairing.Board
    /// The score of the bracket's residents.
    package let bracketScore: Points
    /// The higher ranked of the two, and the score each brings.
    package let higher: Int
    package let higherScore: Points
    package let lowerScore: Points
    package let colourRule: ColourRule
    /// Whom the higher ranked would meet in the first candidate; nil if nobody.
    package let natural: Int?
    package let decision: Decision
}

/// Somebody who was not paired in a bracket.
package struct FloatExplanation: Hashable, Sendable {
    package let number: Int
    package let bracketScore: Points
    /// Who would float in the first candidate.
    package let natural: Int?
    package let decision: Decision
}

extension CostLayout.Field {
    /// What the field stands for in an explanation.
    var decision: Decision {
        switch self {
        case .downfloaters: .criterion(.pairs)
        case .downfloater: .criterion(.downfloaterScores)
        case .unpairedNext, .unpairedNextScore: .criterion(.nextBracket)
        case .byeUnplayedGames: .criterion(.byeUnplayedGames)
        case .topscorerColourDifference: .criterion(.topscorerColourDifference)
        case .topscorerColourThrice: .criterion(.topscorerColourThrice)
        case .colourPreference: .criterion(.colourPreference)
        case .strongColourPreference: .criterion(.strongColourPreference)
        case .residentDownfloat(let rounds):
            .criterion(rounds == 1 ? .repeatedDownfloat : .downfloatTwoRoundsAgo)
        case .residentUpfloat(let rounds):
            .criterion(rounds == 1 ? .repeatedUpfloat : .upfloatTwoRoundsAgo)
        case .unpairedMovedDown(_, let rounds), .movedDownAgain(_, let rounds):
            .criterion(rounds == 1 ? .repeatedDownfloatScores : .downfloatScoresTwoRoundsAgo)
        case .movedUpAgain(_, let rounds):
            .criterion(rounds == 1 ? .repeatedUpfloatScores : .upfloatScoresTwoRoundsAgo)
        case .discouraged: .discouraged
        case .exchanges, .exchangedDifference, .preference: .order
        }
    }
}
