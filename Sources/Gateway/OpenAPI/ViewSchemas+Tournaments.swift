import EventSourcing
import Pairing
import ReadModels
import Tournaments

/// What goes out about tournaments, field by field.
extension ViewSchemas {
    static let ofTournaments: [String: [Field]] = [
        "ListedTournament": listed, "Tournament": tournament, "Standings": standings,
        "Crosstable": crosstable, "Tree": tree,
        "Round": round, "RoundExplanation": roundExplanation,
        "BoardExplanation": boardExplanation, "Correction": correction,
        "TournamentEvent": event, "Verification": verification, "TournamentFile": file,
    ]

    private static let playerLimit = 10_000
    private static let mode = Field.required("mode", .oneOf(LookBack.self))
    private static let result = FieldType.oneOf(Tournament.GameResult.self)
    private static let named: [Field] = [
        .required("player", .uuid), .required("displayName", text),
        .optional("number", count, "Missing before the seeding."),
    ]
    private static let engine = FieldType.object([
        .required("name", text), .required("version", text), .required("rules", text),
    ])
    private static let draft = Field.required(
        "draft", .boolean, "Whether it is for the arbiters alone, until it is published.")
    private static let float = FieldType.oneOf(["up", "down"])
    private static let points = FieldType.text(1...20)

    private static let listed: [Field] = [
        .required("tournament", .uuid), .required("club", .uuid), .required("name", text),
        .required("format", .oneOf(Tournament.Format.self)),
        .required("cadence", .oneOf(Tournament.Cadence.self)),
        .required("state", .listedStage), .required("entriesOpen", .boolean),
        .required("startsAtLocal", .localDateTime), .required("timeZone", .timeZone),
        .optional("plannedRounds", count), .required("currentRound", count),
        .required("completedRounds", count), .required("players", count),
        .required("waiting", count), .optional("finalDigest", text),
        .required("version", count),
    ]

    private static let tournament: [Field] = [
        .required("tournament", .uuid), .required("club", .uuid), .required("name", text),
        .required("state", .oneOf(Tournament.Stage.allCases.map(\.rawValue))),
        .required("entriesOpen", .boolean), .required("settings", .anyObject),
        .optional("plannedRounds", count), .required("currentRound", count),
        .required(
            "entries",
            .list(
                of: .object(
                    named + [
                        .optional("rating", count), .optional("school", .uuid),
                        .optional("schoolName", text), .optional("house", .groupName),
                        .required("state", .oneOf(["active", "withdrawn", "expelled"])),
                        .optional("fromRound", count), .optional("lateFromRound", count),
                    ]), limit: playerLimit)),
        .required("waiting", .list(of: .object(named), limit: playerLimit)),
        .required(
            "rounds",
            .list(
                of: .object([
                    .required("round", count), .required("boards", count),
                    .required("openBoards", count), .required("published", .boolean), draft,
                    .required("completed", .boolean),
                ]), limit: 1000)),
        .required(
            "byes",
            .list(
                of: .object([
                    .required("round", count), .required("player", .uuid),
                    .required("displayName", text),
                    .required("kind", .oneOf(Tournament.ByeKind.self)),
                    .optional("source", .oneOf(Tournament.ByeSource.self)),
                ]), limit: 100_000)),
        .required("corrections", count), mode, .optional("finalDigest", text),
        .required("version", count),
    ]

    private static let standings: [Field] = [
        .required("tournament", .uuid), .required("afterRound", count), mode,
        .required("tieBreaks", .list(of: text, limit: 100)), .required("digest", text),
        .required(
            "lines",
            .list(
                of: .object(
                    [.required("rank", count)] + named + [
                        .required("points", points), .required("tieBreaks", .anyObject),
                        .required("colourBalance", .integer(-1000...1000)),
                        .optional("float", float), .optional("floatBefore", float),
                    ]), limit: playerLimit)),
    ]

    private static let crosstable: [Field] = [
        .required("tournament", .uuid), mode, .required("rounds", count),
        .required(
            "lines",
            .list(
                of: .object(
                    [.required("rank", count)] + named + [
                        .required("points", points),
                        .required("cells", .list(of: .object(cell), limit: 1000)),
                    ]), limit: playerLimit)),
    ]

    private static let cell: [Field] = [
        .required("round", count), .required("kind", .oneOf(BracketCrosstable.Kind.self)),
        .optional("opponent", count), .optional("colour", .oneOf(["white", "black"])),
        .required("points", points), .required("text", text),
    ]

    private static let seat = FieldType.object([
        .required("kind", .oneOf(BracketTree.Seat.Kind.self)), .optional("player", .object(named)),
    ])

    private static let tree: [Field] = [
        .required("tournament", .uuid), mode,
        .required(
            "matches",
            .list(
                of: .object([
                    .required("match", text), .required("first", seat), .required("second", seat),
                    .optional("winner", .object(named)), .optional("round", count),
                    .optional("board", count), .optional("result", result),
                ]), limit: playerLimit)),
        .required(
            "places",
            .list(
                of: .object([
                    .required("place", count), .required("player", .uuid),
                    .required("displayName", text),
                ]), limit: playerLimit)),
    ]

    private static let round: [Field] = [
        .required("round", count), .required("attempt", count), .required("engine", engine),
        .required("seed", .integer(.min ... .max)), .required("inputDigest", text),
        .required("published", .boolean), draft, .optional("startsAt", .timestamp),
        .optional("windowEndsAt", .timestamp), .required("completed", .boolean),
        .optional("standingsDigest", text),
        .required("boards", .list(of: .object(board), limit: playerLimit)),
        .required(
            "byes",
            .list(
                of: .object(named + [.required("kind", .oneOf(Tournament.ByeKind.self))]),
                limit: playerLimit)),
        .required("unplaced", .list(of: .object(named), limit: playerLimit)),
        .required("warnings", .list(of: text, limit: 1000)), mode,
    ]

    private static let board: [Field] = [
        .required("board", count), .required("white", .object(named)),
        .required("black", .object(named)), .optional("bracket", text),
        .optional("whiteFloat", float), .optional("blackFloat", float),
        .optional("result", result), .optional("source", .oneOf(Tournament.ResultSource.self)),
        .optional("gameRef", text), .optional("reported", result), .required("disputed", .boolean),
        .required("corrected", .boolean), .required("overridden", .boolean),
        .optional("agreedAt", .timestamp),
    ]

    private static let boardExplanation: [Field] = [
        .required("round", count), .required("board", count), .required("white", .object(named)),
        .required("black", .object(named)), .required("code", text), .required("inWords", text),
    ]

    private static let roundExplanation: [Field] = [
        .required("round", count), .required("engine", engine),
        .required("boards", .list(of: .object(boardExplanation), limit: playerLimit)),
        .required("floats", .list(of: text, limit: playerLimit)),
    ]

    private static let correction: [Field] = [
        .required("round", count), .required("board", count), .optional("white", .object(named)),
        .optional("black", .object(named)), .required("from", result), .required("to", result),
        .required("appliesFromRound", count), .required("reasonCode", .reasonCode),
        .required("version", count), .optional("at", .timestamp), .optional("capacity", text),
        .optional("event", text),
    ]

    private static let event: [Field] = [
        .required("version", count), .required("position", position), .required("at", .timestamp),
        .required("recordedAt", .timestamp), .required("type", text), .required("capacity", text),
        .required("event", text), .optional("round", count), .optional("board", count),
    ]

    private static let verification: [Field] = [
        .required("tournament", .uuid), .required("reproduced", .boolean),
        .required(
            "rounds",
            .list(
                of: .object([
                    .required("round", count), .required("attempt", count),
                    .required("version", count),
                    .required("finding", .oneOf(BracketVerification.Round.Finding.self)),
                    .optional("detail", text),
                ]), limit: 10_000)),
        .required(
            "tables",
            .list(
                of: .object([
                    .optional("round", count), .required("version", count),
                    .required("recorded", text), .required("found", text),
                ]), limit: 10_000)),
        .optional("firstDifference", text), .required("version", count),
    ]

    private static let file: [Field] = [
        .required("summary", .view("Tournament")),
        .required("rounds", .list(of: .view("Round"), limit: 1000)),
        .required("standings", .list(of: .view("Standings"), limit: 1000)),
        .required("crosstable", .view("Crosstable")), .optional("bracket", .view("Tree")),
        .required("corrections", .list(of: .view("Correction"), limit: 100_000)),
    ]
}
