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
            """)

    @OptionGroup var tournament: TournamentOptions

    @Option(help: "The round to explain; the next one if not given.")
    var round: Int?

    func run() throws {
        try Failure.reported { () throws(Failure) in
            let (_, history) = try tournament.read()
            let round = round ?? history.pairedRounds + 1
            guard (1...history.pairedRounds + 1).contains(round) else {
                throw .unreadable(
                    "explain: rounds 1 to \(history.pairedRounds + 1) can be explained")
            }
            do throws(NoLegalPairing) {
                for line in try history.before(round: round).explanation(ofRound: round).lines {
                    print(line)
                }
            } catch {
                throw .refused(error.message(round: round))
            }
        }
    }
}
