/// What one round was for one participant.
package enum RoundOutcome: Hashable, Sendable {
    /// A game over the board, also one shorter than a move.
    case game(opponent: Int, colour: Colour, score: GameScore, isRated: Bool = true)
    /// A pairing that was not played: this side is present (`won`) or not. Both may be absent.
    /// The colour is the scheduled one; it never counts.
    case forfeit(opponent: Int, colour: Colour?, won: Bool)
    case bye(Bye)
    /// Nothing stands in the round: not there yet, gone, or simply absent. Counts like a
    /// zero-point bye.
    case absent

    /// The scheduled opponent's pairing number.
    package var opponent: Int? {
        switch self {
        case .game(let opponent, _, _, _), .forfeit(let opponent, _, _): opponent
        case .bye, .absent: nil
        }
    }

    /// The opponent's number if the game was played over the board.
    package var playedOpponent: Int? {
        if case .game(let opponent, _, _, _) = self { opponent } else { nil }
    }

    /// The colour that counts: that of a played game.
    package var playedColour: Colour? {
        if case .game(_, let colour, _, _) = self { colour } else { nil }
    }

    /// Whether the round's pairing gave this outcome: a game, a forfeit, or the allocated bye.
    package var isPaired: Bool {
        switch self {
        case .game, .forfeit, .bye(.pairingAllocated): true
        case .bye, .absent: false
        }
    }

    /// Whether the participant chose not to play: a forfeit lost, a half- or zero-point bye.
    ///
    /// - Source: FIDE Handbook C.07, voluntarily unplayed rounds.
    package var isVoluntarilyUnplayed: Bool {
        if case .forfeit(_, _, won: false) = self { true } else { isRequestedBye }
    }

    /// A half-point bye, a zero-point bye, or a plain absence.
    package var isRequestedBye: Bool {
        switch self {
        case .bye(.halfPoint), .bye(.zeroPoint), .absent: true
        case .bye, .game, .forfeit: false
        }
    }
}

/// One side's result of a played game.
package enum GameScore: Hashable, Sendable {
    case win, draw, loss

    package var reversed: GameScore {
        switch self {
        case .win: .loss
        case .draw: .draw
        case .loss: .win
        }
    }
}

/// A round without an opponent.
package enum Bye: Hashable, Sendable {
    /// The bye the pairing gives to one participant of an odd field (PAB).
    case pairingAllocated
    case fullPoint, halfPoint, zeroPoint
}
