import ArgumentParser
import Pairing

/// Says why a round was paired as it was: `clubs pairing explain FILE.trf --round 3`.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain the pairing of a round, board by board.",
        discussion: """
            For each board: the bracket, floats, what decided against the natural opponent (that of the \
            first candidate), and the rule that gave the colours.

            EXAMPLE
              clubs pairing explain open.trf --round 3
            """)

    @OptionGroup var tournament: TournamentOptions

    @Option(help: "The round to explain; the next one if not given.")
    var round: Int?

    func run() throws {
        try Failure.reported { () throws(Failure) in
            let tournament = try tournament.read()
            let next = tournament.pairedRounds + 1
            let round = round ?? next
            guard (1...next).contains(round) else {
                throw .unreadable("explain: rounds 1 to \(next) can be explained")
            }
            for line in try tournament.explanation(ofRound: round) { print(line) }
        }
    }
}

extension ReportedTournament {
    func explanation(ofRound round: Int) throws(Failure) -> [String] {
        guard case .players(let history) = self, history.format == .swiss else {
            throw .refused("only rounds of the individual Swiss (the Dutch system) are explained")
        }
        guard round <= history.plannedRounds else {
            throw .refused("\(PairingRefusal.allRoundsPaired(planned: history.plannedRounds))")
        }
        do throws(NoLegalPairing) {
            return try history.before(round: round).explanation(ofRound: round).lines
        } catch {
            throw .refused("\(PairingRefusal.noLegalPairing(round: round, error))")
        }
    }
}
