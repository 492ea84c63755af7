import ArgumentParser
import EventSourcing
import Tournaments
import Vocabulary

/// `clubs bracket resolve-tie T PLAYER…`: puts tied players in order.
struct BracketResolveTie: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "resolve-tie",
        abstract: "Put players in order whom no tie-break tells apart.",
        discussion: """
            EXAMPLE
              clubs bracket resolve-tie $T 4 hopper --method playoff
            """)

    @OptionGroup var options: TournamentOptions

    @Argument(help: "The tied players, the better one first.")
    var players: [PlayerReference]

    @Option(help: "How the order was found.")
    var method: Tournament.TieMethod

    @Option(help: "Settles the lot.")
    var seed: Int?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at desk: TournamentDesk) async throws -> ServiceRequest {
        var people: [PersonID] = []
        for player in players { people.append(try await desk.player(player)) }
        return options.request(
            .post, "ties", body: ["players": people, "method": method, "seed": seed])
    }
}

/// `clubs bracket finalize T`: makes the standings final.
struct BracketFinalize: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "finalize",
        abstract: "Make the standings final, as they are or as a digest names them.",
        discussion: """
            EXAMPLES
              clubs bracket finalize $T
              clubs bracket finalize $T --digest "$(clubs bracket standings $T --digest)"
            """)

    static let needsVersion = true

    @OptionGroup var options: TournamentOptions

    @Option(
        help: "The digest of the standings that you have seen; of the present ones if not given.")
    var digest: String?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at desk: TournamentDesk) async throws -> ServiceRequest {
        var digest = digest
        if digest == nil {
            digest = try await desk.client.send(options.request(.get, "standings"))
                .body["digest"]?.string
        }
        return options.request(.post, "finalization", body: ["confirmDigest": digest])
    }
}

/// `clubs bracket reopen T`: opens what was final.
struct BracketReopen: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "reopen",
        abstract: "Open final standings again, to correct them.",
        discussion: """
            EXAMPLE
              clubs bracket reopen $T --reason appeal
            """)

    @OptionGroup var options: TournamentOptions
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at _: TournamentDesk) -> ServiceRequest {
        options.request(
            .post, "reopening", body: ["reasonCode": reason.reason, "reason": reason.note])
    }
}
