import ArgumentParser
import EventSourcing
import Tournaments
import Vocabulary

/// `clubs bracket bye T ROUND`: a round without a game.
struct BracketBye: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "bye",
        abstract: "Ask for a bye in a round that is not paired yet, or give it back.",
        discussion: """
            EXAMPLES
              clubs bracket bye $T 3
              clubs bracket bye $T 3 --player 17 --kind zero
              clubs bracket bye $T 3 --player hopper --give-back
            """)

    @OptionGroup var options: TournamentOptions

    @Argument(help: "The round, from 1.")
    var round: Int

    @Option(help: "Who does not play; the caller where nobody is named.")
    var player: PlayerReference?

    @Option(help: "What it is worth: half or zero, and full from an arbiter.")
    var kind = Tournament.ByeKind.half

    @Flag(help: "Give the bye back, and play.")
    var giveBack = false

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at desk: TournamentDesk) async throws -> ServiceRequest {
        let player = try await desk.player(orCaller: player)
        guard !giveBack else {
            return options.request(.delete, "byes", PathPart(round), PathPart(player))
        }
        return options.request(
            .post, "byes", body: ["player": player, "round": round, "kind": kind])
    }
}

/// `clubs bracket check-in T ROUND`: says that a player is there.
struct BracketCheckIn: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "check-in",
        abstract: "Say that you are there, or that a player is.",
        discussion: """
            EXAMPLE
              clubs bracket check-in $T 1 --player ada
            """)

    @OptionGroup var options: TournamentOptions

    @Argument(help: "The round, from 1.")
    var round: Int

    @Option(help: "Who is there; the caller where nobody is named.")
    var player: PlayerReference?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at desk: TournamentDesk) async throws -> ServiceRequest {
        options.request(
            .post, "check-ins",
            body: ["player": try await desk.player(orCaller: player), "round": round])
    }
}
