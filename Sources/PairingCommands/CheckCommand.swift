import ArgumentParser
import Pairing

/// Pairs every round again: `clubs pairing check FILE.trf`.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Pair every round again and print each difference; exit with 8 if there is one.",
        discussion: """
            Every round is paired from the file as it stood before it, colours included. What was \
            paired by other rules than those of now shows as differences.

            EXAMPLE
              clubs pairing check open.trf
            """)

    @OptionGroup var tournament: TournamentOptions

    func run() throws {
        try Failure.reported { () throws(Failure) in
            let tournament = try tournament.read()
            let differences = tournament.pairingDifferences()
            for difference in differences { print(difference) }
            guard differences.isEmpty else { throw .differs }
            print("\(tournament.pairedRounds) rounds, no difference")
        }
    }
}
