import Clubs
import Directory
import EventSourcing
import Vocabulary

/// The words of the domain as fields.
extension FieldType {
    static let slug = word("Slug", Slug.self, kebab(2...60))
    static let interest = word("Interest", Interest.self, kebab(1...40))
    static let reasonCode = word("ReasonCode", ReasonCode.self, kebab(1...40))
    static let groupName = word("GroupName", GroupName.self, kebab(1...40))
    static let sourcedID = word("SourcedID", SourcedID.self, "^[A-Za-z0-9._:-]{1,64}$")
    static let timeZone = FieldType.word(
        Word(
            name: "TimeZone", rule: TimeZoneID.rule, pattern: "^[A-Za-z0-9/_+-]{1,64}$",
            accepts: TimeZoneID.accepts))
    static let language = word(
        "LanguageTag", LanguageTag.self, "^[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Z]{2}|[0-9]{3}))?$")
    static let country = word("CountryCode", CountryCode.self, "^[A-Z]{2}$")
    static let localTime = word(
        "LocalTime", LocalTime.self, "^([01][0-9]|2[0-3]):[0-5][0-9]$")
    static let stream = FieldType.word(
        Word(
            name: "StreamName", rule: "a stream such as club-<uuid>",
            pattern: "^[a-z]+-[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"
        ) { text in
            StreamName(text)?.id != nil
        })

    static let eventID = FieldType.word(
        Word(
            name: "EventID", rule: "an event's id such as <uuid>.0",
            pattern: "^[0-9A-Fa-f-]{36}[.][0-9]{1,4}$"
        ) { EventID($0) != nil })

    /// A caller's own name for a command.
    static let idempotencyKey = FieldType.word(
        Word(
            name: "IdempotencyKey",
            rule: "1 to \(CommandEnvelope.keyLengthLimit) visible ASCII characters",
            pattern: "^[!-~]{1,\(CommandEnvelope.keyLengthLimit)}$", accepts: CommandEnvelope.isKey)
    )

    /// A past moment, as a question names it.
    static let moment = FieldType.word(
        Word(
            name: "Moment",
            rule: "a time such as 2027-03-09T18:00:00Z, or a position such as @10234",
            pattern:
                "^(@[0-9]{1,18}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}(Z|[+-][0-9]{2}:[0-9]{2}))$"
        ) { text in
            Timestamp(text) != nil || text.hasPrefix("@") && Int(text.dropFirst()) != nil
        })

    static let ageBand = oneOf(AgeBand.self)
    static let visibility = oneOf(Visibility.self)
    static let reason = FieldType.text(1...2000, isMultiline: true)
    static let name = FieldType.text(1...120)

    static func oneOf<Words: CaseIterable & RawRepresentable<String>>(_: Words.Type) -> FieldType {
        .oneOf(Words.allCases.map(\.rawValue))
    }

    static func word<Text: CheckedText>(
        _ name: String, _: Text.Type, _ pattern: String
    ) -> FieldType {
        .word(Word(name: name, rule: Text.rule, pattern: pattern) { Text.accepts($0) })
    }

    /// Lower-case words with single hyphens between them, in so many characters.
    private static func kebab(_ length: ClosedRange<Int>) -> String {
        "^(?=.{\(length.lowerBound),\(length.upperBound)}$)[a-z0-9]+(-[a-z0-9]+)*$"
    }
}

/// What a school's policy is made of.
extension [Field] {
    static let policy: [Field] = [
        .required("consentAge", .integer(0...150)),
        .required("adultContact", .oneOf(School.Policy.AdultContact.self)),
        .required("friendship", .oneOf(School.Policy.FriendshipReach.self)),
        .required(
            "guardianApproval",
            .object([
                .required("join", .list(of: .ageBand, limit: 5)),
                .required("friend", .list(of: .ageBand, limit: 5)),
            ])),
        .required("preModerateBelow", .ageBand),
        .required(
            "quietHours",
            .object([.required("from", .localTime), .required("to", .localTime)])),
        .required("minCell", .integer(0...100_000)),
        .required("retentionMonths", .integer(0...100_000)),
        .required("termsVersion", .text(1...40)),
    ]
}
