import Clubs
import EventSourcing
import Vocabulary

/// The directory of clubs.
extension Queries {
    /// The clubs of a tenant in the order of their slugs.
    package func clubs(
        in tenant: TenantID, at moment: Moment = .now, where filter: ClubFilter = ClubFilter(),
        page request: PageRequest = .first
    ) async throws -> Answer<Page<ClubView>> {
        let start = try request.start(.text)
        let found = try await look(
            tenant, try await request.moment(moment, in: tenant, log: log), .directory
        ) { reader in
            let rows = try await reader.rows(
                filter.selection.ordered(by: .slug).after(start).limited(to: request.limit + 1))
            return try await ClubFacts(rows, from: reader)
        }
        let views = try await views(found.value, in: tenant)
        return Answer(
            value: request.page(of: views, at: found.position) { [.text($0.slug.text)] },
            position: found.position)
    }

    package func club(
        _ club: ClubID, in tenant: TenantID, at moment: Moment = .now
    ) async throws -> Answer<ClubView> {
        let found = try await look(tenant, moment, .club(club)) { reader in
            try await ClubFacts(
                try await reader.rows(Selection<ClubRow>().where(.club, is: club)), from: reader)
        }
        guard let view = try await views(found.value, in: tenant).first else {
            throw QueryFailure.notFound(.club)
        }
        return Answer(value: view, position: found.position)
    }

    package func club(
        slug: Slug, in tenant: TenantID, at moment: Moment = .now
    ) async throws -> Answer<ClubView> {
        try await club(try await clubID(slug: slug, in: tenant), in: tenant, at: moment)
    }

    /// Who has the slug; it never goes to another club.
    package func clubID(slug: Slug, in tenant: TenantID) async throws -> ClubID {
        let row = try await reading(tenant) { _, reader in
            try await reader.first(Selection<ClubRow>().where(.slug, is: slug.text))
        }
        guard let row else { throw QueryFailure.notFound(.club) }
        return row.club
    }

    private func views(_ facts: ClubFacts, in tenant: TenantID) async throws -> [ClubView] {
        let names = try await names(of: facts.leads.values.joined(), in: tenant)
        return facts.rows.map { ClubView($0, facts, names) }
    }
}

extension History.Scope {
    fileprivate static var directory: Self {
        .types(
            MembershipProjector.types,
            keeping: [ClubRow.self, ClubRoleRow.self, MembershipRow.self, WaitlistRow.self])
    }

    static func club(_ club: ClubID) -> Self {
        .stream(StreamName(category: Club.category, id: club.uuid))
    }

    static func clubs(_ clubs: [ClubID]) -> Self {
        .streams(clubs.map { StreamName(category: Club.category, id: $0.uuid) })
    }
}

/// Some clubs with what has to be counted for them.
private struct ClubFacts: Sendable {
    let rows: [ClubRow]
    let members: [String: Int]
    let waiting: [String: Int]
    let unoffered: [String: Int]
    let leads: [ClubID: [PersonID]]

    init(_ rows: [ClubRow], from reader: any RowReader) async throws {
        let clubs = rows.map(\.club)
        self.rows = rows
        members = try await reader.counts(
            Selection<MembershipRow>().where(.club, isOneOf: clubs)
                .where(.state, is: MembershipRow.State.member),
            by: .club)
        let waitlist = Selection<WaitlistRow>().where(.club, isOneOf: clubs)
        waiting = try await reader.counts(waitlist, by: .club)
        unoffered = try await reader.counts(waitlist.where(isNull: .offer), by: .club)
        let leads = try await reader.rows(
            Selection<ClubRoleRow>().where(.club, isOneOf: clubs)
                .where(.role, is: Club.Role.lead.rawValue).ordered(by: .person))
        self.leads = Dictionary(grouping: leads, by: \.club).mapValues { $0.map(\.person) }
    }

    func offered(_ club: ClubID) -> Int {
        (waiting[club.description] ?? 0) - (unoffered[club.description] ?? 0)
    }
}

extension ClubView {
    fileprivate init(_ row: ClubRow, _ facts: ClubFacts, _ names: NameBook) {
        let members = facts.members[row.club.description] ?? 0
        let offered = facts.offered(row.club)
        self.init(
            club: row.club, slug: row.slug, name: row.name, summary: row.summary, kind: row.kind,
            interests: row.interests, languages: row.languages, ageBands: row.ageBands,
            timeZone: row.timeZone, visibility: row.visibility, joinPolicy: row.joinPolicy,
            hostSchool: row.hostSchool, openTo: row.openTo, groups: row.groups,
            reapplyAfterDays: row.reapplyAfterDays, seatOfferHours: row.seatOfferHours,
            enrolment: row.isEnrolling ? .open : .closed,
            enrolmentFrom: row.isEnrolling ? row.enrolmentFrom : nil,
            enrolmentTo: row.isEnrolling ? row.enrolmentTo : nil,
            archived: row.isArchived, foundedAt: row.foundedAt, capacity: row.capacity,
            members: members, offered: offered,
            freeSeats: row.capacity.map { max(0, $0 - members - offered) },
            waitlisted: facts.waiting[row.club.description] ?? 0,
            leads: (facts.leads[row.club] ?? []).map(names.named), version: row.version)
    }
}

extension ClubFilter {
    fileprivate var selection: Selection<ClubRow> {
        var selection = Selection<ClubRow>()
        if let school { selection = selection.where(.schools, contains: school) }
        if let kind { selection = selection.where(.kind, is: kind.rawValue) }
        if let interest { selection = selection.where(.interests, contains: interest.text) }
        if !includesArchived { selection = selection.where(.isArchived, is: false) }
        return selection
    }
}
