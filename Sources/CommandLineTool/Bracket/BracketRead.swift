import ArgumentParser
import EventSourcing
import ReadModels

/// A question about one tournament.
protocol BracketRead: AsyncParsableCommand {
    var options: TournamentOptions { get }
    var reading: BracketReadingOptions { get }
    var form: TableOptions { get }
    var service: ServiceOptions { get }

    /// Behind `/v1/tournaments/{id}`, with what it takes beside the moment.
    var question: ServiceRequest { get }

    /// Prints the answer where it is not printed as JSON.
    func show(_ answer: JSONValue, at desk: TournamentDesk) async throws
}

extension BracketRead {
    func run() async throws {
        let desk = TournamentDesk(try await service.client(), options)
        var request = question
        reading.apply(to: &request)
        let answer = try await desk.client.send(request).body
        if service.json { return try Terminal.print(answer.line) }
        try await show(answer, at: desk)
    }
}

/// From which moment an answer tells, and in which light.
struct BracketReadingOptions: ParsableArguments {
    @OptionGroup var moment: ReadingOptions

    @Option(help: "As known then (recorded), or with results as corrected since (effective).")
    var mode: LookBack?

    func apply(to request: inout ServiceRequest) {
        moment.apply(to: &request)
        request.add(query: "mode", mode?.rawValue)
    }
}

/// In which form a table is printed.
struct TableOptions: ParsableArguments {
    @Flag(help: "Print comma-separated values (RFC 4180).")
    var csv = false

    @Flag(help: "Print an aligned table, even where nobody reads along.")
    var table = false

    func print(_ rows: Table, empty: String) {
        if csv { return Terminal.print(rows.commaSeparated) }
        if table {
            return Terminal.print(rows.isEmpty ? empty : rows.aligned(.ofOutput))
        }
        rows.print(empty: empty)
    }

    /// Whether words may stand around the table.
    var isForPeople: Bool { !csv && (table || Terminal.isInteractive) }
}
