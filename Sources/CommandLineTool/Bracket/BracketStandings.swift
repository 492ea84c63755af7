import ArgumentParser
import EventSourcing

/// `clubs bracket standings T`: the table.
struct BracketStandings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "standings",
        abstract: "Show the table with its tie-breaks, now or after a round.",
        discussion: """
            EXAMPLES
              clubs bracket standings $T
              clubs bracket standings $T --after 3 --mode recorded --csv
              clubs bracket standings $T --digest
            """)

    @OptionGroup var options: TournamentOptions

    @Option(name: .customLong("after"), help: "The round after which it is shown.")
    var afterRound: Int?

    @Flag(help: "Print the digest alone, which finalize takes.")
    var digest = false

    @OptionGroup var reading: BracketReadingOptions
    @OptionGroup var form: TableOptions
    @OptionGroup var service: ServiceOptions

    func run() async throws {
        var request = options.request(.get, "standings")
        request.add(query: "afterRound", afterRound.map { String($0) })
        reading.apply(to: &request)
        let answer = try await service.client().send(request).body
        if digest { return Terminal.print(answer["digest"]?.string ?? "") }
        if service.json { return try Terminal.print(answer.line) }
        form.print(StandingsTable(answer).table, empty: "nobody plays")
    }
}

/// `clubs bracket crosstable T`: who met whom.
struct BracketCrosstable: BracketRead {
    static let configuration = CommandConfiguration(
        commandName: "crosstable",
        abstract: "Show who met whom, by rank.",
        discussion: """
            EXAMPLE
              clubs bracket crosstable $T --table
            """)

    @OptionGroup var options: TournamentOptions
    @OptionGroup var reading: BracketReadingOptions
    @OptionGroup var form: TableOptions
    @OptionGroup var service: ServiceOptions

    var question: ServiceRequest { options.request(.get, "crosstable") }

    func show(_ answer: JSONValue, at _: TournamentDesk) {
        let rounds = answer["rounds"]?.int ?? 0
        var table = Table(
            ["RANK", "NO", "NAME"] + (0..<rounds).map { "R\($0 + 1)" } + ["POINTS"])
        for line in answer["lines"]?.list ?? [] {
            let cells = Dictionary(
                (line["cells"]?.list ?? []).map { ($0["round"]?.int ?? 0, $0["text"]?.cell) }
            ) { first, _ in first }
            table.append(
                [line["rank"]?.cell, line["number"]?.cell, line["displayName"]?.cell]
                    + (0..<rounds).map { cells[$0 + 1] ?? nil } + [line["points"]?.cell])
        }
        form.print(table, empty: "nobody plays")
    }
}

/// `clubs bracket tree T`: a knockout's matches.
struct BracketTree: BracketRead {
    static let configuration = CommandConfiguration(
        commandName: "tree",
        abstract: "Show the matches of a knockout, and who waits for whom.",
        discussion: """
            EXAMPLE
              clubs bracket tree $T
            """)

    @OptionGroup var options: TournamentOptions
    @OptionGroup var reading: BracketReadingOptions
    @OptionGroup var form: TableOptions
    @OptionGroup var service: ServiceOptions

    var question: ServiceRequest { options.request(.get, "bracket") }

    func show(_ answer: JSONValue, at _: TournamentDesk) {
        var table = Table("MATCH", "FIRST", "SECOND", "ROUND", "BOARD", "RESULT", "WINNER")
        for match in answer["matches"]?.list ?? [] {
            table.append(
                match["match"]?.cell, seat(match["first"]), seat(match["second"]),
                match["round"]?.cell, match["board"]?.cell, match["result"]?.cell,
                match["winner"]?["displayName"]?.cell)
        }
        form.print(table, empty: "no matches yet")
        var places = Table("PLACE", "NAME")
        for place in answer["places"]?.list ?? [] {
            places.append(place["place"]?.cell, place["displayName"]?.cell)
        }
        if !places.isEmpty, form.isForPeople { form.print(places, empty: "") }
    }

    private func seat(_ seat: JSONValue?) -> String? {
        switch seat?["kind"]?.string {
        case "player": seat?["player"]?["displayName"]?.cell
        case "bye": "(bye)"
        default: "to be decided"
        }
    }
}

/// `clubs bracket explain T ROUND [BOARD]`: why these boards.
struct BracketExplain: BracketRead {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say why the boards of a round are as they are.",
        discussion: """
            EXAMPLES
              clubs bracket explain $T 4
              clubs bracket explain $T 4 3
            """)

    @OptionGroup var options: TournamentOptions

    @Argument(help: "The round, from 1.")
    var round: Int

    @Argument(help: "One board of it.")
    var board: Int?

    @OptionGroup var reading: BracketReadingOptions
    @OptionGroup var form: TableOptions
    @OptionGroup var service: ServiceOptions

    var question: ServiceRequest {
        guard let board else {
            return options.request(.get, "rounds", PathPart(round), "explanation")
        }
        return options.request(
            .get, "rounds", PathPart(round), "boards", PathPart(board), "explanation")
    }

    func show(_ answer: JSONValue, at _: TournamentDesk) {
        var table = Table("BOARD", "WHITE", "BLACK", "RULE", "WHY")
        for board in answer["boards"]?.list ?? [answer] {
            table.append(
                board["board"]?.cell, board["white"]?["displayName"]?.cell,
                board["black"]?["displayName"]?.cell, board["code"]?.cell,
                board["inWords"]?.cell)
        }
        form.print(table, empty: "no boards")
        guard form.isForPeople else { return }
        for float in answer["floats"]?.list ?? [] { Terminal.print(float.cell ?? "") }
    }
}
