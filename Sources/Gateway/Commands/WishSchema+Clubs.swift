import Clubs
import Vocabulary

extension WishSchema {
    static let clubs: [WishSchema] = profile + joining + seats + members + leadTools

    private static let profileFields: [Field] = [
        .optional("summary", .text(0...2000, isMultiline: true)),
        .optional("kind", .oneOf(Club.Kind.self)),
        .optional("interests", .list(of: .interest, limit: 200)),
        .optional("joinPolicy", .oneOf(Club.JoinPolicy.self)),
        .optional("ageBands", .list(of: .ageBand, limit: 5), "Who may join; none means everybody."),
        .optional("languages", .list(of: .language, limit: 50)),
        .optional("visibility", .visibility),
        .optional("reapplyAfterDays", .integer(0...100_000)),
        .optional(
            "seatOfferHours", .integer(0...100_000),
            "How long an offered seat is kept; 0 gives it to the next in line unasked."),
        .optional("groups", .list(of: .groupName, limit: 200)),
    ]

    private static let profile: [WishSchema] = [
        WishSchema(
            "club.found", "Founds a club",
            [
                .required("hostSchool", .uuid), .optional("openTo", .list(of: .uuid, limit: 200)),
                .required("slug", .slug), .required("name", .name),
                .required("timeZone", .timeZone),
                .optional("capacity", .nullable(.integer(0...1_000_000)), "Null is no limit."),
                .required("leads", .list(of: .uuid, limit: 50)),
            ] + profileFields),
        WishSchema(
            "club.update-profile", "Changes what a club says of itself",
            [.optional("name", .name), .optional("timeZone", .timeZone)] + profileFields),
        WishSchema(
            "club.set-capacity", "Sets the number of seats", needsVersion: true,
            [
                .required("capacity", .nullable(.integer(0...1_000_000)), "Null is no limit."),
                .optional("overfill", .boolean, "Nobody loses a seat above the new number."),
            ]),
        WishSchema(
            "club.open-enrolment", "Opens enrolment",
            [.optional("from", .timestamp), .optional("to", .timestamp)]),
        WishSchema("club.close-enrolment", "Closes enrolment"),
        WishSchema("club.archive", "Archives a club", [.required("reasonCode", .reasonCode)]),
        WishSchema("club.restore", "Restores a club", [.required("reasonCode", .reasonCode)]),
    ]

    private static let joining: [WishSchema] = [
        WishSchema(
            "club.join", "Asks for a seat",
            [
                .optional("request", .uuid),
                .optional("person", .uuid, "The caller where nobody is named."),
                .optional("via", .oneOf(Club.Via.self)),
                .optional("inviteCode", .text(1...200)),
                .optional("answers", .reason),
            ]),
        WishSchema("club.approve-join", "Approves a request", [.required("request", .uuid)]),
        WishSchema(
            "club.decline-join", "Declines a request",
            [
                .required("request", .uuid), .required("reasonCode", .reasonCode),
                .optional("reason", .reason),
            ]),
        WishSchema("club.withdraw-join", "Withdraws a request", [.required("request", .uuid)]),
    ]

    private static let seats: [WishSchema] = [
        WishSchema(
            "club.offer-seat", "Offers a seat",
            [
                .optional("offer", .uuid),
                .optional("person", .uuid, "The next in line where nobody is named."),
            ]),
        WishSchema("club.accept-seat", "Accepts an offered seat", [.required("offer", .uuid)]),
        WishSchema("club.decline-seat", "Declines an offered seat", [.required("offer", .uuid)]),
        WishSchema(
            "club.reorder-waitlist", "Gives the waitlist another order", needsVersion: true,
            [
                .required("order", .list(of: .uuid, limit: 5000), "Everybody who waits, once."),
                .required("reasonCode", .reasonCode), .optional("reason", .reason),
            ]),
    ]

    private static let members: [WishSchema] = [
        WishSchema(
            "club.leave", "Leaves a club",
            [.optional("person", .uuid), .optional("reasonCode", .reasonCode)]),
        WishSchema(
            "club.remove-member", "Removes a member",
            [
                .required("person", .uuid), .required("reasonCode", .reasonCode),
                .optional("reason", .reason), .optional("noReturnUntil", .timestamp),
            ]),
        WishSchema(
            "club.suspend-member", "Suspends a member for a time",
            [
                .required("person", .uuid), .required("until", .timestamp),
                .required("reasonCode", .reasonCode),
            ]),
        WishSchema("club.lift-suspension", "Ends a suspension", [.required("person", .uuid)]),
    ]

    private static let leadTools: [WishSchema] = [
        WishSchema(
            "club.assign-role", "Gives a role in the club",
            [.required("person", .uuid), .required("role", .oneOf(Club.Role.self))]),
        WishSchema(
            "club.revoke-role", "Takes a role in the club away",
            [.required("person", .uuid), .required("role", .oneOf(Club.Role.self))]),
        WishSchema(
            "club.assign-to-group", "Puts a member into a group",
            [
                .required("person", .uuid),
                .optional("group", .nullable(.groupName), "Null takes them out of their group."),
                .optional("reasonCode", .reasonCode),
            ]),
        WishSchema(
            "club.assign-buddy", "Gives a newcomer a buddy",
            [.required("newcomer", .uuid), .required("buddy", .uuid)]),
        WishSchema(
            "club.issue-invite", "Issues an invitation",
            [
                .required("invite", .uuid),
                .required(
                    "code", .text(12...200), "Made up by the caller; only its hash is kept."),
                .required("expiresAt", .timestamp), .required("maxUses", .integer(0...1_000_000)),
                .optional("role", .oneOf(Club.Role.self)),
            ]),
        WishSchema("club.revoke-invite", "Revokes an invitation", [.required("invite", .uuid)]),
    ]
}
