/// Scans a JSON text once, from the front, and refuses what two readers may understand differently.
///
/// The grammar is that of RFC 8259. Lone surrogates, NUL, raw control characters and bytes that are
/// no UTF-8 are refused, and so is what `JSONLimits` excludes. Nothing is decoded here but what
/// has to be known to go on.
struct JSONScanner {
    private let limits: JSONLimits
    /// Valid during `scan` only.
    private var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var index = 0
    private var depth = 0
    /// New nodes are put behind those that are there already.
    var nodes: [JSONNode] = []

    init(limits: JSONLimits) {
        self.limits = limits
    }

    /// Scans the one value that the text is.
    mutating func scan(_ text: UnsafeBufferPointer<UInt8>) throws(JSONFault) {
        bytes = text
        guard bytes.count <= JSONLimits.bytes else { throw fault(.tooLong) }
        skipSpace()
        guard index < bytes.count else { throw fault(.empty) }
        try value()
        skipSpace()
        guard index == bytes.count else { throw fault(.trailing) }
    }

    private func fault(_ kind: JSONFault.Kind, at offset: Int? = nil) -> JSONFault {
        JSONFault(kind, at: offset ?? index)
    }

    /// The next byte; zero, which is never right outside of a string, at the end.
    private var peek: UInt8 { index < bytes.count ? bytes[index] : 0 }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(JSONFault) {
        guard take(byte) else { throw fault(.malformed) }
    }

    private mutating func append(
        _ kind: JSONNode.Kind, isPlain: Bool = true, start: Int, count: Int = 0
    ) {
        nodes.append(
            JSONNode(
                kind: kind, isPlain: isPlain, start: UInt32(truncatingIfNeeded: start),
                count: UInt32(truncatingIfNeeded: count),
                end: UInt32(truncatingIfNeeded: nodes.count + 1)))
    }

    private mutating func value() throws(JSONFault) {
        switch peek {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "{"): try object()
        case UInt8(ascii: "["): try array()
        case UInt8(ascii: "t"): try word("true", .yes)
        case UInt8(ascii: "f"): try word("false", .no)
        case UInt8(ascii: "n"): try word("null", .null)
        default: try number()
        }
    }

    private mutating func word(_ text: StaticString, _ kind: JSONNode.Kind) throws(JSONFault) {
        append(kind, start: index)
        for offset in 0..<text.utf8CodeUnitCount { try expect(text.utf8Start[offset]) }
    }

    private mutating func descend(_ kind: JSONNode.Kind) throws(JSONFault) -> Int {
        guard depth < JSONLimits.depth else { throw fault(.tooDeep) }
        depth += 1
        append(kind, start: index)
        index += 1
        skipSpace()
        return nodes.count - 1
    }

    private mutating func ascend(_ node: Int, count: Int) {
        depth -= 1
        nodes[node].count = UInt32(truncatingIfNeeded: count)
        nodes[node].end = UInt32(truncatingIfNeeded: nodes.count)
    }

    private mutating func array() throws(JSONFault) {
        let node = try descend(.array)
        if take(UInt8(ascii: "]")) { return ascend(node, count: 0) }
        var count = 0
        while true {
            try value()
            count += 1
            skipSpace()
            if take(UInt8(ascii: "]")) { return ascend(node, count: count) }
            try expect(UInt8(ascii: ","))
            skipSpace()
        }
    }

    private mutating func object() throws(JSONFault) {
        let node = try descend(.object)
        if take(UInt8(ascii: "}")) { return ascend(node, count: 0) }
        var count = 0
        while true {
            let key = nodes.count
            guard count < limits.keys else { throw fault(.tooManyKeys) }
            try string()
            skipSpace()
            try expect(UInt8(ascii: ":"))
            skipSpace()
            try value()
            count += 1
            if !limits.allowsDuplicateKeys { try refuseDuplicate(of: key, in: node) }
            skipSpace()
            if take(UInt8(ascii: "}")) { return ascend(node, count: count) }
            try expect(UInt8(ascii: ","))
            skipSpace()
        }
    }

    /// Looks through the keys before this one: few, for `limits.keys` bounds them.
    private func refuseDuplicate(of key: Int, in object: Int) throws(JSONFault) {
        var other = object + 1
        while other < key {
            if JSONText.areEqual(nodes[other], nodes[key], in: bytes) {
                throw fault(.duplicateKey, at: Int(nodes[key].start) - 1)
            }
            other = Int(nodes[other + 1].end)
        }
    }
}

extension JSONScanner {
    private mutating func string() throws(JSONFault) {
        try expect(UInt8(ascii: "\""))
        let start = index
        var isPlain = true
        var isASCII = true
        while true {
            skipPlainText()
            guard index < bytes.count else { throw fault(.malformed) }
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                if !isASCII { try checkUTF8(start..<index) }
                append(.string, isPlain: isPlain, start: start, count: index - start)
                index += 1
                return
            case UInt8(ascii: "\\"):
                isPlain = false
                try escape()
            case 0: throw fault(.nul)
            case ..<0x20: throw fault(.controlCharacter)
            default:
                isASCII = isASCII && byte < 0x80
                index += 1
            }
        }
    }

    /// Eight bytes at a time, as long as they are ASCII, printable, and neither quote nor backslash.
    private mutating func skipPlainText() {
        let raw = UnsafeRawBufferPointer(bytes)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits: UInt64 = 0x8080_8080_8080_8080
        while index &+ 8 <= raw.count {
            let word = UInt64(
                littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let quotes = word ^ (ones &* 0x22)
            let escapes = word ^ (ones &* 0x5C)
            let stops =
                (quotes &- ones) | (escapes &- ones) | (word &- (ones &* 0x20)) | word
            guard stops & highBits == 0 else {
                // Exact for the first of them: what borrows is behind it.
                index &+= (stops & highBits).trailingZeroBitCount / 8
                return
            }
            index &+= 8
        }
    }

    private func checkUTF8(_ range: Range<Int>) throws(JSONFault) {
        let text = UnsafeBufferPointer(rebasing: bytes[range])
        guard String(validating: text, as: UTF8.self) != nil else {
            throw fault(.invalidUTF8, at: range.lowerBound)
        }
    }

    private mutating func escape() throws(JSONFault) {
        let start = index
        index += 1
        guard index < bytes.count else { throw fault(.malformed) }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return
        case UInt8(ascii: "u"):
            let unit = try hexUnit()
            guard unit != 0 else { throw fault(.nul, at: start) }
            guard (0xD800..<0xE000).contains(unit) else { return }
            // A scalar outside the first plane is written as two escapes; half of one is no text.
            guard unit < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u"))
            else { throw fault(.loneSurrogate, at: start) }
            guard (0xDC00..<0xE000).contains(try hexUnit()) else {
                throw fault(.loneSurrogate, at: start)
            }
        default: throw fault(.malformed, at: start)
        }
    }

    private mutating func hexUnit() throws(JSONFault) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = JSONText.hexDigit(peek) else { throw fault(.malformed) }
            unit = unit << 4 | UInt16(digit)
            index += 1
        }
        return unit
    }

    private mutating func number() throws(JSONFault) {
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
        guard index - start <= JSONLimits.numberLength else {
            throw fault(.absurdNumber, at: start)
        }
        append(.number, isPlain: isWhole, start: start, count: index - start)
    }

    private mutating func digits() throws(JSONFault) {
        let start = index
        while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
        guard index > start else { throw fault(.malformed) }
    }
}
