import ArgumentParser
import EventSourcing
import Vocabulary

/// `clubs bracket start T`: draws the first colour; the settings are now promised.
struct BracketStart: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start the tournament.",
        discussion: """
            EXAMPLE
              clubs bracket start $T --lot-seed 7
            """)

    @OptionGroup var options: TournamentOptions

    @Option(help: "Settles the first colour where it is drawn by lot.")
    var lotSeed: Int?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at _: TournamentDesk) -> ServiceRequest {
        options.request(.post, "start", body: ["lotSeed": lotSeed])
    }
}

/// `clubs bracket pair T ROUND`: draws the boards of a round.
struct BracketPair: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "pair",
        abstract: "Pair the next round; --dry-run shows the boards and why, and records nothing.",
        discussion: """
            EXAMPLES
              clubs bracket pair $T 4 --dry-run
              clubs bracket pair $T 4 --exclude-absent --publish
            """)

    static let needsVersion = true

    @OptionGroup var options: TournamentOptions

    @Argument(help: "The round, from 1.")
    var round: Int

    @Flag(help: "Leave out who has not checked in.")
    var excludeAbsent = false

    @Flag(help: "Count open games of earlier rounds as draws.")
    var allowOpenGames = false

    @Flag(help: "Publish the round at once.")
    var publish = false

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at _: TournamentDesk) -> ServiceRequest {
        options.request(
            .post, "rounds", PathPart(round), "pairing",
            body: [
                "excludeAbsent": excludeAbsent ? true : nil,
                "allowOpenGames": allowOpenGames ? true : nil,
            ])
    }

    func report(_ answer: ServiceAnswer, at desk: TournamentDesk) async throws {
        try WriteReport(answer, isRehearsal: writing.dryRun).print(asJSON: false)
        let paired = answer.body["events"]?.list.first { $0["type"] == "tournament.round-paired" }
        if let data = paired?["data"] {
            PairedTable(data, players: try await desk.players()).print()
        }
        guard paired != nil, !writing.dryRun else { return }
        guard publish else {
            return Terminal.note(
                "a draft: others see it after `clubs bracket publish \(options.tournament) \(round)`"
            )
        }
        var request = options.request(.post, "rounds", PathPart(round), "publication")
        request.add(header: "If-Match", answer.entityTag)
        let published = try await desk.client.send(request)
        try WriteReport(published, isRehearsal: false).print(asJSON: false)
    }
}

/// `clubs bracket unpair T ROUND`: takes a pairing back.
struct BracketUnpair: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "unpair",
        abstract: "Take the pairing of a round back that has no result yet.",
        discussion: """
            EXAMPLE
              clubs bracket unpair $T 4 --reason late-entry
            """)

    static let needsVersion = true

    @OptionGroup var options: TournamentOptions

    @Argument(help: "The round, from 1.")
    var round: Int

    @Option(help: ArgumentHelp("Why, as a code such as late-entry.", valueName: "code"))
    var reason: ReasonCode

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at _: TournamentDesk) -> ServiceRequest {
        options.request(
            .delete, "rounds", PathPart(round), "pairing", body: ["reasonCode": reason])
    }
}

/// `clubs bracket publish T ROUND`: shows a round to the players.
struct BracketPublish: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Publish a round; from now on its results can come in.",
        discussion: """
            EXAMPLES
              clubs bracket publish $T 4
              clubs bracket publish $T 4 --starts-at 2027-03-09T16:00:00Z
            """)

    static let needsVersion = true

    @OptionGroup var options: TournamentOptions

    @Argument(help: "The round, from 1.")
    var round: Int

    @Option(help: "When its games start (RFC 3339); as planned where nothing is said.")
    var startsAt: Timestamp?

    @Option(help: "Until when its games can be played (RFC 3339).")
    var windowEndsAt: Timestamp?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at _: TournamentDesk) -> ServiceRequest {
        options.request(
            .post, "rounds", PathPart(round), "publication",
            body: ["startsAt": startsAt, "windowEndsAt": windowEndsAt])
    }
}

/// `clubs bracket complete T ROUND`: closes a round.
struct BracketComplete: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "complete",
        abstract: "Close a round whose every board has a result.",
        discussion: """
            EXAMPLE
              clubs bracket complete $T 4
            """)

    @OptionGroup var options: TournamentOptions

    @Argument(help: "The round, from 1.")
    var round: Int

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at _: TournamentDesk) -> ServiceRequest {
        options.request(.post, "rounds", PathPart(round), "completion")
    }
}
