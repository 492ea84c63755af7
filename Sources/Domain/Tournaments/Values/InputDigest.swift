import Crypto
import Pairing

/// Fingerprints of what a pairing rests on and of what a table says; equal inputs, equal digests.
///
/// They name players by number, so the same tournament has the same digests wherever it is played.
enum InputDigest {
    /// Of everything that the pairing of a round depends on.
    static func of(_ history: TournamentHistory, round: Int, seed: Int) -> String {
        var text = "round \(round) of \(history.plannedRounds), \(history.format)\n"
        let system = history.pointSystem
        text += "points \(system.win) \(system.draw) \(system.loss) \(system.absence) "
        text += "\(system.allocatedBye)\n"
        text += "colour \(history.initialColour), seed \(seed)\n"
        text += "apart \(words(history.forbidden))\nrather apart \(words(history.discouraged))\n"
        for entrant in history.entrants {
            let rounds = (1..<max(round + 1, 1)).map { word(entrant.outcome(ofRound: $0)) }
            text += "\(entrant.number) \(rounds.joined(separator: " "))\n"
        }
        return of(text)
    }

    static func of(_ text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).map { byte in
            byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
        }.joined()
    }

    private static func words(_ separations: [Separation]) -> String {
        separations.map { separation in
            let rounds = separation.rounds.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "all"
            return rounds + ":" + separation.numbers.map(String.init).joined(separator: ",")
        }.joined(separator: " ")
    }

    private static func word(_ outcome: RoundOutcome) -> String {
        switch outcome {
        case .game(let opponent, let colour, let score, _):
            "\(opponent)\(colour == .white ? "w" : "b")\(score)"
        case .forfeit(let opponent, _, let won): "\(opponent)\(won ? "+" : "-")"
        case .bye(let bye): "\(bye)"
        case .absent: "absent"
        }
    }
}
