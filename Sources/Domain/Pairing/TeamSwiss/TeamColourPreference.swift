/// Which colour a team should get next.
///
/// It never keeps two teams apart: it counts among the criteria of quality only.
///
/// - Source: FIDE Handbook C.04.6, article 1.7.
struct TeamColourPreference: Hashable {
    let colour: Colour?
    /// Type A knows only strong ones.
    let isStrong: Bool

    /// - Parameter colours: Of the matches played, oldest first.
    init(colours: [Colour], model: TeamColourModel, isLastRound: Bool) {
        let difference = colours.colourDifference
        guard model != .none, let last = colours.last else {
            self.init(nil, isStrong: false)
            return
        }
        if difference < -1 || ((-1...0).contains(difference) && colours.endsWithTwo(.black)) {
            self.init(.white, isStrong: true)
        } else if difference > 1 || ((0...1).contains(difference) && colours.endsWithTwo(.white)) {
            self.init(.black, isStrong: true)
        } else if model == .typeA || (difference == 0 && isLastRound) {
            self.init(nil, isStrong: false)
        } else if difference == 0 {
            self.init(last.opposite, isStrong: false)
        } else {
            self.init(difference < 0 ? .white : .black, isStrong: false)
        }
    }

    private init(_ colour: Colour?, isStrong: Bool) {
        self.colour = colour
        self.isStrong = isStrong
    }
}
