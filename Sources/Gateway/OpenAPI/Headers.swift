import EventSourcing

/// What the API's document says of each header.
extension RequestHeader {
    /// The form of the value.
    var schema: JSONValue {
        switch self {
        case .idempotencyKey: ["type": "string", "pattern": "^[!-~]{1,200}$"]
        case .ifMatch:
            [
                "type": "string",
                "pattern":
                    #"^(\*|"[a-z]+-[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}:[0-9]{1,18}")$"#,
            ]
        case .clubsAtLeast, .lastEventID: ["type": "string", "pattern": "^[0-9]{1,18}$"]
        case .prefer, .acceptLanguage: ["type": "string"]
        }
    }

    var meaning: String {
        switch self {
        case .idempotencyKey:
            "At most 200 visible characters: the same key with the same request is done once."
        case .ifMatch: "The ETag of what was seen, such as \"club-<uuid>:41\"."
        case .prefer: "dry-run: decide, answer with the events, and append nothing."
        case .clubsAtLeast: "A position that the answer must include; waited for up to 2 s."
        case .lastEventID: "A position behind which a stream resumes."
        case .acceptLanguage: "Of titles and rules; only English is there yet. Codes never vary."
        }
    }
}

extension AnswerHeader {
    var meaning: String {
        switch self {
        case .clubsPosition: "Where the log stood when this was true."
        case .clubsAsOf: "The position that the moment asked about stands for."
        case .idempotentReplayed: "true where an earlier sending had done it already."
        case .preferenceApplied: "dry-run, where nothing was appended."
        case .eTag: "The version of the thing, for If-Match."
        case .link: "The next page, rel=\"next\"."
        case .location: "Where what is new is found."
        case .retryAfter: "In how many seconds to try again."
        }
    }
}
