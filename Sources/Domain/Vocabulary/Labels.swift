import Foundation

/// Why somebody did something, as a code that can be counted: `moved-away`.
///
/// What a person wants to say in their own words goes to the vault.
package struct ReasonCode: CheckedText {
    package static let rule =
        "a reason code: lower-case words with hyphens, at most 40 characters, such as moved-away"

    package let text: String

    package init(accepted text: String) { self.text = text }

    package static func accepts(_ text: String) -> Bool { text.isKebabCase(length: 1...40) }
}

/// A club's name in a web address: `chess-club`.
package struct Slug: CheckedText {
    package static let rule =
        "a slug: lower-case words with hyphens, 2 to 60 characters and no UUID, such as chess-club"

    package let text: String

    package init(accepted text: String) { self.text = text }

    /// An address may name a club by its id as well, so no slug may look like one.
    package static func accepts(_ text: String) -> Bool {
        text.isKebabCase(length: 2...60) && UUID(uuidString: text) == nil
    }
}

/// A part of a club that works together: `blue-team`.
package struct GroupName: CheckedText {
    package static let rule =
        "a group's name: lower-case words with hyphens, at most 40 characters, such as blue-team"

    package let text: String

    package init(accepted text: String) { self.text = text }

    package static func accepts(_ text: String) -> Bool { text.isKebabCase(length: 1...40) }
}

/// The fingerprint of an invitation's code; the code itself is shown once and never kept.
package struct CodeHash: CheckedText {
    package static let rule = "a hash: the 64 lower-case hexadecimal digits of a SHA-256"

    package let text: String

    package init(accepted text: String) { self.text = text }

    package static func accepts(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy {
                $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}

/// A person's id in the school's own system, the *sourcedId* of OneRoster.
package struct SourcedID: CheckedText {
    package static let rule =
        "a sourcedId: 1 to 64 ASCII letters, digits and the characters . _ - : such as st-1042"

    package let text: String

    package init(accepted text: String) { self.text = text }

    package static func accepts(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || "._-:".utf8.contains($0) }
    }
}
