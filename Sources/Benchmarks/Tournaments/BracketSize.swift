/// How large the tournament is, and how much is asked of it.
struct BracketSize: Sendable {
    let players: Int
    let roundsPlayed: Int
    /// In the tournament's stream, before its last round's results come in.
    let events: Int
    let viewers: Int
    /// How often each question is asked.
    let questions: Int

    static let full = BracketSize(
        players: 284, roundsPlayed: 4, events: 2000, viewers: 1000, questions: 200)
    static let quick = BracketSize(
        players: 12, roundsPlayed: 2, events: 60, viewers: 40, questions: 6)

    var boards: Int { players / 2 }
    /// The one that is played while it is measured.
    var round: Int { roundsPlayed + 1 }
}

extension Effort {
    var bracket: BracketSize { divisor > 1 ? .quick : .full }
}
