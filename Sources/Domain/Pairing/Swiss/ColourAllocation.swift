/// Which rule settled the colours of a pair, in the order they apply.
package enum ColourRule: Int, Hashable, Sendable {
    case bothGranted = 1
    case stronger
    case latestDifference
    case higherRanked
    case initialColour
}

extension SwissField {
    /// The colour of the higher ranked of a pair.
    ///
    /// - Source: FIDE Handbook C.04.3, allocation of colours; section 9 of the digest.
    func colour(ofHigher higher: Int, against lower: Int) -> (colour: Colour, rule: ColourRule) {
        let first = contenders[higher]
        let second = contenders[lower]
        guard let wish = first.preference.colour else {
            if let other = second.preference.colour { return (other.opposite, .bothGranted) }
            return (first.hasOddNumber ? initialColour : initialColour.opposite, .initialColour)
        }
        guard let other = second.preference.colour, other == wish else {
            return (wish, .bothGranted)
        }
        if first.preference.strength != second.preference.strength {
            let isFirst = first.preference.strength > second.preference.strength
            return (isFirst ? wish : wish.opposite, .stronger)
        }
        if first.preference.strength == .absolute {
            let spread = abs(first.colourDifference) - abs(second.colourDifference)
            if spread != 0 { return (spread > 0 ? wish : wish.opposite, .stronger) }
        }
        for (own, theirs) in zip(first.colours.reversed(), second.colours.reversed())
        where own != theirs {
            return (own.opposite, .latestDifference)
        }
        return (wish, .higherRanked)
    }
}
