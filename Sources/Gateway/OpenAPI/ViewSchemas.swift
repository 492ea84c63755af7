import Clubs
import Directory
import ReadModels
import Vocabulary

/// What goes out, field by field; a test encodes each view and finds its members here.
enum ViewSchemas {
    static let all: [String: [Field]] = [
        "SchoolView": school, "PersonView": person, "PersonMembership": membership,
        "ClubView": club, "RosterEntry": rosterEntry, "WaitlistEntry": waitlistEntry,
        "JoinRequestView": joinRequest, "InviteView": invite, "HistoryEntry": historyEntry,
        "PlaceExplanation": explanation,
    ].merging(ofTournaments) { first, _ in first }

    static let count = FieldType.integer(0...Int64(Int32.max))
    static let position = FieldType.integer(0...Int64.max)
    static let text = FieldType.text(0...10_000, isMultiline: true)
    private static let namedPerson = FieldType.object([
        .required("person", .uuid), .required("displayName", text),
    ])
    private static let roles = FieldType.list(of: .oneOf(Club.Role.self), limit: 5)

    static let school: [Field] = [
        .required("school", .uuid), .required("name", text), .required("timeZone", .timeZone),
        .required("locale", .language), .required("country", .country),
        .required("policy", .object(.policy)),
        .required(
            "terms",
            .list(
                of: .object([
                    .required("term", .uuid), .required("name", text),
                    .required("startsOn", .date), .required("endsOn", .date),
                ]), limit: 300)),
        .required("version", count),
    ]

    /// Beyond the name, what others than the person and their school's staff do not get.
    static let person: [Field] = [
        .required("person", .uuid), .required("displayName", text), .optional("pronouns", text),
        .optional("school", .uuid), .optional("kind", .oneOf(PersonKind.self)),
        .optional("ageBand", .ageBand), .optional("timeZone", .timeZone),
        .optional("locale", .language), .optional("languages", .list(of: .language, limit: 50)),
        .optional("visibility", .visibility),
        .optional("interests", .list(of: .interest, limit: 200)),
        .optional("strengths", .list(of: .interest, limit: 200)),
        .optional("pace", .oneOf(Person.Pace.self)), .optional("sourcedId", .sourcedID),
        .optional("active", .boolean),
        .optional("roles", .list(of: .oneOf(Person.Role.self), limit: 10)),
        .optional("version", count),
    ]

    static let membership: [Field] = [
        .required("club", .uuid), .required("slug", .slug), .required("name", text),
        .required(
            "state", .oneOf(["member", "waiting", "asked", "left", "removed", "helper"])),
        .required("since", .timestamp), .optional("until", .timestamp),
        .optional("memberNo", count), .optional("group", .groupName), .required("roles", roles),
        .optional("place", count), .optional("offer", .uuid),
        .optional("offerExpiresAt", .timestamp), .optional("reasonCode", .reasonCode),
        .optional("suspendedUntil", .timestamp),
    ]

    static let club: [Field] = [
        .required("club", .uuid), .required("slug", .slug), .required("name", text),
        .required("summary", text), .required("kind", .oneOf(Club.Kind.self)),
        .required("interests", .list(of: .interest, limit: 200)),
        .required("languages", .list(of: .language, limit: 50)),
        .required("ageBands", .list(of: .ageBand, limit: 5)),
        .required("timeZone", .timeZone), .required("visibility", .visibility),
        .required("joinPolicy", .oneOf(Club.JoinPolicy.self)), .required("hostSchool", .uuid),
        .required("openTo", .list(of: .uuid, limit: 200)),
        .required("groups", .list(of: .groupName, limit: 200)),
        .required("reapplyAfterDays", count), .required("seatOfferHours", count),
        .required("enrolment", .oneOf(["open", "closed"])),
        .optional("enrolmentFrom", .timestamp), .optional("enrolmentTo", .timestamp),
        .required("archived", .boolean), .required("foundedAt", .timestamp),
        .optional("capacity", count, "Missing where there is no limit."),
        .required("members", count), .required("offered", count),
        .optional("freeSeats", count, "Missing where there is no limit."),
        .required("waitlisted", count), .required("leads", .list(of: namedPerson, limit: 200)),
        .required("version", count),
    ]

    static let rosterEntry: [Field] = [
        .required("person", .uuid), .required("displayName", text), .required("memberNo", count),
        .required("state", .oneOf(["member", "suspended"])),
        .optional("suspendedUntil", .timestamp), .required("roles", roles),
        .optional("group", .groupName), .required("since", .timestamp),
        .required("via", .oneOf(Club.Via.self)), .optional("buddy", namedPerson),
    ]

    static let waitlistEntry: [Field] = [
        .required("place", count), .required("person", .uuid), .required("displayName", text),
        .required("since", .timestamp), .required("request", .uuid), .optional("offer", .uuid),
        .optional("offerExpiresAt", .timestamp),
    ]

    static let joinRequest: [Field] = [
        .required("request", .uuid), .required("club", .uuid), .required("person", .uuid),
        .required("displayName", text), .required("state", .oneOf(JoinRequestState.self)),
        .required("via", .oneOf(Club.Via.self)), .optional("invite", .uuid),
        .optional("answers", text), .required("askedAt", .timestamp),
        .optional("decidedAt", .timestamp), .optional("reasonCode", .reasonCode),
        .optional("reason", text), .optional("reapplyFrom", .timestamp),
    ]

    static let invite: [Field] = [
        .required("invite", .uuid), .required("club", .uuid),
        .optional("role", .oneOf(Club.Role.self)), .required("issuedAt", .timestamp),
        .required("expiresAt", .timestamp), .required("maxUses", count),
        .required("uses", count), .required("revoked", .boolean),
    ]

    static let historyEntry: [Field] = [
        .required("what", .text(1...80)), .optional("detail", text), .required("at", .timestamp),
        .required("position", position), .required("event", .text(1...80)),
        .required("actor", .anyObject), .optional("actorName", text),
        .optional("reasonCode", .reasonCode), .optional("reason", text),
    ]

    static let explanation: [Field] = [
        .required("club", .uuid), .required("person", .uuid), .required("displayName", text),
        .required("place", count), .required("waiting", count), .required("since", .timestamp),
        .required("ahead", count), .required("offersAhead", count), .optional("capacity", count),
        .required("members", count), .required("offersOutstanding", count),
        .optional("ownOfferExpiresAt", .timestamp), .required("seatsNeeded", count),
        .required(
            "steps",
            .list(
                of: .object([
                    .required("at", .timestamp), .required("position", position),
                    .required("what", .text(1...80)), .required("place", count),
                    .optional("reasonCode", .reasonCode), .required("event", .text(1...80)),
                ]), limit: 100_000)),
        .required("inWords", .list(of: text, limit: 1000)),
    ]
}
