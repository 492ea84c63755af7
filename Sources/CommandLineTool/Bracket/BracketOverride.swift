import ArgumentParser
import EventSourcing
import Tournaments
import Vocabulary

/// `clubs bracket override T ROUND`: changes a round by hand.
struct BracketOverride: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "override",
        abstract: "Change a round by hand; what breaks a rule of the pairing needs --force.",
        discussion: """
            EXAMPLES
              clubs bracket override $T 4 --board 3:17:4 --board 5:9:hopper --reason wish
              clubs bracket override $T 4 --bye 17:zero --reason ill --force
            """)

    static let needsVersion = true

    @OptionGroup var options: TournamentOptions

    @Argument(help: "The round, from 1.")
    var round: Int

    @Option(name: .customLong("board"), help: "A board and its players, as BOARD:WHITE:BLACK.")
    var boards: [BoardArgument] = []

    @Option(name: .customLong("bye"), help: "Who does not play, as PLAYER:half (zero, full, pab).")
    var byes: [ByeArgument] = []

    @Flag(help: "Also what breaks a rule of the pairing.")
    var force = false

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func validate() throws {
        guard !boards.isEmpty || !byes.isEmpty else {
            throw ValidationError("Name at least one --board or --bye.")
        }
    }

    func request(at desk: TournamentDesk) async throws -> ServiceRequest {
        var changes: [Tournament.PlacementChange] = []
        for board in boards {
            changes.append(
                .board(
                    board.board, white: try await desk.player(board.white),
                    black: try await desk.player(board.black)))
        }
        for bye in byes {
            changes.append(.bye(try await desk.player(bye.player), kind: bye.kind))
        }
        return options.override(round, changes, force: force, because: reason)
    }
}

/// `clubs bracket swap T ROUND A B`: two players change places, or a board its colours.
struct BracketSwap: BracketWrite {
    static let configuration = CommandConfiguration(
        commandName: "swap",
        abstract: "Let two players of a round change places, or two opponents their colours.",
        discussion: """
            EXAMPLE
              clubs bracket swap $T 4 17 hopper --reason siblings
            """)

    static let needsVersion = true

    @OptionGroup var options: TournamentOptions

    @Argument(help: "The round, from 1.")
    var round: Int

    @Argument(help: "One of the two.")
    var first: PlayerReference

    @Argument(help: "The other.")
    var second: PlayerReference

    @Flag(help: "Also where it breaks a rule of the pairing.")
    var force = false

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    func request(at desk: TournamentDesk) async throws -> ServiceRequest {
        let (first, second) = (try await desk.player(first), try await desk.player(second))
        let shown = try await desk.client.send(options.request(.get, "rounds", PathPart(round)))
        func other(_ person: PersonID) -> PersonID {
            person == first ? second : person == second ? first : person
        }
        var changes: [Tournament.PlacementChange] = []
        for board in shown.body["boards"]?.list ?? [] {
            guard let number = board["board"]?.int, let white = board["white"]?.person,
                let black = board["black"]?.person, other(white) != white || other(black) != black
            else { continue }
            changes.append(.board(number, white: other(white), black: other(black)))
        }
        for bye in shown.body["byes"]?.list ?? [] {
            guard let person = bye.person, other(person) != person,
                let kind = bye["kind"]?.string.flatMap(Tournament.ByeKind.init)
            else { continue }
            changes.append(.bye(other(person), kind: kind))
        }
        guard !changes.isEmpty else {
            throw Failure(
                .notFound, "neither of the two has a place in round \(round)",
                remedy: "`clubs bracket show T ROUND` shows who sits where")
        }
        return options.override(round, changes, force: force, because: reason)
    }
}

extension TournamentOptions {
    fileprivate func override(
        _ round: Int, _ changes: [Tournament.PlacementChange], force: Bool,
        because reason: ReasonOptions
    ) -> ServiceRequest {
        request(
            .patch, "rounds", PathPart(round), "pairing",
            body: [
                "changes": changes, "force": force ? true : nil, "reasonCode": reason.reason,
                "reason": reason.note,
            ])
    }
}

extension JSONValue {
    fileprivate var person: PersonID? { self["player"]?.string.flatMap { PersonID($0) } }
}

/// `3:17:4`: board 3, number 17 with White against number 4.
struct BoardArgument: ExpressibleByArgument {
    let board: Int
    let white: PlayerReference
    let black: PlayerReference

    init?(argument: String) {
        let parts = argument.split(separator: ":").map(String.init)
        guard parts.count == 3, let board = Int(parts[0]), board > 0,
            let white = PlayerReference(argument: parts[1]),
            let black = PlayerReference(argument: parts[2])
        else { return nil }
        self.board = board
        self.white = white
        self.black = black
    }
}

/// `17:half`: number 17 has a half-point bye.
struct ByeArgument: ExpressibleByArgument {
    let player: PlayerReference
    let kind: Tournament.ByeKind

    init?(argument: String) {
        let parts = argument.split(separator: ":").map(String.init)
        guard parts.count == 2, let player = PlayerReference(argument: parts[0]),
            let kind = Tournament.ByeKind(rawValue: parts[1])
        else { return nil }
        self.player = player
        self.kind = kind
    }
}
