import ArgumentParser
import Pairing

/// Pairs the next round: `clubs pairing next FILE.trf`.
struct NextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next",
        abstract: "Pair the next round.",
        discussion: """
            Prints the number of pairs, then WHITE BLACK by pairing number, a line each; 0 stands for \
            the pairing-allocated bye. In the column of the round to pair the file holds only the \
            byes asked for, and whoever has nothing there is paired; a round in which somebody has a \
            game counts as paired. Record 192 names the system: a Swiss (the Dutch one) without it, \
            FIDE_TEAM… for teams by C.04.6, which are then named by their own numbers, and \
            BERGER_ROUNDROBIN and its like for Berger tables. Exits with 3 and the reason if no \
            legal pairing exists, all rounds are paired, or 192 names another system of FIDE's.

            EXAMPLES
              clubs pairing next running.trf
              clubs pairing next running.trf --explain
            """)

    @OptionGroup var tournament: TournamentOptions

    @Flag(help: "Add the reasons in words.")
    var explain = false

    func run() throws {
        try Failure.reported { () throws(Failure) in
            let tournament = try tournament.read()
            let round = tournament.pairedRounds + 1
            do throws(PairingRefusal) {
                print(try tournament.pairing(ofRound: round).listing)
            } catch {
                throw .refused("\(error)")
            }
            guard explain else { return }
            for line in try tournament.explanation(ofRound: round) { print(line) }
        }
    }
}

extension SwissPairing {
    /// The number of pairs, then a line for each board; the bye comes last.
    var listing: String {
        var lines = boards.map { "\($0.white) \($0.black)" }
        if let bye { lines.append("\(bye) 0") }
        return (["\(lines.count)"] + lines).joined(separator: "\n")
    }
}
