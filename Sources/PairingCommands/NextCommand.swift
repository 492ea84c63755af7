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
            byes asked for. Exits with 3 if no legal pairing exists.
            """)

    @OptionGroup var tournament: TournamentOptions

    @Flag(help: "Add the reasons in words.")
    var explain = false

    func run() throws {
        try Failure.reported { () throws(Failure) in
            let (_, history) = try tournament.read()
            let round = history.pairedRounds + 1
            do throws(NoLegalPairing) {
                print(try history.swissPairing(ofRound: round).listing)
                guard explain else { return }
                for line in try history.explanation(ofRound: round).lines { print(line) }
            } catch {
                throw .refused(error.message(round: round))
            }
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

extension NoLegalPairing {
    func message(round: Int) -> String {
        "round \(round) has no legal pairing: players "
            + numbers.map(String.init).joined(separator: ", ")
            + " cannot all be paired without a second meeting, a second bye or a forbidden colour"
    }
}
