import JSONCoding

/// A JSON value with whole numbers only, read and written without Foundation, whose loading alone takes longer than a
/// bracket.
enum JSONValue: Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// - Throws: `JSONFault`, or `Fraction`.
    init(bytes: [UInt8]) throws {
        try self.init(try JSONDocument(bytes, limits: .strict), JSONDocument.root)
    }

    /// A number that is not whole, or has more than 64 bits.
    struct Fraction: Error, CustomStringConvertible {
        let number: String
        let offset: Int

        var description: String {
            "the JSON is wrong at byte \(offset): \(number) is no whole number of 64 bits"
        }
    }

    private init(_ document: JSONDocument, _ node: Int) throws {
        switch document.kind(node) {
        case .null: self = .null
        case .no: self = .bool(false)
        case .yes: self = .bool(true)
        case .string: self = .string(document.string(node))
        case .number:
            guard let whole = document.integer(node, as: Int.self) else {
                throw Fraction(number: document.number(node), offset: document.offset(node))
            }
            self = .integer(whole)
        case .array:
            var next = node + 1
            self = .array(
                try (0..<document.count(node)).map { _ in
                    defer { next = document.end(next) }
                    return try JSONValue(document, next)
                })
        case .object:
            var members: [String: JSONValue] = [:]
            var key = node + 1
            for _ in 0..<document.count(node) {
                members[document.string(key)] = try JSONValue(document, key + 1)
                key = document.end(key + 1)
            }
            self = .object(members)
        }
    }
}

extension JSONValue: CustomStringConvertible {
    /// Compact JSON; keys in alphabetical order.
    var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let number): "\(number)"
        case .string(let text): Self.quoted(text)
        case .array(let values): "[" + values.map(\.description).joined(separator: ",") + "]"
        case .object(let members):
            "{"
                + members.sorted { $0.key < $1.key }
                .map { "\(Self.quoted($0.key)):\($0.value)" }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for character in text.unicodeScalars {
            switch character {
            case "\"", "\\": quoted += "\\\(character)"
            case "\n": quoted += "\\n"
            case _ where character.value < 0x20:
                let digits = String(character.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(character)
            }
        }
        return quoted + "\""
    }
}
