import Clubs
import EventSourcing
import Vocabulary

/// Wishes to join, offers and invitations, and to which club they belong.
extension Queries {
    /// A club's requests in the order of asking; in the given states, where any are given.
    package func joinRequests(
        of club: ClubID, in tenant: TenantID, at moment: Moment = .now,
        states: [JoinRequestState] = [.open], page request: PageRequest = .first
    ) async throws -> Answer<Page<JoinRequestView>> {
        let start = try request.start(.integer)
        let moment = try await request.moment(moment, in: tenant, log: log)
        let found = try await look(tenant, moment, .club(club)) { reader in
            try await reader.requireClub(club)
            var selection = Selection<JoinRequestRow>().where(.club, is: club)
            if !states.isEmpty { selection = selection.where(.state, isOneOf: states) }
            return try await reader.rows(
                selection.ordered(by: .asked).after(start).limited(to: request.limit + 1))
        }
        let page = request.page(of: found.value, at: found.position) {
            [.integer($0.asked.value)]
        }
        return Answer(
            value: Page(items: try await views(page.items, in: tenant), next: page.next),
            position: found.position)
    }

    /// A request as it stands today, and to which club it belongs.
    package func joinRequest(
        _ request: JoinRequestID, in tenant: TenantID
    ) async throws -> Answer<JoinRequestView> {
        let (rows, position) = try await reading(tenant) { position, reader in
            let selection = Selection<JoinRequestRow>().where(.request, is: request)
            return (try await reader.rows(selection), position)
        }
        guard let view = try await views(rows, in: tenant).first else {
            throw QueryFailure.notFound(.joinRequest)
        }
        return Answer(value: view, position: position)
    }

    /// The club in which somebody has made the offer, and to whom.
    package func seatOffer(
        _ offer: SeatOfferID, in tenant: TenantID
    ) async throws -> (club: ClubID, person: PersonID) {
        let row = try await reading(tenant) { _, reader in
            try await reader.first(Selection<SeatOfferRow>().where(.offer, is: offer))
        }
        guard let row else { throw QueryFailure.notFound(.seatOffer) }
        return (row.club, row.person)
    }

    /// A club's invitations, the oldest first.
    package func invites(
        of club: ClubID, in tenant: TenantID, at moment: Moment = .now
    ) async throws -> Answer<[InviteView]> {
        try await look(tenant, moment, .club(club)) { reader in
            try await reader.requireClub(club)
            let rows = try await reader.rows(Selection<InviteRow>().where(.club, is: club))
            return try await reader.views(rows)
        }
    }

    /// An invitation as it stands today, and to which club it belongs.
    package func invite(_ invite: InviteID, in tenant: TenantID) async throws -> InviteView {
        let view = try await reading(tenant) { _, reader in
            let rows = try await reader.rows(Selection<InviteRow>().where(.invite, is: invite))
            return try await reader.views(rows).first
        }
        guard let view else { throw QueryFailure.notFound(.invite) }
        return view
    }

    private func views(
        _ rows: [JoinRequestRow], in tenant: TenantID
    ) async throws -> [JoinRequestView] {
        let names = try await names(of: rows.map(\.person), in: tenant)
        let texts = try await open(rows.flatMap { [$0.answers, $0.reason] }, in: tenant)
        return rows.map { row in
            JoinRequestView(
                request: row.request, club: row.club, person: row.person,
                displayName: names[row.person], state: row.state, via: row.via,
                invite: row.invite, answers: texts.text(row.answers), askedAt: row.askedAt,
                decidedAt: row.decidedAt, reasonCode: row.reasonCode,
                reason: texts.text(row.reason), reapplyFrom: row.reapplyFrom)
        }
    }
}

extension RowReader {
    fileprivate func views(_ rows: [InviteRow]) async throws -> [InviteView] {
        let uses = try await counts(
            Selection<InviteUseRow>().where(.invite, isOneOf: rows.map(\.invite)), by: .invite)
        return rows.sorted { ($0.issuedAt, $0.invite) < ($1.issuedAt, $1.invite) }.map { row in
            InviteView(
                invite: row.invite, club: row.club, role: row.role, issuedAt: row.issuedAt,
                expiresAt: row.expiresAt, maxUses: row.maxUses,
                uses: uses[row.invite.description] ?? 0, revoked: row.isRevoked)
        }
    }
}
