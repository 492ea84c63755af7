import ArgumentParser
import EventSourcing
import Vocabulary

/// `clubs bracket correct T ROUND BOARD RESULT`: another result than the recorded one.
struct BracketCorrect: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "correct",
        abstract: "Correct a result of any round; what is paired stays as it is.",
        discussion: """
            EXAMPLES
              clubs bracket correct $T 1 3 0-1 --reason typing-error
              clubs bracket correct $T 1 3 0-1 --applies-from-round 3 --reason appeal
            """)

    static let needsVersion = true

    @OptionGroup var options: TournamentOptions
    @OptionGroup var place: BoardOptions

    @Argument(help: ResultArgument.help)
    var result: ResultArgument

    @Option(help: "The first pairing that goes by the new result; the next one if not given.")
    var appliesFromRound: Int?

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at _: TournamentDesk) -> ServiceRequest {
        options.request(
            .post, place, "correction",
            body: [
                "result": result.result, "appliesFromRound": appliesFromRound,
                "reasonCode": reason.reason, "reason": reason.note,
            ])
    }
}

/// `clubs bracket undo T DECISION`: takes a decision back.
struct BracketUndo: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take a decision back; what hangs on it is listed, and goes too with --cascade.",
        discussion: """
            DECISION is an event's id, its version as `clubs bracket history` shows it, or last.

            EXAMPLES
              clubs bracket undo $T last --reason mistake
              clubs bracket undo $T 41 --cascade --reason wrong-round
            """)

    static let needsVersion = true

    @OptionGroup var options: TournamentOptions

    @Argument(help: "The decision: an event's id, a version, or last.")
    var decision: DecisionArgument

    @Flag(help: "With everything that hangs on it.")
    var cascade = false

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at desk: TournamentDesk) async throws -> ServiceRequest {
        options.request(
            .post, "reverts",
            body: [
                "event": try await event(at: desk), "cascade": cascade ? true : nil,
                "reasonCode": reason.reason, "reason": reason.note,
            ])
    }

    private func event(at desk: TournamentDesk) async throws -> String {
        if case .event(let id) = decision { return id.description }
        let version: Int? =
            if case .version(let version) = decision { version } else {
                try await desk.summary().body["version"]?.int
            }
        // The first so many events are those up to the version: arbiters miss none.
        var request = options.request(.get, "history")
        request.add(query: "limit", "200")
        let history = try await desk.client.list(request, limit: version ?? 1)
        let found = history.last { $0["version"]?.int == version }
        guard let event = found?["event"]?.string else {
            throw Failure(
                .notFound, "this tournament has no such decision",
                remedy: "`clubs bracket history T` shows what has happened; of drafts, to arbiters")
        }
        return event
    }
}

/// Which decision.
enum DecisionArgument: ExpressibleByArgument {
    case event(EventID)
    case version(Int)
    case last

    init?(argument: String) {
        if argument == "last" {
            self = .last
        } else if let version = Int(argument), version > 0 {
            self = .version(version)
        } else if let event = EventID(argument) {
            self = .event(event)
        } else {
            return nil
        }
    }
}
