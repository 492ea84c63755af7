import Foundation
import HTTPTypes

/// What the API's document says of commands: made from the same table as their routes.
extension Operation {
    static func of(_ route: CommandRoute) -> Operation {
        let success: [Answer] =
            switch route.success {
            case .ok: [.command(.ok, "Done")]
            case .noContent: [.command(.noContent, "Done", content: nil)]
            case .created: [.command(.created, "Made"), .command(.ok, "Nothing was left to do")]
            case .seat:
                [
                    .command(.created, "A seat, or a place on the waitlist"),
                    .command(.accepted, "Asked: a lead has to decide"),
                ]
            }
        let rehearsal = Answer.command(.ok, "What a dry run would append, or what was done")
        let hasOK = success.contains { $0.status == .ok }
        return Operation(
            id: route.operationID, tag: route.category, summary: route.schema.summary,
            parameters: route.parameterTypes,
            query: [.dryRun] + (route.textBody?.fields.inQuery ?? []),
            headers: RequestHeader.ofCommands,
            body: route.bodyFields, textBodies: route.textBody?.mediaTypes ?? [],
            answers: hasOK ? success : success + [rehearsal],
            problems: route.problems)
    }

    static let ofAnyCommand = Operation(
        id: "sendCommand", tag: "commands", summary: "Sends any command by its name",
        query: [.dryRun], headers: RequestHeader.ofCommands, body: .anyCommand,
        answers: [.command(.ok, "Done, or what a dry run would append")],
        problems: ProblemCode.ofCommands + ProblemCode.ofSchools + ProblemCode.ofPeople
            + ProblemCode.ofClubs + ProblemCode.ofTournaments)

    static let ofBatch = Operation(
        id: "sendCommands", tag: "commands",
        summary: "Sends many commands, each of which has an outcome of its own",
        headers: [.idempotencyKey, .prefer, .acceptLanguage], body: .batch,
        answers: [
            Answer(
                status: .ok, what: "The outcomes, in the order of the commands",
                content: .json(.batchAnswer), headers: [.clubsPosition, .preferenceApplied])
        ],
        problems: [.invalidJSON, .badRequest, .contentTooLarge, .unsupportedMediaType, .invalid])

    static let ofOutcome = Operation(
        id: "getCommand", tag: "commands",
        summary: "What a command of the caller's has done",
        answers: [.command(.ok, "The command's events")], problems: [.notFound])
}

extension Operation.Answer {
    fileprivate static func command(
        _ status: HTTPResponse.Status, _ what: String,
        content: Operation.Content? = .json(.commandAnswer)
    ) -> Self {
        Self(
            status: status, what: what, content: content,
            headers: [
                .clubsPosition, .eTag, .idempotentReplayed, .preferenceApplied, .location,
            ])
    }
}

extension FieldType {
    static let recordedEvent = FieldType.object([
        .required("type", .text(1...80)), .required("stream", .stream),
        .required("version", .integer(1...Int64.max)),
        .optional("position", .integer(1...Int64.max), "Nothing in a dry run."),
        .optional("recordedAt", .timestamp), .required("occurredAt", .timestamp),
        .required("data", .anyObject),
    ])

    static let commandAnswer = FieldType.object([
        .required("command", .uuid), .required("stream", .stream),
        .optional("version", .integer(1...Int64.max), "Of the stream, after the command."),
        .optional("dryRun", .boolean),
        .required("events", .list(of: .recordedEvent, limit: 10_000)),
    ])
}

extension Field {
    static let dryRun = optional(
        "dryRun", .boolean, "As `Prefer: dry-run`: decide, and append nothing.")
}

extension RequestHeader {
    static let ofCommands: [RequestHeader] = [.idempotencyKey, .ifMatch, .prefer, .acceptLanguage]
}

extension CommandRoute {
    /// `putClubsCapacity`, out of the method and the words of the path.
    var operationID: String {
        let words = path.split(separator: "/").flatMap { part -> [Substring] in
            part.hasPrefix("{") ? [] : part.split(separator: "-")
        }
        let isOne = path.hasSuffix("}")
        return method.rawValue.lowercased() + words.map(\.capitalized).joined()
            + (isOne ? "Item" : "")
    }

    /// The fields that the path gives; nothing stands for none in a path.
    fileprivate var parameterTypes: [String: FieldType] {
        let given = schema.fields.filter { pathFields.contains($0.name) }
        return Dictionary(
            uniqueKeysWithValues: given.map { field in
                if case .nullable(let type) = field.type {
                    (field.name, type)
                } else {
                    (field.name, field.type)
                }
            })
    }

    var problems: [ProblemCode] {
        switch category {
        case "school": ProblemCode.ofCommands + ProblemCode.ofSchools
        case "person": ProblemCode.ofCommands + ProblemCode.ofPeople
        case "tournament": ProblemCode.ofCommands + ProblemCode.ofTournaments
        default: ProblemCode.ofCommands + ProblemCode.ofClubs
        }
    }
}

extension ProblemCode {
    /// What can stand in the way of any command.
    static let ofCommands: [ProblemCode] = [
        .invalidJSON, .badRequest, .notAllowed, .actingNotLinked, .notFound, .unknownTenant,
        .stale, .contentTooLarge, .unsupportedMediaType, .invalid, .idempotencyMismatch,
        .versionRequired, .projectionBehind, .storeUnavailable, .outcomeUnknown, .overloaded,
        .newerRelease,
        .malformedEvent,
    ]

    static let ofSchools: [ProblemCode] = [
        .schoolExists, .termOverlaps, .termEndsBeforeItStarts, .policyBelowFloor,
        .unknownTimeZone, .listFull,
    ]

    static let ofPeople: [ProblemCode] = [
        .personExists, .sourcedIDTaken, .unknownTimeZone, .unknownInterest,
        .adultInMinorsAgeBand, .minorCannotHoldRole, .lastAdmin, .alreadyInactive,
        .personInactive,
    ]

    static let ofClubs: [ProblemCode] = [
        .clubExists, .clubArchived, .slugTaken, .unknownTimeZone, .unknownInterest, .listFull,
        .alreadyPast, .enrolmentEndsBeforeItStarts, .capacityBelowMembers, .alreadyMember,
        .requestOpen, .idTaken, .notEligible, .personBlockedFromClub, .reapplyLater,
        .consentMissing, .enrolmentClosed, .inviteInvalid, .requestNotOpen, .clubFull,
        .notWaiting, .notNext, .offerUnknown, .offerExpired, .offerStillOpen, .waitlistChanged,
        .notAMember, .alreadySuspended, .needsAdultLead, .lastAdultLead, .minorCannotHoldRole,
        .unknownGroup, .groupInUse, .blockedPair, .ownBuddy, .roleNotByInvite,
    ]
}
