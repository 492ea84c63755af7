import Foundation
import Testing
import Yams

/// `docker-compose.yml` as Compose reads it, with its variables filled in.
struct Compose {
    struct File: Decodable {
        let services: [String: Service]
        let configs: [String: Config]
    }

    struct Service: Decodable {
        var command: [String]?
        var environment: [String: String]?
        var depends_on: [String: Dependency]?
        var user: String?
        var ports: [String]?
        var healthcheck: HealthCheck?
        var build: Build?
    }

    struct Dependency: Decodable {
        let condition: String
    }

    struct HealthCheck: Decodable {
        let test: [String]
    }

    struct Build: Decodable {
        let dockerfile_inline: String
    }

    struct Config: Decodable {
        let content: String
    }

    /// A variable that the file asks for and nobody has set.
    struct MissingVariable: Error, Equatable {
        let name: String
        let message: String
    }

    let file: File

    /// - Throws: `MissingVariable`, or what is wrong with the file.
    init(_ variables: [String: String]) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            contentsOf: root.appendingPathComponent("docker-compose.yml"), encoding: .utf8)
        let document = try #require(try Yams.compose(yaml: text))
        file = try YAMLDecoder().decode(
            File.self, from: try Self.fill(document, with: variables))
    }

    func service(_ name: String) throws -> Service {
        try #require(file.services[name])
    }

    /// Variables stand in values, which are filled after the file has been taken apart.
    private static func fill(_ node: Node, with variables: [String: String]) throws -> Node {
        switch node {
        case .scalar(let scalar):
            return Node(try fill(scalar.string, with: variables), scalar.tag, scalar.style)
        case .sequence(let sequence):
            return Node(try sequence.map { try fill($0, with: variables) }, sequence.tag)
        case .mapping(let mapping):
            return Node(
                try mapping.map { ($0.key, try fill($0.value, with: variables)) }, mapping.tag)
        case .alias:
            return node
        }
    }

    /// `$$`, `${NAME}`, `${NAME:-default}` and `${NAME:?message}`, as the Compose specification
    /// has them; nothing else stands in our file.
    private static func fill(_ text: String, with variables: [String: String]) throws -> String {
        let pattern = /\$\$|\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/
        var filled = ""
        var rest = text[...]
        while let match = rest.firstMatch(of: pattern) {
            filled += rest[..<match.range.lowerBound]
            rest = rest[match.range.upperBound...]
            guard let name = match.output.1 else {
                filled += "$"
                continue
            }
            let value = variables[String(name)].flatMap { $0.isEmpty ? nil : $0 }
            switch (value, match.output.2) {
            case (let value?, _): filled += value
            case (nil, "?"):
                throw MissingVariable(
                    name: String(name), message: String(match.output.3 ?? ""))
            case (nil, _): filled += match.output.3 ?? ""
            }
        }
        return filled + rest
    }
}

extension Compose {
    /// What the first lines of the file tell a user to set.
    static let secrets = [
        "CLUBS_OWNER_PASSWORD": "owner's word: $1 'x' \\",
        "CLUBS_SERVICE_PASSWORD": "service's word",
        "CLUBS_VAULT_KEY": "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=",
    ]
}
