import ArgumentParser

/// Pairs and ranks tournaments from files: `clubs pairing …`, without a server.
package struct PairingCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "pairing",
        abstract: "Pair, check and rank tournaments from files, without a server.",
        subcommands: [
            NextCommand.self, CheckCommand.self, ExplainCommand.self, StandingsCommand.self,
            BracketCommand.self,
            CrosstableCommand.self, ConvertCommand.self, GenerateCommand.self,
        ])

    package init() {}
}
