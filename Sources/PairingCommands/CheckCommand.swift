import ArgumentParser
import Pairing

/// Pairs every round again: `clubs pairing check FILE.trf`.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Pair every round again and print each difference; exit with 8 if there is one.")

    @OptionGroup var tournament: TournamentOptions

    func run() throws {
        try Failure.reported { () throws(Failure) in
            let (_, history) = try tournament.read()
            let differences = history.pairingDifferences()
            for difference in differences { print(difference) }
            guard differences.isEmpty else { throw .differs }
            print("\(history.pairedRounds) rounds, no difference")
        }
    }
}
