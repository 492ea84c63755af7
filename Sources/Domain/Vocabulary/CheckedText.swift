import JSONCoding

/// Text that has been checked once, where it came in, and needs no second look.
///
/// A conformer gives the rule in words and as a function; reading, writing and comparing follow.
/// Written as a literal, `Slug("chess")`, it is never nothing: the literal is the program's own.
package protocol CheckedText: Hashable, Comparable, Codable, Sendable, LosslessStringConvertible,
    ExpressibleByStringLiteral
{
    /// What would be right, as the end of a sentence: `a slug: …, such as chess-club`.
    static var rule: String { get }

    static func accepts(_ text: String) -> Bool

    var text: String { get }

    /// Takes a text that `accepts` has accepted.
    init(accepted text: String)
}

extension CheckedText {
    /// Nothing where the rule is broken.
    package init?(_ text: String) {
        guard Self.accepts(text) else { return nil }
        self.init(accepted: text)
    }

    /// A literal is the program's own text, so a wrong one is a bug and not an input.
    package init(stringLiteral text: String) {
        precondition(Self.accepts(text), "\"\(text)\" is not \(Self.rule)")
        self.init(accepted: text)
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.asJSONNode?.text() ?? String(from: decoder)
        guard Self.accepts(text) else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "\"\(text.prefix(80))\" is not \(Self.rule)"))
        }
        self.init(accepted: text)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension String {
    /// Lower-case words of ASCII letters and digits with single hyphens between them.
    func isKebabCase(length: ClosedRange<Int>) -> Bool {
        guard length.contains(utf8.count) else { return false }
        // Every interest of every event read passes here: one way through the bytes.
        var text = self
        return text.withUTF8 { bytes in
            var isBehindHyphen = true
            for byte in bytes {
                if byte == UInt8(ascii: "-") {
                    if isBehindHyphen { return false }
                    isBehindHyphen = true
                } else {
                    guard byte.isLowercaseLetter || byte.isDigit else { return false }
                    isBehindHyphen = false
                }
            }
            return !isBehindHyphen
        }
    }
}

extension UInt8 {
    var isLowercaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    var isUppercaseLetter: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
    var isLetter: Bool { isLowercaseLetter || isUppercaseLetter }
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
