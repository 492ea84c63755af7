/// Which colour a participant should get next, and how much that matters.
///
/// - Source: FIDE Handbook C.04.3, colour preferences.
package struct ColourPreference: Hashable, Sendable {
    package enum Strength: Int, Hashable, Comparable, Sendable {
        case none, mild, strong, absolute

        package static func < (left: Strength, right: Strength) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    package let strength: Strength
    /// nil exactly when the strength is `none`.
    package let colour: Colour?

    /// - Parameter colours: Of the games played, oldest first.
    init(colours: [Colour]) {
        let difference = colours.colourDifference
        guard let last = colours.last else {
            strength = .none
            colour = nil
            return
        }
        let isRepeated = colours.endsWithTwo(last)
        if abs(difference) > 1 {
            strength = .absolute
            colour = difference > 0 ? .black : .white
        } else if isRepeated {
            strength = .absolute
            colour = last.opposite
        } else if difference != 0 {
            strength = .strong
            colour = difference > 0 ? .black : .white
        } else {
            strength = .mild
            colour = last.opposite
        }
    }

    /// Whether two preferences are for the same colour.
    func conflicts(with other: ColourPreference) -> Bool {
        colour != nil && colour == other.colour
    }
}

extension [Colour] {
    /// Games with White less games with Black.
    var colourDifference: Int {
        reduce(0) { $0 + ($1 == .white ? 1 : -1) }
    }

    /// Whether the last two games were both of this colour.
    func endsWithTwo(_ colour: Colour) -> Bool {
        count >= 2 && self[count - 1] == colour && self[count - 2] == colour
    }
}
