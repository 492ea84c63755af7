import ArgumentParser

/// The numbers we promise, measured.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clubs-benchmarks",
        abstract: "Measure what is promised, and prove at length what the tests prove in short.",
        subcommands: [
            LogBenchmarks.self, BracketCommand.self, PairingSpeed.self, Differential.self,
            Fuzz.self,
        ])
}
