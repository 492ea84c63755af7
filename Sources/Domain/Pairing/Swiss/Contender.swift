/// A participant to be paired, with all that the criteria ask about.
package struct Contender: Hashable, Sendable {
    /// The pairing number.
    package let number: Int
    /// Points so far plus this round's virtual points.
    package let score: Points
    /// Of played games, oldest first.
    let colours: [Colour]
    package let preference: ColourPreference
    /// Games with White less games with Black.
    let colourDifference: Int
    /// Index 0 is the previous round, index 1 the one before.
    let floats: [Float?]
    /// A high score in the last round, for which colours are bent.
    package let isTopscorer: Bool
    package let mayHaveBye: Bool
    let unplayedGames: Int
    /// Whether the number is odd when only those are counted who have ever been paired.
    let hasOddNumber: Bool

    package enum Float: Hashable, Sendable {
        case down, up
    }

    func floated(_ float: Float, roundsAgo: Int) -> Bool {
        floats[roundsAgo - 1] == float
    }

    /// Whether the last two games were of the colour that is not wanted.
    var hadUnwantedColourTwice: Bool {
        guard let wanted = preference.colour else { return false }
        return colours.endsWithTwo(wanted.opposite)
    }
}
