import ArgumentParser
import Directory
import EventSourcing
import Foundation
import Gateway
import Vocabulary

/// `clubs bracket import CLUB FILE`: a tournament that was begun elsewhere goes on here.
struct BracketImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring in a tournament from a report file (TRF16 or TRF26).",
        discussion: """
            Registers the players as people of the club's school, enters them, and plays every \
            round of the file through the same rules as any other. What was interrupted goes on \
            where it was when it is sent again with the same --tournament.

            EXAMPLES
              clubs bracket import chess open.trf --starts-at 2027-03-09T16:00 --time-control 90+30
              clubs bracket import chess open.trf --through-round 6 --tournament $T \\
                --starts-at 2027-03-09T16:00 --time-control 90+30
            """)

    @Argument(help: "The club, by slug or id.")
    var club: ClubReference

    @Argument(help: "The report file; - is the standard input.")
    var file: String

    @Option(help: "The first day and time, in the tournament's zone.")
    var startsAt: LocalDateTime

    @Option(help: TimeControlArgument.help)
    var timeControl: TimeControlArgument

    @Option(help: "The zone of its times; the club's where none is named.")
    var timeZone: TimeZoneID?

    @Option(help: "How many rounds it has in all, where the file does not tell.")
    var rounds: Int?

    @Option(help: "The last round to take; all where none is named.")
    var throughRound: Int?

    @Option(help: "An id of your own for the tournament.")
    var tournament = TournamentID(UUID())

    @Option(name: .customLong("person"), help: "Who plays, by id and in the file's order.")
    var people: [PersonID] = []

    @Option(help: "What the registered players are: adult or student.")
    var kind = PersonKind.adult

    @Option(help: "How old the registered players are.")
    var ageBand = AgeBand.adult

    @OptionGroup var service: ServiceOptions

    func run() async throws {
        let text = try text
        let client = try await service.client()
        let shown = try await client.send(.club(club)).body
        guard let clubID = shown["club"]?.string, let school = shown["hostSchool"]?.string else {
            throw Failure(.bug, "the service has told no id and no school of \(club)")
        }
        var report = try ReportImport(
            of: text, named: file, as: tournament, club: clubID, school: school,
            startsAt: startsAt, timeControl: timeControl.control)
        report.timeZone = timeZone
        report.rounds = rounds
        report.throughRound = throughRound
        report.people = people
        report.kind = kind
        report.ageBand = ageBand
        let events = try await report.send(client, progress: note)
        if Terminal.isWatched { Terminal.replaceNote("") }
        let answer: JSONValue = [
            "tournament": .string("\(tournament)"),
            "players": .integer(Int64(report.players.count)), "events": .integer(Int64(events)),
        ]
        if service.json { return try Terminal.print(answer.line) }
        Terminal.print(
            Style.ofOutput.green("done: ") + "\(report.players.count) players, \(events) events\n"
                + "tournament \(tournament)")
    }

    private func note(_ round: Int?, _ events: Int) {
        let text = "\(events) events" + (round.map { ", round \($0)" } ?? "")
        if Terminal.isWatched { Terminal.replaceNote(text) } else { Terminal.note(text) }
    }

    /// The file's bytes as text.
    private var text: String {
        get throws {
            do {
                let bytes =
                    file == "-"
                    ? try FileHandle.standardInput.readToEnd() ?? Data()
                    : try Data(contentsOf: URL(filePath: file))
                return ReportText.decode(bytes)
            } catch {
                throw Failure(
                    .usage, "\(file) cannot be read", why: error.localizedDescription,
                    remedy: "name a report file, or - for the standard input")
            }
        }
    }
}
