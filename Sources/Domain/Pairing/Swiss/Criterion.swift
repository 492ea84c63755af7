/// The quality criteria of the Dutch system, by their numbers in the Handbook.
package enum Criterion: Int, Hashable, CaseIterable, Sendable {
    case rematch = 1
    case secondBye
    case sameAbsolutePreference
    case completion
    case byeScore
    case pairs
    case downfloaterScores
    case nextBracket
    case byeUnplayedGames
    case topscorerColourDifference
    case topscorerColourThrice
    case colourPreference
    case strongColourPreference
    case repeatedDownfloat
    case repeatedUpfloat
    case downfloatTwoRoundsAgo
    case upfloatTwoRoundsAgo
    case repeatedDownfloatScores
    case repeatedUpfloatScores
    case downfloatScoresTwoRoundsAgo
    case upfloatScoresTwoRoundsAgo
}
