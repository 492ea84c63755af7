import ArgumentParser
import Pairing

/// Plays a knockout from its results: `clubs pairing bracket FILE.json`.
struct BracketCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bracket",
        abstract: "Show what of a knockout has been played, what is ready, and the places.",
        discussion: """
            Reads {"type":"single"|"double","players":N,"thirdPlace":BOOL,"grandFinal":"single"|"reset",\
            "results":[[BRACKET,ROUND,MATCH,WINNER],…]} and prints "played", "ready" and, once all is \
            played, "places" by seed. Brackets: W upper or only, L lower, F grand final, C third place. \
            A winner of 0 says that nobody came.

            EXAMPLE
              clubs pairing bracket cup.json
            """)

    @Argument(help: "A file of JSON; - for standard input.")
    var file: String

    func run() throws {
        try Failure.reported { () throws(Failure) in
            print(try KnockoutFile.answer(to: try InputFile.bytes(at: file), name: file))
        }
    }
}

/// The command's work, from bytes to text.
package enum KnockoutFile {
    /// - Throws: A failure that says at which byte the text is not JSON, or which result is wrong.
    package static func answer(to bytes: [UInt8]) throws -> String {
        try answer(to: bytes, name: "-")
    }

    static func answer(to bytes: [UInt8], name: String) throws(Failure) -> String {
        let json: JSONValue
        do {
            json = try JSONValue(bytes: bytes)
        } catch {
            throw .unreadable("\(name): \(error)")
        }
        let input = try BracketInput(json: json)
        do throws(EliminationBracket.Rejection) {
            return try input.played().description
        } catch {
            throw .refused(error.message)
        }
    }
}

/// A knockout with its results in the order they came in.
private struct BracketInput {
    private let players: Int
    private let format: EliminationFormat
    private let results: [(id: MatchID, winner: Int)]

    /// More players than a bracket of anybody's has.
    private static let mostPlayers = 4096

    init(json: JSONValue) throws(Failure) {
        guard case .object(let members) = json, case .integer(let players)? = members["players"],
            players <= Self.mostPlayers
        else {
            throw .unreadable(
                "bracket: expected an object with \"players\", at most \(Self.mostPlayers)")
        }
        self.players = players
        switch members["type"] {
        case .string("single"):
            format = .single(
                thirdPlace: try Self.flag("thirdPlace", in: members),
                reseeds: try Self.flag("reseeds", in: members))
        case .string("double"):
            switch members["grandFinal"] ?? .null {
            case .string("reset"): format = .double(resets: true)
            case .string("single"), .null: format = .double(resets: false)
            default:
                throw .unreadable(
                    "bracket: expected \"grandFinal\" to be \"single\" or \"reset\"")
            }
        default: throw .unreadable("bracket: expected \"type\" to be \"single\" or \"double\"")
        }
        guard case .array(let entries) = members["results"] ?? .array([]) else {
            throw .unreadable("bracket: expected \"results\" to be a list")
        }
        var results: [(id: MatchID, winner: Int)] = []
        for (index, entry) in entries.enumerated() {
            guard case .array(let parts) = entry, parts.count == 4,
                case .string(let name) = parts[0],
                let bracket = MatchID.Bracket(rawValue: name), case .integer(let round) = parts[1],
                case .integer(let match) = parts[2], case .integer(let winner) = parts[3]
            else {
                throw .unreadable(
                    "bracket: result \(index + 1): expected [bracket, round, match, winner]")
            }
            results.append((MatchID(bracket, round, match), winner))
        }
        self.results = results
    }

    private static func flag(
        _ name: String, in members: [String: JSONValue]
    ) throws(Failure) -> Bool {
        switch members[name] ?? .null {
        case .bool(let value): return value
        case .null: return false
        default: throw .unreadable("bracket: expected \"\(name)\" to be true or false")
        }
    }

    func played() throws(EliminationBracket.Rejection) -> JSONValue {
        var bracket = try EliminationBracket(players: players, format: format)
        for (id, winner) in results {
            try bracket.enter(winner == 0 ? .nobodyCame : .won(by: winner), for: id)
        }
        var matches: [MatchID: Match] = [:]
        for match in bracket.matches { matches[match.id] = match }
        var members: [String: JSONValue] = [
            "played": .array(
                results.map { id, winner in
                    .array((matches[id]?.json ?? []) + [.integer(winner)])
                }),
            "ready": .array(bracket.ready.sorted { $0.id < $1.id }.map { .array($0.json) }),
        ]
        if let places = bracket.places {
            members["places"] = .array(places.map { .integer($0) })
        }
        return .object(members)
    }
}

extension Match {
    fileprivate var json: [JSONValue] {
        [
            .string(id.bracket.rawValue), .integer(id.round), .integer(id.match), first.json,
            second.json,
        ]
    }
}

extension MatchPlace {
    fileprivate var json: JSONValue {
        switch self {
        case .open: .null
        case .bye: .integer(0)
        case .player(let seed): .integer(seed)
        }
    }
}

extension EliminationBracket.Rejection {
    fileprivate var message: String {
        switch self {
        case .fewerThanTwoPlayers(let count): "a knockout needs two players, not \(count)"
        case .unknownMatch(let id): "there is no match \(id)"
        case .notReady(let id): "\(id) cannot be played now"
        case .notInMatch(let id, let player): "\(player) does not play in \(id)"
        case .dependentResults(let id, let later):
            "\(id) cannot change while \(later.map(\.description).joined(separator: ", ")) stand"
        }
    }
}
