import ArgumentParser
import EventSourcing
import Tournaments
import Vocabulary

/// `clubs bracket result T ROUND BOARD RESULT`: what the arbiter records.
struct BracketResult: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "result",
        abstract: "Record how a game ended, as the arbiter.",
        discussion: """
            EXAMPLES
              clubs bracket result $T 4 3 1-0
              clubs bracket result $T 4 5 draw --game https://games.example/77
              clubs bracket result $T 4 9 white-absent
            """)

    @OptionGroup var options: TournamentOptions
    @OptionGroup var place: BoardOptions

    @Argument(help: ResultArgument.help)
    var result: ResultArgument

    @Option(help: "Where the game can be replayed.")
    var game: GameReference?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at _: TournamentDesk) -> ServiceRequest {
        options.request(
            .post, place, "result", body: ["result": result.result, "gameRef": game])
    }
}

/// `clubs bracket report T ROUND BOARD RESULT`: what a player says of their own game.
struct BracketReport: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Tell how your own game ended.",
        discussion: """
            EXAMPLE
              clubs bracket report $T 4 3 1-0
            """)

    @OptionGroup var options: TournamentOptions
    @OptionGroup var place: BoardOptions

    @Argument(help: ResultArgument.help)
    var result: ResultArgument

    @Option(help: "Where the game can be replayed.")
    var game: GameReference?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at _: TournamentDesk) -> ServiceRequest {
        options.request(
            .post, place, "report", body: ["result": result.result, "gameRef": game])
    }
}

/// `clubs bracket confirm T ROUND BOARD`: the opponent's report is right.
struct BracketConfirm: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Say that your opponent's report is right.",
        discussion: """
            EXAMPLE
              clubs bracket confirm $T 4 3
            """)

    @OptionGroup var options: TournamentOptions
    @OptionGroup var place: BoardOptions

    @Argument(help: "The result that you confirm; the reported one where none is named.")
    var result: ResultArgument?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at _: TournamentDesk) -> ServiceRequest {
        options.request(.post, place, "confirmation", body: ["result": result?.result])
    }
}

/// `clubs bracket dispute T ROUND BOARD`: the opponent's report is wrong.
struct BracketDispute: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "dispute",
        abstract: "Say that your opponent's report is wrong; the arbiter decides.",
        discussion: """
            EXAMPLE
              clubs bracket dispute $T 4 3 --note "It was a draw."
            """)

    @OptionGroup var options: TournamentOptions
    @OptionGroup var place: BoardOptions

    @Option(help: ArgumentHelp("Why, in your own words; kept in the vault.", valueName: "text"))
    var note: String?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at _: TournamentDesk) -> ServiceRequest {
        options.request(.post, place, "dispute", body: ["reason": note])
    }
}

extension TournamentOptions {
    func request(
        _ method: ServiceRequest.Method, _ place: BoardOptions, _ path: PathPart,
        body: Fields? = nil
    ) -> ServiceRequest {
        ServiceRequest(
            method, ["tournaments", PathPart(tournament)] + place.path + [path], body: body)
    }
}
