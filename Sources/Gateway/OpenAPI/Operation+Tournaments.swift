import HTTPTypes
import ReadModels

/// What the API's document says of questions about tournaments.
extension Operation {
    static let clubTournaments = page(
        "listTournaments", "tournaments", "The tournaments of a club, by when they start",
        .view("ListedTournament"), query: [.optional("state", .listedStage)])
    static let tournament = bracket(
        "getTournament", "A tournament with its entries, byes and rounds", "Tournament")
    static let standings = bracket(
        "getStandings", "The table after a round, with tie-breaks", "Standings",
        query: [.optional("afterRound", .integer(0...1000), "The last round where none is named.")])
    static let crosstable = bracket("getCrosstable", "Who met whom, by rank", "Crosstable")
    static let tree = bracket("getBracket", "A knockout's tree", "Tree")
    static let round = bracket("getRound", "A round with its boards", "Round")
    static let roundExplanation = bracket(
        "explainRound", "Why the boards of a round are as they are", "RoundExplanation")
    static let boardExplanation = bracket(
        "explainBoard", "Why two players meet", "BoardExplanation")
    static let corrections = brackets(
        "listCorrections", "Results that were changed, and from when they count", "Correction")
    static let tournamentHistory = brackets(
        "listTournamentHistory", "What has happened, the oldest first", "TournamentEvent")
    static let tournamentFile = bracket(
        "getTournamentFile", "Everything in one document", "TournamentFile")

    static let reportFile = file(
        "getReportFile", "The report file (TRF)", "text/plain; charset=utf-8",
        query: [.optional("version", .oneOf(["16", "26"]), "26 where none is named.")])
    static let tableFile = file("getTableFile", "The crosstable", "text/csv; charset=utf-8")
    static let gamesFile = file(
        "getGamesFile", "The headers of the games (PGN)", "application/vnd.chess-pgn")
    static let calendarFile = file(
        "getCalendarFile", "Rounds and agreed games (iCalendar)", "text/calendar; charset=utf-8")

    static let verification: Operation = {
        var operation = bracket(
            "verifyTournament", "Pairs every round of the log again and compares", "Verification")
        operation.query = asOf
        return operation
    }()

    private static let lookBack: [Field] = [
        .optional("asOf", .moment, "A time, or a position such as @10234."),
        .optional(
            "mode", .oneOf(LookBack.self),
            "recorded: as known then; effective: with results as corrected up to now."),
    ]

    private static func bracket(
        _ id: String, _ summary: String, _ view: String, query: [Field] = []
    ) -> Operation {
        var operation = one(id, "tournaments", summary, .view(view))
        operation.access = .anyone
        operation.parameters = numbers
        operation.query = query + lookBack
        return operation
    }

    private static func brackets(_ id: String, _ summary: String, _ view: String) -> Operation {
        var operation = page(id, "tournaments", summary, .view(view))
        operation.access = .anyone
        operation.query = lookBack + pages
        operation.answers[0].headers.append(.eTag)
        return operation
    }

    private static func file(
        _ id: String, _ summary: String, _ type: String, query: [Field] = []
    ) -> Operation {
        var operation = bracket(id, summary, "", query: query)
        operation.answers[0].content = .other([type])
        return operation
    }

    private static let numbers: [String: FieldType] = [
        "round": .integer(1...1000), "board": .integer(1...10_000),
    ]
}
