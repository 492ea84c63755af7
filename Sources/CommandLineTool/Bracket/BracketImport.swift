import ArgumentParser
import CommandHandling
import Directory
import EventSourcing
import Foundation
import Pairing
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

    /// As much as one batch of the service takes.
    private static let peoplePerBatch = 100

    func run() async throws {
        let (text, players) = try read()
        let client = try await service.client()
        let shown = try await client.send(.club(club)).body
        guard let clubID = shown["club"]?.string, let school = shown["hostSchool"]?.string else {
            throw Failure(.bug, "the service has told no id and no school of \(club)")
        }
        let people = self.people.isEmpty ? ids(of: players) : self.people
        if self.people.isEmpty, try await !isHere(client) {
            try await register(players, people, school: school, client)
        }
        let body: Fields = [
            "report": text, "club": clubID, "people": people, "startsAtLocal": startsAt,
            "timeZone": timeZone, "timeControl": timeControl.control, "rounds": rounds,
            "throughRound": throughRound,
        ]
        var events = 0
        while true {
            var step = ServiceRequest(
                .post, "tournaments", PathPart(tournament), "imports", body: body)
            step.add(header: "Idempotency-Key", UUID().uuidString.lowercased())
            let made = try await client.send(step).body["events"]?.list ?? []
            guard !made.isEmpty else { break }
            events += made.count
            note(made.compactMap { $0["data"]?["round"]?.int }.max(), events)
        }
        if Terminal.isWatched { Terminal.replaceNote("") }
        let answer: JSONValue = [
            "tournament": .string("\(tournament)"), "players": .integer(Int64(players.count)),
            "events": .integer(Int64(events)),
        ]
        if service.json { return try Terminal.print(answer.line) }
        Terminal.print(
            Style.ofOutput.green("done: ") + "\(players.count) players, \(events) events\n"
                + "tournament \(tournament)")
    }

    /// Whether an earlier sending has begun, so that everybody is registered.
    private func isHere(_ client: ServiceClient) async throws -> Bool {
        do {
            _ = try await client.send(
                ServiceRequest(.get, "tournaments", PathPart(tournament)))
            return true
        } catch let failure as Failure where failure.status == .notFound {
            return false
        }
    }

    private func note(_ round: Int?, _ events: Int) {
        let text = "\(events) events" + (round.map { ", round \($0)" } ?? "")
        if Terminal.isWatched { Terminal.replaceNote(text) } else { Terminal.note(text) }
    }

    /// The file as text, and its players by number.
    private func read() throws -> (text: String, players: [ReportedPlayer]) {
        let bytes: Data
        do {
            bytes =
                file == "-"
                ? try FileHandle.standardInput.readToEnd() ?? Data()
                : try Data(contentsOf: URL(filePath: file))
        } catch {
            throw Failure(
                .usage, "\(file) cannot be read", why: error.localizedDescription,
                remedy: "name a report file, or - for the standard input")
        }
        // Older programs write Latin-1.
        let text =
            String(data: bytes, encoding: .utf8) ?? String(data: bytes, encoding: .isoLatin1) ?? ""
        let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        do {
            let players = try ReportFile(bytes: Array(lines.utf8)).players
            guard !players.isEmpty else {
                throw Failure(
                    .usage, "\(file) names no players", remedy: "its 001 records name them")
            }
            return (lines, players.sorted { $0.number < $1.number })
        } catch let error as ReportError {
            throw Failure(
                .usage, "\(file) is no report file", why: "\(error)",
                remedy: "`clubs pairing check` tells more")
        }
    }

    /// The same for the same tournament, so that a second sending makes nobody twice.
    private func ids(of players: [ReportedPlayer]) -> [PersonID] {
        players.map { player in
            PersonID(
                DerivedID.command(
                    principal: "tournament-\(tournament)", key: "player-\(player.number)"
                ).uuid)
        }
    }

    private func register(
        _ players: [ReportedPlayer], _ people: [PersonID], school: String,
        _ client: ServiceClient
    ) async throws {
        let commands = zip(players, people).map { player, person -> Fields in
            let data: Fields = [
                "school": school, "kind": kind, "ageBand": ageBand,
                "displayName": player.displayName,
            ]
            return [
                "type": "person.register", "stream": "person-\(person)", "data": data,
                "idempotencyKey": "register-\(person)",
            ]
        }
        for start in stride(from: 0, to: commands.count, by: Self.peoplePerBatch) {
            let part = Array(commands[start..<min(start + Self.peoplePerBatch, commands.count)])
            let answer = try await client.send(
                ServiceRequest(.post, "commands:batch", body: ["commands": part]))
            for outcome in answer.body["outcomes"]?.list ?? [] {
                guard let problem = outcome["problem"], problem["code"] != "person-exists" else {
                    continue
                }
                throw try Problem(problem).failure(status: outcome["status"]?.int ?? 500)
            }
        }
    }
}

extension ReportedPlayer {
    /// In as many characters as a name may have.
    fileprivate var displayName: String {
        let name = name.trimmingCharacters(in: .whitespaces)
        return name.isEmpty ? "Player \(number)" : String(name.prefix(80))
    }
}
