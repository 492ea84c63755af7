extension Guide {
    /// What can be wrong with any request, and what with the service.
    static let ofRequests: [ProblemCode: Guide] = [
        .invalidJSON: Guide(
            "The body is not JSON that this service reads",
            """
            A body is JSON in UTF-8 with unique keys, at most 32 levels deep, and without \
            NUL, lone surrogates or numbers that would lose digits.
            """,
            "Send the body again, corrected at the byte that `offset` names."),
        .badRequest: Guide(
            "The request cannot be understood",
            "A request keeps to HTTP/1.1 and to the header forms that the API names.",
            "Correct what `detail` names, and send it again."),
        .badCursor: Guide(
            "The cursor is none of ours",
            "A cursor is taken unchanged from `next` of an earlier page of the same list.",
            "Begin again without `cursor`."),
        .badAsOf: Guide(
            "The moment cannot be understood",
            """
            A past moment is a time such as 2027-03-09T18:00:00Z or a position such as \
            @10234.
            """,
            "Write `asOf` in one of the two forms."),
        .badMode: Guide(
            "There is no such way of looking back",
            """
            A look back is `recorded`, as it was known then, or `effective`, with results as they \
            were corrected since; facts that are never corrected have `recorded` alone.
            """,
            "Write `mode` as one of the two, or leave it out."),
        .tokenMissing: Guide(
            "No token",
            "Everything but public pages is for people whom a token names.",
            "Send `Authorization: Bearer` with a token."),
        .tokenExpired: Guide(
            "The token has expired",
            "A token is valid for five minutes at most.",
            "Get a new token, and send the request again."),
        .tokenInvalid: Guide(
            "The token is not valid",
            """
            A token is signed with EdDSA or ES256 by a key that this service knows, for this \
            service, and names a person and a tenant.
            """,
            "Get a token from the gateway, or with `clubs token`."),
        .linkUsed: Guide(
            "The link has been used or has expired",
            "A link into the browser works once, and for a few minutes.",
            "Ask for a new link: `clubs token --browser`."),
        .notAllowed: Guide(
            "This is not yours to do",
            "Who may do what follows from the roles that the log knows now.",
            "Ask somebody who has one of the capacities in `needs`."),
        .actingNotLinked: Guide(
            "You cannot act for this person",
            "Only a linked guardian acts for a child.",
            "Ask the school to link you as a guardian first."),
        .formExpired: Guide(
            "The form is no longer valid",
            "A form is sent by the person to whom it was shown, while they are signed in.",
            "Open the page again, and send the form from there."),
        .notFound: Guide(
            "There is no such thing here",
            "What does not exist, and what you may not know to exist, is answered alike.",
            "Check the address and the id."),
        .unknownTenant: Guide(
            "There is no such tenant",
            "A token names a tenant that this service keeps.",
            "Ask for a token of your own school's tenant."),
        .methodNotAllowed: Guide(
            "This cannot be done at this address",
            "An address takes the methods that the API names for it.",
            "Use one of the methods in `Allow`."),
        .notAcceptable: Guide(
            "No form of the answer fits",
            "An answer comes in the media types that the API names for the address.",
            "Name one of them in `Accept`."),
        .requestTimeout: Guide(
            "The request took too long to arrive",
            "Head and body of a request arrive within half a minute.",
            "Send the request again over a better line, or a smaller one."),
        .cursorExpired: Guide(
            "The list has moved too far since",
            "A cursor pins a moment, and is kept for an hour.",
            "Begin again without `cursor`."),
        .stale: Guide(
            "It has changed since you saw it",
            "A command that names a version is carried out on that version alone.",
            "Look at what `since` names, and decide again with `currentVersion`."),
        .contentTooLarge: Guide(
            "The body is too large",
            "A body has 256 KiB at most.",
            "Send less at once."),
        .unsupportedMediaType: Guide(
            "The body is in a form that is not read here",
            """
            A body is sent as application/json, a form of a page as application/x-www-form- \
            urlencoded.
            """,
            "Set `Content-Type`, and send the body in that form."),
        .expectationFailed: Guide(
            "The expectation cannot be met",
            "The only expectation that is met is 100-continue.",
            "Send the request without `Expect`."),
        .invalid: Guide(
            "Some fields are not right",
            "Each field has the form that the API names, and no field is unknown.",
            "Correct the fields that `errors` points to."),
        .idempotencyMismatch: Guide(
            "The key has been used for something else",
            "One idempotency key stands for one request with one body, for ever.",
            "Use a new key for a new request."),
        .versionRequired: Guide(
            "Say which version you have seen",
            """
            What many people may have changed meanwhile is changed only by those who say \
            what they saw.
            """,
            "Send `If-Match` with the `ETag` of the last answer."),
        .rateLimited: Guide(
            "Too many requests",
            "Everybody has a budget of requests that fills up steadily.",
            "Wait as long as `Retry-After` says."),
        .headersTooLarge: Guide(
            "The headers are too large",
            "The headers of a request have 16 KiB at most.",
            "Send fewer or shorter headers."),
        .internalError: Guide(
            "Something is broken on our side",
            "A request never meets this answer unless the program has a mistake.",
            "Try again later, and tell the operator the `instance`."),
        .projectionBehind: Guide(
            "What you ask for cannot be shown yet",
            "An answer includes what the caller has seen, or is not given.",
            "Ask again in a second."),
        .storeUnavailable: Guide(
            "The store does not answer",
            "Nothing is accepted that is not stored.",
            "Nothing has been done: send it again in a moment."),
        .outcomeUnknown: Guide(
            "It is not known whether this was done",
            "The store stopped answering while it was storing.",
            "Send it again with the same `Idempotency-Key`: it will be done once."),
        .overloaded: Guide(
            "Too much at once",
            "What cannot be done soon is refused at once.",
            "Nothing has been done: send it again as `Retry-After` says."),
        .newerRelease: Guide(
            "A newer release has written here",
            "A program decides only on what it can read.",
            "Send it again: a newer process will answer."),
        .malformedEvent: Guide(
            "An event of the log cannot be read",
            "What the log holds is never passed over.",
            "Tell the operator the `position`; `clubs log verify` shows what is there."),
    ]
}
