import EventSourcing

/// Reads JSON as RFC 8259 means it, and refuses what two readers may understand differently.
///
/// Foundation's parser keeps one of two equal keys, lets a lone surrogate become U+FFFD, passes
/// NUL on to PostgreSQL (which cannot store it) and follows any depth. All of that is refused
/// here, before anything is decoded.
struct StrictJSON {
    /// Arrays and objects within each other.
    static let depthLimit = 32
    /// Digits, sign, point and exponent of one number.
    static let numberLengthLimit = 40
    /// The names in one object.
    static let memberLimit = 1000

    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Throws: `Fault`, with the place of the first byte that is wrong.
    static func parse(_ bytes: [UInt8]) throws(Fault) -> JSONValue {
        var parser = StrictJSON(bytes)
        parser.skipSpace()
        guard parser.peek != nil else { throw parser.fault(.empty) }
        let value = try parser.value()
        parser.skipSpace()
        guard parser.peek == nil else { throw parser.fault(.trailing) }
        return value
    }

    /// What is wrong, and how many bytes in front of it are right.
    struct Fault: Error, Equatable {
        enum Kind: String, CaseIterable {
            case empty, malformed, trailing
            case tooDeep = "too-deep"
            case duplicateKey = "duplicate-key"
            case tooManyKeys = "too-many-keys"
            case loneSurrogate = "lone-surrogate"
            case nul
            case controlCharacter = "control-character"
            case invalidUTF8 = "invalid-utf-8"
            case absurdNumber = "absurd-number"
        }

        let kind: Kind
        let offset: Int
    }

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private func fault(_ kind: Fault.Kind, at offset: Int? = nil) -> Fault {
        Fault(kind: kind, offset: offset ?? index)
    }

    private mutating func skipSpace() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ text: StaticString) throws(Fault) {
        for offset in 0..<text.utf8CodeUnitCount where !take(text.utf8Start[offset]) {
            throw fault(.malformed)
        }
    }

    private mutating func value() throws(Fault) -> JSONValue {
        switch peek {
        case UInt8(ascii: "{"):
            try descend()
            return try object()
        case UInt8(ascii: "["):
            try descend()
            return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try expect("true")
            return true
        case UInt8(ascii: "f"):
            try expect("false")
            return false
        case UInt8(ascii: "n"):
            try expect("null")
            return .null
        default: return try number()
        }
    }

    private mutating func descend() throws(Fault) {
        guard depth < Self.depthLimit else { throw fault(.tooDeep) }
        depth += 1
        index += 1
        skipSpace()
    }

    /// Takes the bracket that ends an array or an object, if it stands here.
    private mutating func ascend(with bracket: UInt8) -> Bool {
        guard take(bracket) else { return false }
        depth -= 1
        return true
    }

    private mutating func array() throws(Fault) -> JSONValue {
        var values: [JSONValue] = []
        guard !ascend(with: UInt8(ascii: "]")) else { return .array(values) }
        while true {
            values.append(try value())
            skipSpace()
            if ascend(with: UInt8(ascii: "]")) { return .array(values) }
            try expect(",")
            skipSpace()
        }
    }

    private mutating func object() throws(Fault) -> JSONValue {
        var members: [String: JSONValue] = [:]
        guard !ascend(with: UInt8(ascii: "}")) else { return .object(members) }
        while true {
            let start = index
            let key = try string()
            skipSpace()
            try expect(":")
            skipSpace()
            guard members.updateValue(try value(), forKey: key) == nil else {
                throw fault(.duplicateKey, at: start)
            }
            guard members.count <= Self.memberLimit else { throw fault(.tooManyKeys, at: start) }
            skipSpace()
            if ascend(with: UInt8(ascii: "}")) { return .object(members) }
            try expect(",")
            skipSpace()
        }
    }
}

extension StrictJSON {
    private mutating func string() throws(Fault) -> String {
        try expect("\"")
        let start = index
        var text: [UInt8] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw fault(.invalidUTF8, at: start)
                }
                return string
            case UInt8(ascii: "\\"): try appendEscape(to: &text)
            case 0: throw fault(.nul)
            case ..<0x20: throw fault(.controlCharacter)
            default:
                text.append(byte)
                index += 1
            }
        }
        throw fault(.malformed)
    }

    private mutating func appendEscape(to text: inout [UInt8]) throws(Fault) {
        let start = index
        index += 1
        guard let byte = peek else { throw fault(.malformed) }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try escapedScalar(from: start)
            guard scalar != "\0" else { throw fault(.nul, at: start) }
            text.append(contentsOf: Character(scalar).utf8)
        default: throw fault(.malformed, at: start)
        }
    }

    /// A scalar outside the first plane is written as two escapes; half of one is no text.
    private mutating func escapedScalar(from start: Int) throws(Fault) -> Unicode.Scalar {
        let first = try hexUnit()
        if let scalar = Unicode.Scalar(UInt32(first)) { return scalar }
        guard (0xD800..<0xDC00).contains(first), take(UInt8(ascii: "\\")),
            take(UInt8(ascii: "u"))
        else { throw fault(.loneSurrogate, at: start) }
        let second = try hexUnit()
        let value =
            0x10000 + ((UInt32(first) & 0x3FF) << 10) + (UInt32(second) & 0x3FF)
        guard (0xDC00..<0xE000).contains(second), let scalar = Unicode.Scalar(value) else {
            throw fault(.loneSurrogate, at: start)
        }
        return scalar
    }

    private mutating func hexUnit() throws(Fault) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue,
                byte < 0x80
            else { throw fault(.malformed) }
            unit = unit << 4 | UInt16(digit)
            index += 1
        }
        return unit
    }

    private mutating func number() throws(Fault) -> JSONValue {
        let start = index
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            try digits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        guard index - start <= Self.numberLengthLimit else { throw fault(.absurdNumber, at: start) }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        // 3.0 is whole to JSON Schema, and so it is here.
        let isFractionZero = !isWhole && text.wholeMatch(of: #/-?[0-9]+\.0+/#) != nil
        let whole = isFractionZero ? String(text.prefix { $0 != "." }) : text
        if isWhole || isFractionZero, let integer = Int64(whole) { return .integer(integer) }
        // A whole number beyond 64 bits would lose digits, and one beyond 1e308 everything.
        guard !isWhole, let double = Double(text), double.isFinite else {
            throw fault(.absurdNumber, at: start)
        }
        return .number(double)
    }

    private mutating func digits() throws(Fault) {
        let start = index
        while let byte = peek, (0x30...0x39).contains(byte) { index += 1 }
        guard index > start else { throw fault(.malformed) }
    }
}
