extension RoundExplanation {
    /// The explanation in words, a line for each board, float and bye.
    package var lines: [String] {
        boards.map(\.words) + floats.map { $0.words(verb: "floats down from") }
            + [bye?.words(verb: "has the bye, from")].compactMap(\.self)
    }
}

extension PairExplanation {
    fileprivate var words: String {
        var words = "\(board.white) - \(board.black): bracket \(bracketScore)"
        if higherScore != lowerScore {
            words += ", \(higher) floats from \(higherScore) to \(lowerScore)"
        }
        words += "; " + decision.words(natural: natural, of: higher, verb: "meet")
        return words + "; colours: \(colourRule.words)"
    }
}

extension FloatExplanation {
    fileprivate func words(verb: String) -> String {
        "\(number) \(verb) bracket \(bracketScore); "
            + decision.words(natural: natural, of: nil, verb: "float")
    }
}

extension Decision {
    fileprivate func words(natural: Int?, of player: Int?, verb: String) -> String {
        let choice =
            switch (player, natural) {
            case (let player?, let natural?): "\(player) does not \(verb) \(natural)"
            case (nil, let natural?): "\(natural) does not \(verb)"
            case (_, nil): "it has no natural opponent"
            }
        switch self {
        case .natural: return "the first candidate"
        case .criterion(let criterion):
            return "\(choice): C\(criterion.rawValue), \(criterion.words)"
        case .discouraged: return "\(choice): the two rather should not meet"
        case .order: return "\(choice): the order of candidates"
        }
    }
}

extension Criterion {
    /// What the criterion asks for.
    package var words: String {
        switch self {
        case .rematch: "they have met or must not"
        case .secondBye: "not two byes, nor a bye after a win without a game"
        case .sameAbsolutePreference: "both must have the same colour"
        case .completion: "the others could not all be paired"
        case .byeScore: "the bye goes to the lowest score possible"
        case .pairs: "as many pairs as possible"
        case .downfloaterScores: "who floats has as low a score as possible"
        case .nextBracket: "the next bracket makes as many pairs as possible"
        case .byeUnplayedGames: "the bye goes to who has played most"
        case .topscorerColourDifference: "no colour difference beyond 2 for topscorers"
        case .topscorerColourThrice: "no colour three times running for topscorers"
        case .colourPreference: "as many colour preferences as possible"
        case .strongColourPreference: "as many strong colour preferences as possible"
        case .repeatedDownfloat: "nobody floats down twice running"
        case .repeatedUpfloat: "nobody floats up twice running"
        case .downfloatTwoRoundsAgo: "nobody floats down as two rounds ago"
        case .upfloatTwoRoundsAgo: "nobody floats up as two rounds ago"
        case .repeatedDownfloatScores: "small differences for who floats down twice running"
        case .repeatedUpfloatScores: "small differences for who floats up twice running"
        case .downfloatScoresTwoRoundsAgo: "small differences for who floated down two rounds ago"
        case .upfloatScoresTwoRoundsAgo: "small differences for who floated up two rounds ago"
        }
    }
}

extension ColourRule {
    /// Why White has White.
    package var words: String {
        switch self {
        case .bothGranted: "both as preferred"
        case .stronger: "the stronger preference"
        case .latestDifference: "the other ones than when they last differed"
        case .higherRanked: "the higher ranked one's preference"
        case .initialColour: "the initial colour by number"
        }
    }
}
