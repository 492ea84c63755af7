import Clubs
import CommandHandling
import Directory
import Vocabulary

/// The data of one command, field by field: validation and the API's document both read it.
///
/// The names are those of the cases in `SchoolWish`, `PersonWish`, `ClubWish` and
/// `TournamentWish`; tests send each of them.
struct WishSchema: Sendable {
    /// `club.join`.
    let type: String
    let summary: String
    let fields: [Field]
    /// Whether many people may have changed meanwhile what it is about.
    let needsVersion: Bool

    init(_ type: String, _ summary: String, needsVersion: Bool = false, _ fields: [Field] = []) {
        self.type = type
        self.summary = summary
        self.fields = fields
        self.needsVersion = needsVersion
    }

    /// Every command that can be sent, in the order of their contexts.
    static let all = schools + people + clubs + tournaments

    /// What the clock alone sends: no caller's, and in no document.
    static let ofClock =
        [
            WishSchema(
                "club.lapse-offer", "Ends an offer that nobody has taken",
                [.required("offer", .uuid), .required("expiredAt", .timestamp)])
        ] + tournamentsOfClock

    static func named(_ type: String) -> WishSchema? { byType[type] }

    private static let byType = Dictionary(uniqueKeysWithValues: all.map { ($0.type, $0) })
}

extension WishSchema {
    static let schools: [WishSchema] = [
        WishSchema(
            "school.register", "Registers a school",
            [
                .required("name", .name), .required("timeZone", .timeZone),
                .required("locale", .language), .required("country", .country),
                .optional("policy", .object(.policy)),
            ]),
        WishSchema(
            "school.set-policy", "Sets what a school allows",
            [.required("policy", .object(.policy))]),
        WishSchema(
            "school.open-term", "Opens a part of the school year",
            [
                .required("term", .uuid), .required("name", .name),
                .required("startsOn", .date), .required("endsOn", .date),
            ]),
    ]

    static let people: [WishSchema] = [
        WishSchema(
            "person.register", "Registers a person",
            [
                .required("school", .uuid), .required("kind", .oneOf(PersonKind.self)),
                .required("ageBand", .ageBand), .required("displayName", .text(1...80)),
                .optional("timeZone", .timeZone), .optional("locale", .language),
                .optional("sourcedId", .sourcedID), .optional("consentAgeOn", .date),
                .optional("adultOn", .date),
            ]),
        WishSchema(
            "person.update-profile", "Changes what others see of a person",
            [
                .optional("displayName", .text(1...80)), .optional("pronouns", .text(1...80)),
                .optional("timeZone", .timeZone), .optional("locale", .language),
                .optional("languages", .list(of: .language, limit: 50)),
                .optional("visibility", .visibility),
            ]),
        WishSchema(
            "person.declare-interests", "Says what a person likes and is good at",
            [
                .required("interests", .list(of: .interest, limit: 200)),
                .optional("strengths", .list(of: .interest, limit: 200)),
                .optional("pace", .oneOf(Person.Pace.self)),
            ]),
        WishSchema(
            "person.assign-role", "Gives a role in the tenant",
            [.required("role", .oneOf(Person.Role.self))]),
        WishSchema(
            "person.revoke-role", "Takes a role in the tenant away",
            [.required("role", .oneOf(Person.Role.self))]),
        WishSchema(
            "person.deactivate", "Ends what a person may do", [.required("reasonCode", .reasonCode)]
        ),
        WishSchema(
            "person.reactivate", "Gives back what a person may do",
            [.required("reasonCode", .reasonCode)]),
    ]
}
