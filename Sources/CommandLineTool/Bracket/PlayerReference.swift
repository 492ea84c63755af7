import ArgumentParser
import EventSourcing
import Vocabulary

/// A player as one types them: a person's id, a pairing number, or the beginning of a name.
enum PlayerReference: ExpressibleByArgument, Equatable, CustomStringConvertible {
    case person(PersonID)
    case number(Int)
    case name(String)

    init?(argument: String) {
        if let person = PersonID(argument) {
            self = .person(person)
        } else if let number = Int(argument) {
            guard number > 0 else { return nil }
            self = .number(number)
        } else {
            guard !argument.isEmpty else { return nil }
            self = .name(argument)
        }
    }

    var description: String {
        switch self {
        case .person(let person): "\(person)"
        case .number(let number): "number \(number)"
        case .name(let name): name
        }
    }
}

/// The people among whom somebody is looked for.
struct PlayerList {
    struct Player: Equatable {
        let person: PersonID
        let name: String
        let number: Int?
    }

    let players: [Player]
    /// The command that lists them.
    private let list: String

    /// - Parameter tournament: As `GET /v1/tournaments/{id}` shows it.
    init(_ tournament: JSONValue) {
        players = (tournament["entries"]?.list ?? []).compactMap { Self.player($0, "player") }
        list = "`clubs bracket show T --players` shows who has entered"
    }

    init(members: [JSONValue]) {
        players = members.compactMap { Self.player($0, "person") }
        list = "`clubs club show CLUB` shows who is in the club"
    }

    private static func player(_ json: JSONValue, _ id: String) -> Player? {
        json[id]?.string.flatMap { PersonID($0) }.map {
            Player(person: $0, name: json["displayName"]?.string ?? "", number: json["number"]?.int)
        }
    }

    /// - Throws: `Failure`, with the names where several fit.
    func find(_ reference: PlayerReference) throws -> PersonID {
        let found = players.filter { fits($0, reference) }
        guard let first = found.first else {
            throw Failure(
                .notFound, "nobody here is \(reference)", remedy: list)
        }
        // A name in full goes before longer ones that begin with it.
        let exact = found.filter { .name($0.name.lowercased()) == reference.lowercased }
        if exact.count == 1 { return exact[0].person }
        guard found.count == 1 else {
            throw Failure(
                .usage,
                "\(reference) may be \(found.prefix(5).map(\.name).joined(separator: ", "))",
                remedy: "type more of the name, or the pairing number")
        }
        return first.person
    }

    /// A name fits by its beginning, or by that of one of its words.
    private func fits(_ player: Player, _ reference: PlayerReference) -> Bool {
        switch reference {
        case .person(let person): return player.person == person
        case .number(let number): return player.number == number
        case .name(let typed):
            let (name, typed) = (player.name.lowercased(), typed.lowercased())
            return name.hasPrefix(typed)
                || name.split { " ,-".contains($0) }.contains { $0.hasPrefix(typed) }
        }
    }

    func name(of person: String?) -> String {
        players.first { "\($0.person)" == person }?.name ?? person ?? ""
    }
}

extension PlayerReference {
    fileprivate var lowercased: Self {
        if case .name(let name) = self { .name(name.lowercased()) } else { self }
    }
}

extension JSONValue {
    /// The elements of a list; none of anything else.
    var list: [JSONValue] {
        if case .array(let values) = self { values } else { [] }
    }

    var int: Int? {
        if case .integer(let value) = self { Int(value) } else { nil }
    }
}
