/// Reads JSON by recursive descent.
struct JSONParser {
    private let bytes: [UInt8]
    private var offset = 0

    /// Deeper nesting than any bracket file has; keeps a hostile file from exhausting the stack.
    private static let deepest = 32

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func document() throws(JSONValue.Malformed) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard offset == bytes.count else { throw malformed("the end") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONValue.Malformed) -> JSONValue {
        guard depth < Self.deepest else { throw malformed("less nesting") }
        skipSpace()
        guard offset < bytes.count else { throw malformed("a value") }
        switch bytes[offset] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(JSONValue.Malformed) -> JSONValue {
        var members: [String: JSONValue] = [:]
        try take("{")
        if skip("}") { return .object(members) }
        repeat {
            skipSpace()
            let key = try string()
            try take(":")
            members[key] = try value(depth: depth + 1)
        } while skip(",")
        try take("}")
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONValue.Malformed) -> JSONValue {
        var values: [JSONValue] = []
        try take("[")
        if skip("]") { return .array(values) }
        repeat { values.append(try value(depth: depth + 1)) } while skip(",")
        try take("]")
        return .array(values)
    }

    private mutating func string() throws(JSONValue.Malformed) -> String {
        try take("\"")
        var text: [UInt8] = []
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
            if bytes[offset] == UInt8(ascii: "\\") {
                offset += 1
                text += try escape()
            } else {
                text.append(bytes[offset])
                offset += 1
            }
        }
        try take("\"")
        guard let string = String(validating: text, as: UTF8.self) else { throw malformed("UTF-8") }
        return string
    }

    private mutating func escape() throws(JSONValue.Malformed) -> [UInt8] {
        guard offset < bytes.count else { throw malformed("an escape") }
        let kind = bytes[offset]
        offset += 1
        switch kind {
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [kind]
        case UInt8(ascii: "u"):
            let end = min(offset + 4, bytes.count)
            let digits = String(decoding: bytes[offset..<end], as: UTF8.self)
            guard let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) else {
                throw malformed("four hexadecimal digits")
            }
            offset = end
            return Array(String(Character(scalar)).utf8)
        default: throw malformed("an escape")
        }
    }

    private mutating func number() throws(JSONValue.Malformed) -> JSONValue {
        let start = offset
        while offset < bytes.count, "-0123456789".utf8.contains(bytes[offset]) { offset += 1 }
        guard let number = Int(String(decoding: bytes[start..<offset], as: UTF8.self)) else {
            throw malformed("a value; numbers are whole")
        }
        return .integer(number)
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONValue.Malformed)
        -> JSONValue
    {
        guard bytes[offset...].starts(with: word.utf8) else { throw malformed(word) }
        offset += word.utf8.count
        return value
    }

    private mutating func skipSpace() {
        while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func take(_ character: Unicode.Scalar) throws(JSONValue.Malformed) {
        guard skip(character) else { throw malformed("‘\(character)’") }
    }

    private func malformed(_ expected: String) -> JSONValue.Malformed {
        JSONValue.Malformed(offset: offset, expected: expected)
    }
}
