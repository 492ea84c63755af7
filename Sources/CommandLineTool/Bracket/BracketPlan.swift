import ArgumentParser
import EventSourcing
import Vocabulary

/// `clubs bracket postpone T TIME`: moves the start.
struct BracketPostpone: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "postpone",
        abstract: "Move the start to another day and time.",
        discussion: """
            EXAMPLE
              clubs bracket postpone $T 2027-03-16T16:00
            """)

    @OptionGroup var options: TournamentOptions

    @Argument(help: "The new day and time, in the tournament's zone.")
    var to: LocalDateTime

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at _: TournamentDesk) -> ServiceRequest {
        options.request(.post, "postponement", body: ["to": to])
    }
}

/// `clubs bracket cancel T`: calls a tournament off.
struct BracketCancel: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Call a tournament off.",
        discussion: """
            EXAMPLE
              clubs bracket cancel $T --reason no-hall
            """)

    @OptionGroup var options: TournamentOptions

    @Option(help: ArgumentHelp("Why, as a code such as no-hall.", valueName: "code"))
    var reason: ReasonCode

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at _: TournamentDesk) -> ServiceRequest {
        options.request(.post, "cancellation", body: ["reasonCode": reason])
    }
}

/// `clubs bracket entries …`: whether players may enter.
struct BracketEntries: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "entries",
        abstract: "Open and close the entries.",
        subcommands: [Open.self, Close.self])

    struct Open: BracketWrite {
        static let configuration = CommandConfiguration(
            abstract: "Let players enter.",
            discussion: """
                EXAMPLE
                  clubs bracket entries open $T
                """)

        @OptionGroup var options: TournamentOptions
        @OptionGroup var writing: WritingOptions
        @OptionGroup var service: ServiceOptions

        func request(at _: TournamentDesk) -> ServiceRequest {
            options.request(.post, "entry-windows")
        }
    }

    struct Close: BracketWrite {
        static let configuration = CommandConfiguration(
            abstract: "Let nobody else enter.",
            discussion: """
                EXAMPLE
                  clubs bracket entries close $T
                """)

        @OptionGroup var options: TournamentOptions
        @OptionGroup var writing: WritingOptions
        @OptionGroup var service: ServiceOptions

        func request(at _: TournamentDesk) -> ServiceRequest {
            options.request(.delete, "entry-windows")
        }
    }
}
