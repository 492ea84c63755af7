import Pairing
import Tournaments

extension Tournament.Format {
    var words: String {
        switch self {
        case .swiss: "Swiss tournament"
        case .roundRobin: "Round robin"
        case .doubleRoundRobin: "Double round robin"
        case .singleElimination: "Knockout"
        case .doubleElimination: "Double-elimination knockout"
        }
    }
}

extension Tournament.Stage {
    var words: String {
        switch self {
        case .unscheduled: "Not scheduled"
        case .planned: "Before the start"
        case .running: "Running"
        case .finalized: "Final"
        case .cancelled: "Cancelled"
        }
    }
}

extension Tournament.TimeControl {
    /// `15 min + 10 s`.
    var words: String {
        let (minutes, seconds) = initialSeconds.quotientAndRemainder(dividingBy: 60)
        let base = seconds == 0 ? "\(minutes) min" : "\(minutes) min \(seconds) s"
        return incrementSeconds == 0 ? base : "\(base) + \(incrementSeconds) s"
    }
}

extension Tournament.GameResult {
    /// What a score sheet says; a forfeit never looks like a game.
    var sign: String {
        switch self {
        case .whiteWins: "1 – 0"
        case .blackWins: "0 – 1"
        case .draw: "½ – ½"
        case .whiteByForfeit: "+ – −"
        case .blackByForfeit: "− – +"
        case .bothAbsent: "− – −"
        case .open: "·"
        }
    }

    /// What the sign leaves to be known; nothing for a game that was played.
    var note: String? {
        switch self {
        case .whiteWins, .blackWins, .draw: nil
        case .whiteByForfeit: "forfeit: Black did not come"
        case .blackByForfeit: "forfeit: White did not come"
        case .bothAbsent: "forfeit: neither came"
        case .open: "to be decided"
        }
    }
}

extension Tournament.ByeKind {
    var words: String {
        switch self {
        case .pab: "bye, no opponent was left"
        case .half: "half-point bye, asked for"
        case .full: "full-point bye"
        case .zero: "absent"
        }
    }
}

extension MatchID {
    /// `Round 2, match 1`, `Losers' round 3, match 1`, `Final`.
    var words: String {
        switch bracket {
        case .upper: "Round \(round), match \(match)"
        case .lower: "Losers’ round \(round), match \(match)"
        case .final: round == 1 ? "Final" : "Final, game \(round)"
        case .thirdPlace: "Third place"
        }
    }
}

/// What an event of a tournament is in words, for whoever walks through its history.
struct HappeningWords {
    let type: String
    let round: Int?
    let board: Int?

    /// `board 3 of round 2: result recorded`.
    var text: String {
        let what = Self.words[type] ?? type
        switch (round, board) {
        case (let round?, let board?): return "round \(round), board \(board): \(what)"
        case (let round?, nil): return "round \(round): \(what)"
        case (nil, _): return what
        }
    }

    private static let words = [
        "tournament.scheduled": "scheduled",
        "tournament.amended": "settings changed",
        "tournament.entries-opened": "entries opened",
        "tournament.entries-closed": "entries closed",
        "tournament.player-entered": "a player entered",
        "tournament.player-waitlisted": "a player waits for a place",
        "tournament.player-withdrawn": "a player withdrew",
        "tournament.player-reinstated": "a player came back",
        "tournament.player-expelled": "a player was expelled",
        "tournament.bye-granted": "a bye granted",
        "tournament.bye-cancelled": "a bye cancelled",
        "tournament.player-checked-in": "a player checked in",
        "tournament.seeded": "pairing numbers given",
        "tournament.started": "started",
        "tournament.round-paired": "paired",
        "tournament.pairing-overridden": "boards changed by the arbiter",
        "tournament.round-unpaired": "pairing taken back",
        "tournament.round-published": "published",
        "tournament.game-time-proposed": "times proposed",
        "tournament.game-time-agreed": "time agreed",
        "tournament.result-reported": "result reported",
        "tournament.result-confirmed": "result confirmed",
        "tournament.result-disputed": "result disputed",
        "tournament.result-recorded": "result recorded",
        "tournament.result-corrected": "result corrected",
        "tournament.decision-reverted": "a decision taken back",
        "tournament.round-completed": "complete",
        "tournament.tie-resolved": "a tie resolved",
        "tournament.finalized": "standings final",
        "tournament.reopened": "reopened",
        "tournament.postponed": "postponed",
        "tournament.cancelled": "cancelled",
    ]
}
