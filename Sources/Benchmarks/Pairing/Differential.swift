import ArgumentParser
import Pairing
import PairingProof

/// Pairs random tournaments and has gacrux pair them again.
struct Differential: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare the pairings of random tournaments with those of gacrux.",
        discussion: "An endorsement by FIDE asks for 5000 tournaments.")

    @Option(help: "What is compared: dutch or tieBreaks.")
    var subject = DifferentialRun.Subject.dutch

    @Option(help: "How many tournaments.")
    var tournaments = 5000

    @Option(help: "The seed of the first; the others follow.")
    var firstSeed: UInt64 = 1

    @Option(help: "Players in each; 4 to 40, drawn from the seed, if not given.")
    var players: Int?

    @Option(help: "Rounds in each, if the number of players is given.")
    var rounds = 9

    @Option(help: "How many are compared at a time.")
    var workers = 2

    func run() async throws {
        let settings = (0..<UInt64(max(tournaments, 0))).map { place in
            players.map {
                RandomTournaments.field(players: $0, rounds: rounds, seed: firstSeed + place)
            } ?? RandomTournaments.small(seed: firstSeed + place)
        }
        let run = DifferentialRun(subject, reference: try Gacrux())
        let differences = try await run.differences(
            in: settings, workers: workers,
            progress: { done in if done.isMultiple(of: 500) { print("\(done) compared") } })
        for difference in differences { print(difference) }
        print("\(settings.count) tournaments from seed \(firstSeed): \(differences.count) differ")
        if !differences.isEmpty { throw ExitCode(8) }
    }
}

extension DifferentialRun.Subject: ExpressibleByArgument {}
