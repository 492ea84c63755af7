import Catalog
import EventSourcing
import Tournaments
import Vocabulary

/// Tournaments, from their own events.
extension Queries {
    /// A tournament at a moment, in either way of looking back.
    ///
    /// - Parameters:
    ///   - version: Behind which of its events; as many as there are by the moment where nothing is
    ///     said.
    ///   - request: Of a list in it: a later page is answered at the moment of the first.
    /// - Returns: The position is the moment's: the log's head where now is asked.
    /// - Throws: `QueryFailure.notFound` where it was not scheduled by then.
    /// - Complexity: One read of the tournament's stream through the log's head.
    package func tournament(
        _ id: TournamentID, in tenant: TenantID, at moment: Moment = .now,
        version: Int? = nil, mode: LookBack = .recorded, page request: PageRequest = .first
    ) async throws -> Answer<BracketView> {
        let head = try await log.open(tenant, commands: []).head
        let moment = try await request.moment(moment, in: tenant, log: log)
        let position = try await position(of: moment, in: tenant, head: head)
        var fold = TournamentFold(through: position, version: version)
        try await events(of: id, in: tenant, through: head) { fold.apply($0, $1) }
        guard fold.then.isScheduled else { throw QueryFailure.notFound(.tournament) }
        return Answer(
            value: try await view(id, fold, mode, in: tenant), position: position)
    }

    /// The club of a tournament, which never changes.
    ///
    /// - Returns: Nothing where there is no such tournament.
    /// - Complexity: One read of one event.
    package func club(ofTournament id: TournamentID, in tenant: TenantID) async throws -> ClubID? {
        let stream = StreamName(category: Tournament.category, id: id.uuid)
        let head = try await log.open(tenant, commands: []).head
        let first = try await log.read(stream, of: tenant, after: 0, through: head, limit: 1)
        let event = try first.first?.decoded {
            try codec.decode($0, as: Tournament.Event.self)
        }
        guard case .scheduled(let settings)? = event?.event else { return nil }
        return settings.club
    }

    /// Gives a tournament's events to `body`, oldest first, as recorded and as decoded.
    func events(
        of id: TournamentID, in tenant: TenantID, through position: Position,
        _ body: (Recorded<EncodedEvent>, Tournament.Event) throws -> Void
    ) async throws {
        let stream = StreamName(category: Tournament.category, id: id.uuid)
        try await History(log: log, tenant: tenant, codec: codec, group: group)
            .events(of: stream, through: position) { recorded in
                let decoded = try recorded.decoded {
                    try codec.decode($0, as: Tournament.Event.self)
                }
                try body(recorded, decoded.event)
            }
    }

    func position(
        of moment: Moment, in tenant: TenantID, head: Position
    ) async throws -> Position {
        switch moment {
        case .now: return head
        case .time(let time): return min(try await log.position(of: tenant, at: time), head)
        case .position(let position):
            guard position <= head else {
                throw QueryFailure.aheadOfLog(asked: position, head: head)
            }
            return position
        }
    }

    private func view(
        _ id: TournamentID, _ fold: TournamentFold, _ mode: LookBack, in tenant: TenantID
    ) async throws -> BracketView {
        let players = Set(fold.now.players.map(\.player) + fold.now.waitlist).sorted()
        let schools = Set(fold.now.players.compactMap(\.details.school)).sorted()
        let people = try await reading(tenant) { _, reader in
            (
                try await reader.rows(Selection<PersonRow>().where(.person, isOneOf: players)),
                try await reader.rows(Selection<SchoolRow>().where(.school, isOneOf: schools))
            )
        }
        return BracketView(
            id: id, view: fold.view(mode), published: fold.publishedView(mode), mode: mode,
            names: try await names(of: people.0, in: tenant),
            ageBands: people.0.reduce(into: [:]) { $0[$1.person] = $1.ageBand },
            timeZones: people.0.reduce(into: [:]) { $0[$1.person] = $1.timeZone },
            schools: people.1.reduce(into: [:]) { $0[$1.school] = $1.name },
            version: fold.then.version, moments: fold.moments)
    }
}
