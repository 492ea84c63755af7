import Catalog
import Clubs
import EventSourcing
import Pairing
import Tournaments
import Vocabulary

extension TournamentHandler {
    /// How many events one step of an import brings about, but for its last round.
    private static let eventsPerStep = 300
    /// In bytes.
    private static let longestReport = 200_000

    /// Plays as much of a report as fits into one command, and goes on where the last one ended.
    ///
    /// - Throws: `CommandFailure.unreadableReport` for a file that cannot be played here.
    func importReport(_ wish: TournamentWish) async throws {
        guard
            case .importReport(
                let text, let club, let people, let startsAtLocal, let timeZone, let timeControl,
                let rounds, let through) = wish
        else { return }
        try await requireArbiter(of: club)
        let report = try read(text, rounds: rounds, through: through, people: people)
        if try await !unit.state(of: .tournament(tournament)).isScheduled {
            guard let zone = try await unit.state(of: .club(club)).profile?.timeZone else {
                throw CommandFailure.notFound(StreamID.club(club).name)
            }
            var settings = Tournament.Settings(
                club: club, name: "Tournament", format: .swiss, rounds: 1,
                startsAtLocal: startsAtLocal, timeZone: timeZone ?? zone,
                timeControl: timeControl)
            report.apply(to: &settings)
            try await execute(.schedule(settings))
            for command in report.openingCommands() { try await execute(command) }
        }
        while true {
            let state = try await unit.state(of: .tournament(tournament))
            guard state.seeding == Array(people.prefix(report.history.entrants.count)) else {
                throw CommandFailure.unreadableReport("the tournament here has other players")
            }
            guard state.nextRound <= report.playedRounds, unit.eventCount < Self.eventsPerStep
            else { break }
            try await execute(report.command(forRound: state.nextRound))
        }
    }

    private func read(
        _ text: String, rounds: Int?, through last: Int?, people: [PersonID]
    ) throws -> TournamentImport {
        guard text.utf8.count <= Self.longestReport else {
            throw CommandFailure.unreadableReport(
                "it has \(text.utf8.count) bytes, and may have \(Self.longestReport)")
        }
        do {
            return try TournamentImport(
                try ReportFile(bytes: Array(text.utf8)), rounds: rounds, through: last,
                people: people)
        } catch let error as ReportError {
            throw CommandFailure.unreadableReport("\(error)")
        } catch let fault as TournamentImport.Fault {
            throw CommandFailure.unreadableReport("\(fault)")
        }
    }
}
