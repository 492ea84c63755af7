import CommandHandling
import Directory
import EventSourcing
import Foundation
import Pairing
import Tournaments
import Vocabulary

/// A report file on its way into the service: its people first, then as many rounds as one command
/// takes, again and again until nothing happens any more.
struct ReportImport {
    /// As much as one batch of the service takes.
    private static let peoplePerBatch = 100

    let text: String
    private let report: ReportFile
    /// By number.
    let players: [ReportedPlayer]
    let tournament: TournamentID
    let club: String
    let school: String
    let startsAt: LocalDateTime
    let timeControl: Tournament.TimeControl
    var timeZone: TimeZoneID?
    var rounds: Int?
    var throughRound: Int?
    /// Who plays, in the file's order; the players are registered where nobody is named.
    var people: [PersonID] = []
    var kind = PersonKind.adult
    var ageBand = AgeBand.adult

    /// - Parameter name: The file's, for messages.
    /// - Throws: `Failure` for a text that is no report.
    init(
        of text: String, named name: String, as tournament: TournamentID, club: String,
        school: String, startsAt: LocalDateTime, timeControl: Tournament.TimeControl
    ) throws {
        self.text = text
        self.tournament = tournament
        self.club = club
        self.school = school
        self.startsAt = startsAt
        self.timeControl = timeControl
        do {
            report = try ReportFile(bytes: Array(text.utf8))
        } catch {
            throw Failure(
                .usage, "\(name) is no report file", why: "\(error)",
                remedy: "`clubs pairing check` tells more")
        }
        players = report.players.sorted { $0.number < $1.number }
        guard !players.isEmpty else {
            throw Failure(.usage, "\(name) names no players", remedy: "its 001 records name them")
        }
    }

    /// - Parameter progress: Told the last round and how many events there are, after each step.
    /// - Returns: How many events were recorded.
    func send(
        _ client: ServiceClient, progress: (_ round: Int?, _ events: Int) -> Void
    ) async throws -> Int {
        let people = self.people.isEmpty ? ids : self.people
        if self.people.isEmpty, try await !isHere(client) {
            try judge(people)
            try await register(people, client)
        }
        let body: Fields = [
            "report": text, "club": club, "people": people, "startsAtLocal": startsAt,
            "timeZone": timeZone, "timeControl": timeControl, "rounds": rounds,
            "throughRound": throughRound,
        ]
        var events = 0
        while true {
            var step = ServiceRequest(
                .post, "tournaments", PathPart(tournament), "imports", body: body)
            step.add(header: "Idempotency-Key", UUID().uuidString.lowercased())
            let made = try await client.send(step).body["events"]?.list ?? []
            guard !made.isEmpty else { return events }
            events += made.count
            progress(made.compactMap { $0["data"]?["round"]?.int }.max(), events)
        }
    }

    /// So that nobody is registered for a file that no tournament can be made of.
    private func judge(_ people: [PersonID]) throws {
        do {
            _ = try TournamentImport(
                report, rounds: rounds, through: throughRound, people: people)
        } catch {
            throw Failure(
                .usage, "the report cannot be imported", why: "\(error)",
                remedy: "`clubs pairing check` tells more")
        }
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

    /// The same for the same tournament, so that a second sending makes nobody twice.
    private var ids: [PersonID] {
        players.map { player in
            PersonID(
                DerivedID.command(
                    principal: "tournament-\(tournament)", key: "player-\(player.number)"
                ).uuid)
        }
    }

    private func register(_ people: [PersonID], _ client: ServiceClient) async throws {
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
                throw Problem(problem).failure(status: outcome["status"]?.int ?? 500)
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
