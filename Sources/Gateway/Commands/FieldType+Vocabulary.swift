import Clubs
import Directory
import EventSourcing
import Vocabulary

/// The words of the domain as fields.
extension FieldType {
    static let slug = word("Slug", Slug.self)
    static let interest = word("Interest", Interest.self)
    static let reasonCode = word("ReasonCode", ReasonCode.self)
    static let groupName = word("GroupName", GroupName.self)
    static let sourcedID = word("SourcedID", SourcedID.self)
    static let timeZone = FieldType.word(
        Word(name: "TimeZone", rule: TimeZoneID.rule, accepts: TimeZoneID.accepts))
    static let language = word("LanguageTag", LanguageTag.self)
    static let country = word("CountryCode", CountryCode.self)
    static let localTime = word("LocalTime", LocalTime.self)
    static let stream = FieldType.word(
        Word(name: "StreamName", rule: "a stream such as club-<uuid>") { text in
            StreamName(text)?.id != nil
        })

    static let ageBand = oneOf(AgeBand.self)
    static let visibility = oneOf(Visibility.self)
    static let reason = FieldType.text(1...2000, isMultiline: true)
    static let name = FieldType.text(1...120)

    static func oneOf<Words: CaseIterable & RawRepresentable<String>>(_: Words.Type) -> FieldType {
        .oneOf(Words.allCases.map(\.rawValue))
    }

    private static func word<Text: CheckedText>(_ name: String, _: Text.Type) -> FieldType {
        .word(Word(name: name, rule: Text.rule) { Text.accepts($0) })
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
