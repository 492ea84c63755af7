import Catalog
import EventSourcing
import Tournaments
import Vocabulary

/// Tournaments, from their own events.
extension Queries {
    /// A tournament at a moment, in either way of looking back.
    ///
    /// - Parameters:
    ///   - end: What happened later is not known here: where the rights and the names stand that go
    ///     with the answer, so that nobody is shown what they were no longer, or not yet, to see.
    ///   - version: Behind which of its events; as many as there are by the moment where nothing is
    ///     said.
    ///   - request: Of a list in it: a later page is answered at the moment of the first.
    /// - Returns: The position is the moment's: `end` where now is asked.
    /// - Throws: `QueryFailure.notFound` where it was not scheduled by then.
    /// - Complexity: One read of what has happened in it since it was last asked for; of its whole
    ///   stream where that is long ago (`FoldedTournament`).
    package func tournament(
        _ id: TournamentID, in tenant: TenantID, through end: Position, at moment: Moment = .now,
        version: Int? = nil, mode: LookBack = .recorded, page request: PageRequest = .first
    ) async throws -> Answer<BracketView> {
        let moment = try await request.moment(moment, in: tenant, log: log)
        let position = try await position(of: moment, in: tenant, through: end)
        let folded = try await folded(id, in: tenant, through: end)
        // Somebody else may have read further.
        let last = folded.version(at: end)
        let now = folded.state(behind: last)
        let then = folded.state(behind: min(folded.version(at: position), version ?? last, last))
        guard then.isScheduled else { throw QueryFailure.notFound(.tournament) }
        return Answer(
            value: try await view(
                id, then, now, mode, folded.moments.prefix(last), in: tenant),
            position: position)
    }

    /// A tournament at `end`, or behind it.
    ///
    /// What is kept of it is the beginning of a stream, and stays true for ever; where the last
    /// event of that is not in the log any more (a failover may lose some), all is read again.
    private func folded(
        _ id: TournamentID, in tenant: TenantID, through end: Position
    ) async throws -> FoldedTournament {
        let key = FoldedTournament.Key(tenant: tenant, tournament: id)
        if var folded = folds[key], let last = folded.moments.last {
            var isSame = false
            try await events(
                of: id, in: tenant, after: last.version - 1, through: max(end, last.position)
            ) { recorded, event in
                if recorded.version == last.version {
                    isSame = last.isOf(recorded)
                } else if isSame {
                    folded.apply(recorded, event)
                }
            }
            if isSame {
                folds.keep(folded, weighing: folded.weight, as: key)
                return folded
            }
        }
        var folded = FoldedTournament()
        try await events(of: id, in: tenant, through: end) { folded.apply($0, $1) }
        // There may be no such tournament, and of those there is no end.
        if !folded.moments.isEmpty { folds.keep(folded, weighing: folded.weight, as: key) }
        return folded
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
        of id: TournamentID, in tenant: TenantID, after version: Int = 0,
        through position: Position,
        _ body: (Recorded<EncodedEvent>, Tournament.Event) throws -> Void
    ) async throws {
        let stream = StreamName(category: Tournament.category, id: id.uuid)
        try await History(log: log, tenant: tenant, codec: codec, group: group)
            .events(of: stream, after: version, through: position) { recorded in
                let decoded = try recorded.decoded {
                    try codec.decode($0, as: Tournament.Event.self)
                }
                try body(recorded, decoded.event)
            }
    }

    func position(
        of moment: Moment, in tenant: TenantID, through end: Position
    ) async throws -> Position {
        switch moment {
        case .now: return end
        case .time(let time): return min(try await log.position(of: tenant, at: time), end)
        case .position(let position):
            guard position <= end else {
                throw QueryFailure.aheadOfLog(asked: position, head: end)
            }
            return position
        }
    }

    private func view(
        _ id: TournamentID, _ then: Tournament, _ now: Tournament, _ mode: LookBack,
        _ moments: ArraySlice<TournamentMoment>, in tenant: TenantID
    ) async throws -> BracketView {
        let view = mode.view(of: then, now)
        // Without drafts of rounds, neither those of then nor those of now.
        let published =
            then.hasDrafts || now.hasDrafts ? mode.view(of: then.published, now.published) : view
        let players = Set(now.players.map(\.player) + now.waitlist).sorted()
        let schools = Set(now.players.compactMap(\.details.school)).sorted()
        let people = try await reading(tenant) { _, reader in
            (
                try await reader.rows(Selection<PersonRow>().where(.person, isOneOf: players)),
                try await reader.rows(Selection<SchoolRow>().where(.school, isOneOf: schools))
            )
        }
        return BracketView(
            id: id, view: view, published: published, mode: mode,
            names: try await names(of: people.0, in: tenant),
            ageBands: people.0.reduce(into: [:]) { $0[$1.person] = $1.ageBand },
            timeZones: people.0.reduce(into: [:]) { $0[$1.person] = $1.timeZone },
            schools: people.1.reduce(into: [:]) { $0[$1.school] = $1.name },
            version: view.tournament.version, moments: Array(moments),
            explanations: explanations)
    }
}

extension LookBack {
    fileprivate func view(of then: Tournament, _ now: Tournament) -> TournamentView {
        switch self {
        case .recorded: then.view
        case .effective: then.view.asCorrected(by: now)
        }
    }
}
