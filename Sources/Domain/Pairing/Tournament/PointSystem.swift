/// What each outcome of a round is worth.
package struct PointSystem: Hashable, Sendable {
    package var win = Points.one
    package var draw = Points.half
    package var loss = Points.zero
    /// An absence, a zero-point bye, or a forfeit lost.
    package var absence = Points.zero
    /// The pairing-allocated bye; nil while it is worth a win.
    package var statedAllocatedBye: Points?

    package init() {}

    package static let standard = PointSystem()

    package var allocatedBye: Points {
        statedAllocatedBye ?? win
    }

    package func points(for outcome: RoundOutcome) -> Points {
        switch outcome {
        case .game(_, _, .win, _), .forfeit(_, _, won: true), .bye(.fullPoint): win
        case .game(_, _, .draw, _), .bye(.halfPoint): draw
        case .game(_, _, .loss, _): loss
        case .forfeit(_, _, won: false), .bye(.zeroPoint), .absent: absence
        case .bye(.pairingAllocated): allocatedBye
        }
    }

    /// Whether an unplayed outcome earned as much as a win, which bars the allocated bye.
    func barsAllocatedBye(_ outcome: RoundOutcome) -> Bool {
        switch outcome {
        case .bye(.pairingAllocated): true
        case .game: false
        case .forfeit(_, _, won: true), .bye(.fullPoint): true
        case .forfeit(_, _, won: false), .bye(.halfPoint), .bye(.zeroPoint), .absent: false
        }
    }
}
