import EventSourcing
import Tournaments
import Vocabulary

/// A tournament as a list of a club's shows it; the whole of it is `BracketView`.
package struct ListedTournament: Encodable, Equatable, Sendable {
    package let tournament: TournamentID
    package let club: ClubID
    package let name: String
    package let format: Tournament.Format
    package let cadence: Tournament.Cadence
    package let state: Tournament.Stage
    package let entriesOpen: Bool
    /// By the clocks of the time zone.
    package let startsAtLocal: LocalDateTime
    package let timeZone: TimeZoneID
    /// Nothing where that shows only on the way.
    package let plannedRounds: Int?
    /// The last round that is paired, for all but arbiters the last that is shown; 0 before the
    /// first.
    package let currentRound: Int
    package let completedRounds: Int
    /// Who are still in.
    package let players: Int
    package let waiting: Int
    /// Of the final standings; nothing before they are final.
    package let finalDigest: String?
    /// Of the tournament's stream.
    package let version: Int
}

/// Lists of tournaments, from their tables.
extension Queries {
    /// The tournaments of a club, by when they start.
    ///
    /// - Parameters:
    ///   - sight: To whom they are shown.
    ///   - states: Only these; nothing for all.
    package func tournaments(
        of club: ClubID, in tenant: TenantID, at moment: Moment = .now, seenBy sight: BracketSight,
        states: [Tournament.Stage] = [], page request: PageRequest = .first
    ) async throws -> Answer<Page<ListedTournament>> {
        let start = try request.start(.text, .uuid)
        var selection = Self.tournaments(of: club)
        if !states.isEmpty { selection = selection.where(.state, isOneOf: states) }
        let page = selection.after(start).limited(to: request.limit + 1)
        let found = try await look(
            tenant, try await request.moment(moment, in: tenant, log: log),
            .types(BracketFold.types, keeping: [TournamentRow.self])
        ) { try await $0.rows(page) }
        return Answer(
            value: request.page(
                of: found.value.map { ListedTournament($0, seenBy: sight) }, at: found.position
            ) {
                [.text($0.startsAtLocal.text), .uuid($0.tournament.uuid)]
            },
            position: found.position)
    }

    /// Those tournaments of a club that start last, the very last first.
    package func latestTournaments(
        of club: ClubID, in tenant: TenantID, at moment: Moment = .now, seenBy sight: BracketSight,
        limit: Int
    ) async throws -> [ListedTournament] {
        let latest = Self.tournaments(of: club).reversed().limited(to: limit)
        return try await look(
            tenant, moment, .types(BracketFold.types, keeping: [TournamentRow.self])
        ) { try await $0.rows(latest) }.value.map { ListedTournament($0, seenBy: sight) }
    }

    /// By when they start.
    private static func tournaments(of club: ClubID) -> Selection<TournamentRow> {
        Selection().where(.club, is: club).ordered(by: .startsAtLocal, .tournament)
    }
}

extension ListedTournament {
    fileprivate init(_ row: TournamentRow, seenBy sight: BracketSight) {
        let currentRound = sight == .arbiters ? row.currentRound : row.shownRound
        self.init(
            tournament: row.tournament, club: row.club, name: row.name, format: row.format,
            cadence: row.cadence, state: row.state, entriesOpen: row.entriesOpen,
            startsAtLocal: row.startsAtLocal, timeZone: row.timeZone,
            plannedRounds: row.plannedRounds, currentRound: currentRound,
            completedRounds: min(row.completedRounds, currentRound), players: row.players,
            waiting: row.waiting,
            finalDigest: row.finalDigest, version: row.version)
    }
}
