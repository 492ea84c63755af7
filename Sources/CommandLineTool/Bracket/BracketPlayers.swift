import ArgumentParser
import EventSourcing
import Tournaments
import Vocabulary

/// `clubs bracket enter T`: enters a player.
struct BracketEnter: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "enter",
        abstract: "Enter yourself, or a member of the club.",
        discussion: """
            EXAMPLES
              clubs bracket enter $T
              clubs bracket enter $T --player ada --rating 1850 --rating-source fide
              clubs bracket enter $T --player $PERSON --house ravens --half-bye 3
            """)

    @OptionGroup var options: TournamentOptions

    @Option(help: "Who plays, by id or name; the caller where nobody is named.")
    var player: PlayerReference?

    @Option(help: "Their rating.")
    var rating: Int?

    @Option(help: "Where the rating comes from.")
    var ratingSource: Tournament.RatingSource?

    @Option(help: "Their house.")
    var house: GroupName?

    @Option(help: "Their household: those with the same one can be kept apart.")
    var household: GroupName?

    @Option(name: .customLong("half-bye"), help: "A round for which they want a half-point bye.")
    var halfByes: [Int] = []

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at desk: TournamentDesk) async throws -> ServiceRequest {
        var person: PersonID?
        if let player { person = try await desk.member(player) }
        let byes = halfByes.map { Tournament.RequestedBye(round: $0, kind: .half) }
        return options.request(
            .post, "players",
            body: [
                "player": person, "rating": rating, "ratingSource": ratingSource, "house": house,
                "household": household, "requestedByes": byes.ifAny,
            ])
    }
}

/// `clubs bracket withdraw T PLAYER`: takes a player out.
struct BracketWithdraw: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take yourself or a player out, from the next round on.",
        discussion: """
            EXAMPLES
              clubs bracket withdraw $T
              clubs bracket withdraw $T 17 --from-round 4 --reason ill
            """)

    @OptionGroup var options: TournamentOptions

    @Argument(help: "Who leaves; the caller where nobody is named.")
    var player: PlayerReference?

    @Option(help: "The first round without them; the next one where none is named.")
    var fromRound: Int?

    @Option(help: ArgumentHelp("Why, as a code such as ill.", valueName: "code"))
    var reason: ReasonCode?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at desk: TournamentDesk) async throws -> ServiceRequest {
        options.request(
            .delete, "players", PathPart(try await desk.player(orCaller: player)),
            body: ["fromRound": fromRound, "reasonCode": reason])
    }
}

/// `clubs bracket reinstate T PLAYER`: takes a player in again.
struct BracketReinstate: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "reinstate",
        abstract: "Take a player in again who has left.",
        discussion: """
            EXAMPLE
              clubs bracket reinstate $T hopper --at-round 5
            """)

    @OptionGroup var options: TournamentOptions

    @Argument(help: "Who returns; the caller where nobody is named.")
    var player: PlayerReference?

    @Option(help: "The first round with them; the next one where none is named.")
    var atRound: Int?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at desk: TournamentDesk) async throws -> ServiceRequest {
        options.request(
            .post, "players", PathPart(try await desk.player(orCaller: player)), "reinstatement",
            body: ["atRound": atRound])
    }
}

/// `clubs bracket expel T PLAYER`: excludes a player.
struct BracketExpel: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "expel",
        abstract: "Exclude a player; nobody takes them in again.",
        discussion: """
            EXAMPLE
              clubs bracket expel $T 17 --reason conduct --note "After the second warning."
            """)

    @OptionGroup var options: TournamentOptions

    @Argument(help: "Who is excluded.")
    var player: PlayerReference

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at desk: TournamentDesk) async throws -> ServiceRequest {
        options.request(
            .post, "players", PathPart(try await desk.player(player)), "expulsion",
            body: ["reasonCode": reason.reason, "reason": reason.note])
    }
}

/// `clubs bracket seed T`: gives the players their numbers.
struct BracketSeed: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "seed",
        abstract: "Give the players their numbers: by rating, by lot, or in an order of your own.",
        discussion: """
            EXAMPLES
              clubs bracket seed $T
              clubs bracket seed $T --method lot --seed 7
              clubs bracket seed $T --method manual ada grace hypatia
            """)

    @OptionGroup var options: TournamentOptions

    @Argument(help: "Everybody in order, where the method is manual.")
    var order: [PlayerReference] = []

    @Option(help: "How they are ordered.")
    var method = Tournament.SeedingMethod.rating

    @Option(help: "Settles the lot.")
    var seed: Int?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func validate() throws {
        guard order.isEmpty || method == .manual else {
            throw ValidationError("An order is for --method manual.")
        }
    }

    func request(at desk: TournamentDesk) async throws -> ServiceRequest {
        var people: [PersonID] = []
        for player in order { people.append(try await desk.player(player)) }
        return options.request(
            .post, "seeding",
            body: ["method": method, "order": people.ifAny, "seed": seed])
    }
}
