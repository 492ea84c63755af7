import EventSourcing
import Pairing
import Tournaments
import Vocabulary

/// The words of tournaments as fields. How large a number may be is the decider's to say; what is
/// bounded here is what any number of its kind can be.
extension FieldType {
    static let round = integer(1...1000)
    static let board = integer(1...10_000)
    /// What every JSON reader keeps.
    static let seed = integer(0...9_007_199_254_740_991)
    /// Nothing is listed before it is scheduled.
    static let listedStage = FieldType.oneOf(["planned", "running", "finalized", "cancelled"])
    static let localDateTime = word(
        "LocalDateTime", LocalDateTime.self,
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]$")
    static let gameReference = word("GameReference", GameReference.self, "^[!-~]{1,200}$")
    static let points = FieldType.word(
        Word(
            name: "Points", rule: "points as text, such as 0.5",
            pattern: "^[0-9]{1,4}([.][0-9]{1,2})?$"
        ) { text in
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            return (1...2).contains(parts.count) && (1...4).contains(parts[0].utf8.count)
                && (1...2).contains(parts.count == 2 ? parts[1].utf8.count : 1)
                && Points(text) != nil
        })

    static let result = oneOf(
        Tournament.GameResult.allCases.filter { $0 != .open }.map(\.rawValue))
    /// Only taking a result back leads to an open board.
    static let correctedResult = oneOf(Tournament.GameResult.self)
    /// The pairing-allocated bye comes from a pairing alone.
    static let requestedBye = oneOf(
        Tournament.ByeKind.allCases.filter { $0 != .pab }.map(\.rawValue))
    static let players = list(of: .uuid, limit: Tournament.Limits.players)

    static let timeControl = object([
        .required("initialSeconds", .integer(0...1_000_000)),
        .required("incrementSeconds", .integer(0...1_000_000)),
    ])

    static let scoring = object(
        ["win", "draw", "loss", "pab", "hpb", "zpb"].map { .required($0, .points) })

    static let eligibility = object([
        .required("ageBands", .list(of: .ageBand, limit: 5), "None means everybody."),
        .required("schools", .list(of: .uuid, limit: 200), "None means every school."),
        .optional("ratingAtMost", .integer(0...1_000_000)),
    ])

    static let avoidRule = object([
        .required("kind", .oneOf(Tournament.AvoidRule.Kind.self)),
        .required("strength", .oneOf(Tournament.AvoidRule.Strength.self)),
        .optional("players", .list(of: .uuid, limit: 50), "Whom a pair keeps apart."),
        .optional("until", .round, "The last round in which it holds; all where none is named."),
    ])

    static let placement = choice([
        .object([
            .required("board", .board), .required("white", .uuid), .required("black", .uuid),
        ]),
        .object([.required("bye", .uuid), .required("kind", .oneOf(Tournament.ByeKind.self))]),
    ])
}
