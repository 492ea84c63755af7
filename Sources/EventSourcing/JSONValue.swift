import JSONCoding

/// Any JSON value. Whole numbers stay whole.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    package subscript(key: String) -> JSONValue? {
        get {
            guard case .object(let members) = self else { return nil }
            return members[key]
        }
        set {
            guard case .object(var members) = self else { return }
            members[key] = newValue
            self = .object(members)
        }
    }

    package var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}

extension JSONValue {
    /// A document's value; whole numbers beyond 64 bits lose digits.
    package init(_ document: JSONDocument) {
        self.init(document, JSONDocument.root)
    }

    init(_ document: JSONDocument, _ node: Int) {
        switch document.kind(node) {
        case .null: self = .null
        case .no: self = false
        case .yes: self = true
        case .string: self = .string(document.string(node))
        case .number:
            self =
                document.integer(node, as: Int64.self).map(JSONValue.integer)
                ?? document.double(node).map(JSONValue.number) ?? .null
        case .array:
            var next = node + 1
            self = .array(
                (0..<document.count(node)).map { _ in
                    defer { next = document.end(next) }
                    return JSONValue(document, next)
                })
        case .object:
            var next = node + 1
            self = .object(
                Dictionary(
                    (0..<document.count(node)).map { _ in
                        defer { next = document.end(next + 1) }
                        return (document.string(next), JSONValue(document, next + 1))
                    }
                ) { first, _ in first })
        }
    }
}

extension JSONValue: Codable {
    package init(from decoder: any Decoder) throws {
        if let own = decoder.asJSONNode {
            self.init(own.document, own.node)
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let members): try container.encode(members)
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(nilLiteral: ()) { self = .null }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { $1 })
    }
}
