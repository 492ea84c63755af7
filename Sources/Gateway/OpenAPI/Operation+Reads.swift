import Clubs
import Directory
import HTTPTypes
import ReadModels
import Vocabulary

/// What the API's document says of questions.
extension Operation {
    static let me = one("getMe", "people", "The caller", .view("PersonView"))
    static let school = one("getSchool", "schools", "A school", .view("SchoolView"))
    static let person = one(
        "getPerson", "people", "A person: everything, or the name alone", .view("PersonView"))
    static let memberships = list(
        "listMemberships", "people", "The clubs of a person, now and once",
        .view("PersonMembership"))
    static let clubs = page(
        "listClubs", "clubs", "The clubs that the caller may see", .view("ClubView"),
        query: [
            .optional("school", .uuid), .optional("kind", .oneOf(Club.Kind.self)),
            .optional("interest", .interest), .optional("archived", .boolean),
        ])
    static let club = one("getClub", "clubs", "A club, by its id or slug", .view("ClubView"))
    static let members = page(
        "listMembers", "clubs", "The members in the order of joining", .view("RosterEntry"))
    static let joinRequests = page(
        "listJoinRequests", "clubs", "Who has asked to join", .view("JoinRequestView"),
        query: [.optional("state", .oneOf(JoinRequestState.self))])
    static let waitlist = list(
        "listWaitlist", "clubs", "Who waits, the next in line first", .view("WaitlistEntry"))
    static let invites = list(
        "listInvites", "clubs", "The invitations, the oldest first", .view("InviteView"))
    static let explanation = one(
        "explainPlace", "clubs", "Why a person stands where they stand on the waitlist",
        .view("PlaceExplanation"))
    static let history = list(
        "listMembershipHistory", "clubs", "What has happened to a person in a club",
        .view("HistoryEntry"))

    static let asOf: [Field] = [
        .optional("asOf", .moment, "A time, or a position such as @10234."),
        .optional("mode", .oneOf(["recorded"])),
    ]
    static let pages: [Field] = [
        .optional("limit", .integer(1...200)), .optional("cursor", .text(1...4000)),
    ]
    static let problemsOfReads: [ProblemCode] = [
        .badRequest, .badAsOf, .badMode, .actingNotLinked, .notFound, .unknownTenant, .invalid,
        .projectionBehind, .storeUnavailable, .newerRelease, .malformedEvent,
    ]

    static func one(
        _ id: String, _ tag: String, _ summary: String, _ type: FieldType
    ) -> Operation {
        Operation(
            id: id, tag: tag, summary: summary, query: asOf,
            headers: [.clubsAtLeast, .acceptLanguage],
            answers: [
                Answer(
                    status: .ok, what: summary, content: .json(type),
                    headers: [.clubsPosition, .clubsAsOf, .eTag])
            ], problems: problemsOfReads)
    }

    static func list(
        _ id: String, _ tag: String, _ summary: String, _ type: FieldType
    ) -> Operation {
        var operation = one(
            id, tag, summary, .object([.required("items", .list(of: type, limit: 100_000))]))
        operation.answers[0].headers = [.clubsPosition, .clubsAsOf]
        return operation
    }

    static func page(
        _ id: String, _ tag: String, _ summary: String, _ type: FieldType, query: [Field] = []
    ) -> Operation {
        var operation = one(
            id, tag, summary,
            .object([
                .required("items", .list(of: type, limit: 200)),
                .optional("next", .nullable(.text(1...4000)), "Nothing on the last page."),
            ]))
        operation.query = query + asOf + pages
        operation.answers[0].headers = [.clubsPosition, .clubsAsOf, .link]
        operation.problems += [.badCursor, .cursorExpired]
        return operation
    }
}
