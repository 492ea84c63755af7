import HTTPTypes

/// What the API's document says of streams and of the service itself.
extension Operation {
    static let stream = Operation(
        id: "openStream", tag: "streams", summary: "What happens to a club or in a tournament",
        access: .anyone,
        query: [
            .required("topic", .text(6...80), "club:{id or slug}, or tournament:{id}"),
            .optional(
                "after", .integer(0...999_999_999_999_999_999),
                "A position that the caller has seen, for those who cannot send headers: the rights "
                    + "are at least those of then, and the stream begins behind it, unless "
                    + "Last-Event-ID says where it goes on."),
        ],
        headers: [.clubsAtLeast, .lastEventID],
        answers: [
            Answer(
                status: .ok,
                what: "Events until the caller leaves or may not see them any more; what happens "
                    + "to a round before it is published, to arbiters alone",
                content: .other(["text/event-stream", "application/x-ndjson"]))
        ],
        problems: [
            .badRequest, .notFound, .unknownTenant, .notAcceptable, .invalid, .projectionBehind,
            .overloaded, .storeUnavailable,
        ])

    static let health = Operation(
        id: "getHealth", tag: "service", summary: "Whether the process answers", access: .anyone,
        answers: [Answer(status: .ok, what: "It does", content: .json(.anyObject))])

    static let readiness = Operation(
        id: "getReadiness", tag: "service", summary: "Whether it can do its work",
        access: .anyone,
        answers: [
            Answer(status: .ok, what: "It can", content: .json(.anyObject)),
            Answer(
                status: .serviceUnavailable, what: "It cannot, and why",
                content: .json(.anyObject), headers: [.retryAfter]),
        ])

    static let metrics = Operation(
        id: "getMetrics", tag: "service", summary: "What an operator's alarms watch",
        access: .anyone,
        answers: [
            Answer(
                status: .ok, what: "OpenMetrics text",
                content: .other(["application/openmetrics-text"]))
        ])

    static let problem = Operation(
        id: "getProblem", tag: "service", summary: "What a problem means, and the way out",
        access: .anyone, parameters: ["code": .oneOf(ProblemCode.self)],
        answers: [Answer(status: .ok, what: "Title, rule and remedy", content: .json(.anyObject))],
        problems: [.notFound])

    static let document = Operation(
        id: "getDocument", tag: "service", summary: "This document", access: .anyone,
        answers: [Answer(status: .ok, what: "OpenAPI 3.1", content: .json(.anyObject))])
}
