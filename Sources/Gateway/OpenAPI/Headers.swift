/// What the API's document says of each header.
extension RequestHeader {
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
