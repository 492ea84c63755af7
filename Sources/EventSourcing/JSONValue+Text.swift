import JSONCoding

extension JSONValue {
    /// What `CanonicalJSON` writes of it, without the way through `Codable`.
    ///
    /// - Throws: `EncodingError` for a number that is not finite.
    package var canonicalText: [UInt8] {
        get throws {
            var text: [UInt8] = []
            text.reserveCapacity(256)
            try append(to: &text)
            return text
        }
    }

    /// - Throws: `EncodingError` for a number that is not finite.
    package func append(to text: inout [UInt8]) throws {
        switch self {
        case .null: text += "null".utf8
        case .bool(let value): text += (value ? "true" : "false").utf8
        case .integer(let value): text += value.description.utf8
        case .number(let value): try CanonicalJSON.append(value, to: &text)
        case .string(let value): CanonicalJSON.append(value, to: &text)
        case .array(let values):
            text.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                try value.append(to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            for (index, member) in sorted.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                CanonicalJSON.append(member.key, to: &text)
                text.append(UInt8(ascii: ":"))
                try member.value.append(to: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }
}
