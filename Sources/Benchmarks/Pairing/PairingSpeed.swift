import ArgumentParser
import Glibc
import Pairing
import PairingProof

/// Processor time for pairing a round, beside gacrux on the same files.
struct PairingSpeed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pairing",
        abstract: "Measure the processor time of pairing a round.",
        discussion: """
            Fields of 9 rounds that `clubs pairing generate --seed 1` makes, each round paired by a \
            program of its own: user and system time, start included, the median of all rounds. \
            In process: the same rounds from values in memory.
            """)

    @Option(help: "The program to measure.")
    var clubs = ".build/release/clubs"

    @Option(parsing: .upToNextOption, help: "The numbers of players.")
    var players = [20, 50, 100, 200, 300, 500, 1000, 2000]

    @Option(help: "The largest field that gacrux pairs; 0 leaves it out.")
    var referenceUpTo = 1000

    @Option(help: "How often each round is paired.")
    var repetitions = 5

    @Flag(help: "One round of small fields, to see that everything runs; no time is judged.")
    var quick = false

    @Flag(help: "Print JSON.")
    var json = false

    static let rounds = 9

    func run() throws {
        let reference = referenceUpTo > 0 && !quick ? try Gacrux() : nil
        let sizes = quick ? [20, 50, 100] : players
        let folder = "/tmp/clubs-benchmarks-\(getpid())"
        mkdir(folder, 0o700)
        defer { rmdir(folder) }
        var lines: [PairingMeasurement] = []
        for size in sizes {
            let field = BenchmarkField(
                players: size, rounds: Self.rounds, paired: quick ? [4] : Array(0..<Self.rounds))
            lines.append(
                try field.measurement(
                    of: quick ? nil : clubs, beside: size <= referenceUpTo ? reference : nil,
                    repetitions: quick ? 1 : repetitions, folder: folder))
            if !json { print(lines.count == 1 ? PairingMeasurement.header : "", terminator: "") }
            if !json { print(lines[lines.count - 1].row) }
        }
        if json { print("[" + lines.map(\.json).joined(separator: ",\n ") + "]") }
    }
}
