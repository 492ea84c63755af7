import EventSourcing
import Tournaments
import Vocabulary

extension WishSchema {
    static let tournaments: [WishSchema] = schedule + entries + rounds + results + ending

    private static let schedule: [WishSchema] = [
        WishSchema("tournament.schedule", "Schedules a tournament", scheduling),
        WishSchema(
            "tournament.amend", "Changes what was scheduled", needsVersion: true,
            [
                .required(
                    "changes", .anyObject,
                    "Settings by name, as the scheduling has them; null empties one."),
                .optional("force", .boolean, "Also what breaks a promise made at the start."),
                .optional("reasonCode", .reasonCode),
            ]),
        WishSchema("tournament.open-entries", "Opens the entries"),
        WishSchema("tournament.close-entries", "Closes the entries"),
        WishSchema(
            "tournament.postpone", "Moves the start",
            [.required("to", .localDateTime, "In the tournament's zone.")]),
        WishSchema(
            "tournament.cancel", "Calls a tournament off",
            [.required("reasonCode", .reasonCode)]),
    ]

    private static let scheduling: [Field] = [
        .required("club", .uuid), .required("name", .text(1...1000)),
        .required("format", .oneOf(Tournament.Format.self)),
        .optional("rounds", .integer(0...1_000_000), "Of a Swiss; the others have theirs."),
        .optional("cadence", .oneOf(Tournament.Cadence.self)),
        .required("startsAtLocal", .localDateTime),
        .optional("timeZone", .timeZone, "The club's where none is named."),
        .optional("roundTimesLocal", .list(of: .localDateTime, limit: 1000)),
        .optional("windowDays", .integer(0...1_000_000)),
        .required("timeControl", .timeControl), .optional("rated", .boolean),
        .optional("pairing", .oneOf(Tournament.PairingMode.self)), .optional("seed", .seed),
        .optional("initialColour", .oneOf(Tournament.InitialColour.self)),
        .optional("scoring", .scoring),
        .optional("tieBreaks", .list(of: .text(1...40), limit: 100), "FIDE's codes, in order."),
        .optional("lateEntryUntilRound", .integer(0...1_000_000)),
        .optional("lateByeKind", .oneOf(Tournament.ByeKind.self)),
        .optional("maxRequestedHalfPointByes", .integer(0...1_000_000)),
        .optional("avoid", .list(of: .avoidRule, limit: 1000)),
        .optional("capacity", .integer(0...1_000_000)), .optional("eligibility", .eligibility),
        .optional("resultRule", .oneOf(Tournament.ResultRule.self)),
        .optional("autoConfirmHours", .integer(0...1_000_000)),
        .optional("thirdPlaceGame", .boolean),
    ]

    private static let named = Field.optional(
        "player", .uuid, "The caller where nobody is named.")

    private static let entries: [WishSchema] = [
        WishSchema(
            "tournament.enter-player", "Enters a player",
            [
                named, .optional("rating", .integer(0...1_000_000)),
                .optional("ratingSource", .oneOf(Tournament.RatingSource.self)),
                .optional("house", .groupName), .optional("household", .groupName),
                .optional(
                    "requestedByes",
                    .list(
                        of: .object([
                            .required("round", .round), .required("kind", .requestedBye),
                        ]), limit: 100)),
            ]),
        WishSchema(
            "tournament.withdraw-player", "Takes a player out",
            [
                named, .optional("fromRound", .round, "The next one where none is named."),
                .optional("reasonCode", .reasonCode),
            ]),
        WishSchema(
            "tournament.reinstate-player", "Takes a player in again",
            [named, .optional("atRound", .round)]),
        WishSchema(
            "tournament.expel-player", "Excludes a player",
            [.required("player", .uuid), .required("reasonCode", .reasonCode), because]),
        WishSchema(
            "tournament.request-bye", "Asks for a bye",
            [named, .required("round", .round), .required("kind", .requestedBye)]),
        WishSchema(
            "tournament.cancel-bye", "Gives a bye back", [named, .required("round", .round)]),
        WishSchema(
            "tournament.check-in", "Says that a player is there",
            [named, .required("round", .round)]),
        WishSchema(
            "tournament.seed-players", "Gives the players their numbers",
            [
                .required("method", .oneOf(Tournament.SeedingMethod.self)),
                .optional("order", .players, "Everybody, number 1 first."),
                .optional("seed", .seed),
            ]),
    ]

    private static let because = Field.optional("reason", .reason)

    private static let rounds: [WishSchema] = [
        WishSchema("tournament.start", "Starts a tournament", [.optional("lotSeed", .seed)]),
        WishSchema(
            "tournament.pair-round", "Pairs a round", needsVersion: true,
            [
                .required("round", .round),
                .optional("excludeAbsent", .boolean, "Leave out who has not checked in."),
                .optional("allowOpenGames", .boolean, "Count open games as draws."),
            ]),
        WishSchema(
            "tournament.override-pairing", "Changes a round by hand", needsVersion: true,
            [
                .required("round", .round),
                .required("changes", .list(of: .placement, limit: 1000)),
                .optional("force", .boolean, "Also what breaks a rule of the pairing."),
                .required("reasonCode", .reasonCode), because,
            ]),
        WishSchema(
            "tournament.unpair-round", "Takes a round's pairing back", needsVersion: true,
            [.required("round", .round), .required("reasonCode", .reasonCode)]),
        WishSchema(
            "tournament.publish-round", "Publishes a round", needsVersion: true,
            [
                .required("round", .round), .optional("startsAt", .timestamp),
                .optional("windowEndsAt", .timestamp),
            ]),
        WishSchema(
            "tournament.complete-round", "Closes a round", [.required("round", .round)]),
    ]

    private static let place: [Field] = [.required("round", .round), .required("board", .board)]

    private static let results: [WishSchema] = [
        WishSchema(
            "tournament.propose-game-time", "Proposes times for a game",
            place + [.required("times", .list(of: .timestamp, limit: 100))]),
        WishSchema(
            "tournament.agree-game-time", "Agrees to a time for a game",
            place + [.required("at", .timestamp)]),
        WishSchema(
            "tournament.report-result", "Tells how one's own game ended",
            place + [.required("result", .result), .optional("gameRef", .gameReference)]),
        WishSchema(
            "tournament.confirm-result", "Says that the report is right",
            place + [.optional("result", .result)]),
        WishSchema(
            "tournament.dispute-result", "Says that the report is wrong", place + [because]),
        WishSchema(
            "tournament.record-result", "Records a result",
            place + [.required("result", .result), .optional("gameRef", .gameReference)]),
        WishSchema(
            "tournament.correct-result", "Corrects a result", needsVersion: true,
            place + [
                .required("result", .correctedResult),
                .optional(
                    "appliesFromRound", .round, "The first pairing that goes by the new result."),
                .required("reasonCode", .reasonCode), because,
            ]),
        WishSchema(
            "tournament.revert-decision", "Undoes a decision", needsVersion: true,
            [
                .required("event", .eventID),
                .optional("cascade", .boolean, "With everything that hangs on it."),
                .required("reasonCode", .reasonCode), because,
            ]),
    ]

    private static let ending: [WishSchema] = [
        WishSchema(
            "tournament.resolve-tie", "Puts tied players in order",
            [
                .required("players", .players),
                .required("method", .oneOf(Tournament.TieMethod.self)), .optional("seed", .seed),
            ]),
        WishSchema(
            "tournament.finalize", "Makes the standings final", needsVersion: true,
            [.required("confirmDigest", .text(1...200), "That of the standings as they are.")]),
        WishSchema(
            "tournament.reopen", "Opens what was final",
            [.required("reasonCode", .reasonCode), because]),
        WishSchema(
            "tournament.import-report", "Brings in a tournament from a report file",
            [
                .required("report", .text(1...200_000, isMultiline: true), "TRF16 or TRF26."),
                .required("club", .uuid),
                .required("people", .players, "By pairing number, number 1 first."),
                .required("startsAtLocal", .localDateTime), .optional("timeZone", .timeZone),
                .required("timeControl", .timeControl),
                .optional("rounds", .integer(0...1_000_000)), .optional("throughRound", .round),
            ]),
    ]

    static let tournamentsOfClock: [WishSchema] = [
        WishSchema(
            "tournament.confirm-by-clock", "Makes a report count that nobody has answered",
            place + [.required("dueAt", .timestamp)]),
        WishSchema(
            "tournament.close-window", "Ends the time for a round's games",
            [.required("round", .round), .optional("dueAt", .timestamp)]),
    ]
}
