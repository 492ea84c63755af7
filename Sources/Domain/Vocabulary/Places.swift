import Foundation

/// A time zone by its IANA name: `Europe/London`.
///
/// Reading it as text, as a command line or a form does, takes only the names that Foundation
/// knows. Decoding checks the form alone, for a log outlives every table of zones and its history
/// must not be refused; the deciders ask `isKnown` of each zone that a new command brings.
package struct TimeZoneID: CheckedText {
    package static let rule = "a time zone: an IANA name such as Europe/London"

    package let text: String

    package init(accepted text: String) { self.text = text }

    package init?(_ text: String) {
        guard Self.accepts(text), Self.knows(text) else { return nil }
        self.text = text
    }

    package static func accepts(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || "/_-+".utf8.contains($0) }
    }

    package var isKnown: Bool { Self.knows(text) }

    /// Foundation finds every name of the IANA table, and abbreviations and distances from GMT too,
    /// which are no names. Those have no slash, and of the IANA's only these have none.
    private static func knows(_ text: String) -> Bool {
        (text.utf8.contains(UInt8(ascii: "/")) || namesWithoutSlash.contains(text))
            && TimeZone(identifier: text) != nil
    }

    /// The older names, which the table keeps as links and takes no more of.
    private static let namesWithoutSlash: Set = [
        "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "GMT",
        "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel",
        "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT",
        "Navajo", "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey",
        "UCT", "UTC", "Universal", "W-SU", "WET", "Zulu",
    ]
}

/// A language, with its script or region where that matters: `en`, `en-GB`, `zh-Hant-TW`.
package struct LanguageTag: CheckedText {
    package static let rule =
        "a language tag of BCP 47: language-Script-REGION, such as en or en-GB"

    package let text: String

    package init(accepted text: String) { self.text = text }

    package static func accepts(_ text: String) -> Bool {
        var parts = text.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8)[...]
        guard let language = parts.popFirst(), (2...3).contains(language.count),
            language.allSatisfy(\.isLowercaseLetter)
        else { return false }
        if let script = parts.first, script.count == 4, script.allSatisfy(\.isLetter) {
            parts.removeFirst()
        }
        if let region = parts.first, region.isRegion { parts.removeFirst() }
        return parts.isEmpty
    }
}

/// A country by its two letters of ISO 3166: `GB`.
package struct CountryCode: CheckedText {
    package static let rule = "a country: two capital letters of ISO 3166, such as GB"

    package let text: String

    package init(accepted text: String) { self.text = text }

    package static func accepts(_ text: String) -> Bool {
        text.utf8.count == 2 && text.utf8.allSatisfy(\.isUppercaseLetter)
    }
}

extension Substring.UTF8View {
    fileprivate var isRegion: Bool {
        count == 2 ? allSatisfy(\.isUppercaseLetter) : count == 3 && allSatisfy(\.isDigit)
    }
}
