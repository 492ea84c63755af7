import ArgumentParser
import Glibc
import PairingProof

/// Runs the readers over damaged input, at full speed.
struct Fuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the readers of report files and of knockouts over damaged input.",
        discussion: "A crash or a hang ends the process and names the seed of the input.")

    @Option(help: "How many inputs for each reader.")
    var inputs = 100_000

    @Option(help: "The seed of the first input; the others follow.")
    var firstSeed: UInt64 = 1

    /// Resident bytes that no input of 64 KiB may need.
    private static let mostMemory = 200 << 20

    func run() throws {
        for target in Fuzzing.Target.allCases {
            let tally = try Fuzzing(target).run(from: firstSeed, inputs: inputs)
            print(
                "\(target.rawValue): \(inputs) inputs from seed \(firstSeed), "
                    + "\(tally.accepted) accepted, \(tally.refused) refused")
        }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        print("memory: \(usage.ru_maxrss / 1024) MB")
        guard usage.ru_maxrss * 1024 <= Self.mostMemory else { throw ExitCode(8) }
    }
}
