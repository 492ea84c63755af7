/// What strings and numbers mean, once they have been scanned.
enum JSONText {
    static func bytes(
        of node: JSONNode, in bytes: UnsafeBufferPointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8> {
        let start = Int(node.start)
        return UnsafeBufferPointer(rebasing: bytes[start..<start + Int(node.count)])
    }

    static func string(_ node: JSONNode, in bytes: UnsafeBufferPointer<UInt8>) -> String {
        let text = Self.bytes(of: node, in: bytes)
        guard !node.isPlain else { return String(decoding: text, as: UTF8.self) }
        return String(decoding: unescaped(text), as: UTF8.self)
    }

    static func areEqual(
        _ left: JSONNode, _ right: JSONNode, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let (first, second) = (Self.bytes(of: left, in: bytes), Self.bytes(of: right, in: bytes))
        guard left.isPlain, right.isPlain else {
            return unescaped(first) == unescaped(second)
        }
        return first.elementsEqual(second)
    }

    /// The text that valid escapes stand for.
    static func unescaped(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            guard text[index] == UInt8(ascii: "\\") else {
                result.append(text[index])
                index += 1
                continue
            }
            let mark = text[index + 1]
            index += 2
            switch mark {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"): result += scalar(in: text, at: &index)
            default: result.append(mark)
            }
        }
        return result
    }

    /// Reads the one or two units of a `\u` escape behind its `u`.
    private static func scalar(
        in text: UnsafeBufferPointer<UInt8>, at index: inout Int
    ) -> UTF8.EncodedScalar {
        func unit() -> UInt32 {
            defer { index += 4 }
            return (index..<index + 4).reduce(0) { $0 << 4 | UInt32(hexDigit(text[$1]) ?? 0) }
        }
        let first = unit()
        guard (0xD800..<0xDC00).contains(first) else {
            return UTF8.encode(Unicode.Scalar(first) ?? "\u{FFFD}")
                ?? UTF8.encodedReplacementCharacter
        }
        index += 2
        let value = 0x10000 + ((first & 0x3FF) << 10) + (unit() & 0x3FF)
        return UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    /// A number that is whole in value, `1.0` and `1e2` too, to the last digit; nothing where it
    /// does not fit.
    static func integer<Value: FixedWidthInteger>(
        _ node: JSONNode, in bytes: UnsafeBufferPointer<UInt8>, as _: Value.Type
    ) -> Value? {
        let text = Self.bytes(of: node, in: bytes)
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = text[(isNegative ? 1 : 0)...]
        guard let magnitude = node.isPlain ? whole(digits) : scaled(digits) else { return nil }
        guard isNegative else { return Value(exactly: magnitude) }
        guard magnitude <= Int64.min.magnitude else { return nil }
        return Value(exactly: Int64(truncatingIfNeeded: 0 &- magnitude))
    }

    private static func whole(_ digits: some Sequence<UInt8>) -> UInt64? {
        var magnitude: UInt64 = 0
        for digit in digits {
            let (product, isTooLong) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, isTooLarge) = product.addingReportingOverflow(UInt64(digit & 0x0F))
            guard !isTooLong, !isTooLarge else { return nil }
            magnitude = sum
        }
        return magnitude
    }

    /// A number with a fraction or an exponent, by moving its point: never through a `Double`,
    /// which would lose digits.
    private static func scaled(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
        let parts = text.split(maxSplits: 1) { $0 | 0x20 == UInt8(ascii: "e") }
        let mantissa = parts[0].split(separator: UInt8(ascii: "."))
        var digits = mantissa.flatMap { $0 }
        guard digits.contains(where: { $0 != 0x30 }) else { return 0 }
        var exponent = mantissa.count > 1 ? -mantissa[1].count : 0
        if parts.count > 1 {
            guard let power = Int(String(decoding: parts[1], as: UTF8.self)),
                power.magnitude <= 2 * JSONLimits.numberLength
            else { return nil }
            exponent += power
        }
        while exponent < 0 {
            guard digits.popLast() == 0x30 else { return nil }
            exponent += 1
        }
        return whole(digits + Array(repeating: 0x30, count: exponent))
    }

    /// Nothing where it is larger than a `Double` can be, or so small that nothing is left of it.
    static func double(_ node: JSONNode, in bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        let text = String(decoding: Self.bytes(of: node, in: bytes), as: UTF8.self)
        guard let value = Double(text), value.isFinite else { return nil }
        let isZero = text.utf8.prefix { $0 | 0x20 != UInt8(ascii: "e") }
            .allSatisfy { !(0x31...0x39).contains($0) }
        return value == 0 && !isZero ? nil : value
    }
}
