/// The colour of a player's pieces.
package enum Colour: Hashable, Sendable {
    case white, black

    package var opposite: Colour {
        self == .white ? .black : .white
    }
}
