import Clubs
import EventSourcing
import Vocabulary

/// Who is in a club, and who waits. Only that club's stream is read for a past moment.
extension Queries {
    /// The members in the order of joining.
    ///
    /// - Parameter clock: The time at which suspensions are judged to be over or not.
    package func roster(
        of club: ClubID, in tenant: TenantID, at moment: Moment = .now, clock: Timestamp,
        page request: PageRequest = .first
    ) async throws -> Answer<Page<RosterEntry>> {
        let start = try request.start(.integer)
        let moment = try await request.moment(moment, in: tenant, log: log)
        let found = try await look(tenant, moment, .club(club)) { reader in
            try await reader.requireClub(club)
            let rows = try await reader.rows(
                Selection<MembershipRow>().where(.club, is: club)
                    .where(.state, is: MembershipRow.State.member)
                    .ordered(by: .memberNo).after(start).limited(to: request.limit + 1))
            return try await MemberFacts(rows, from: reader)
        }
        let facts = found.value
        let names = try await names(of: facts.people, in: tenant)
        let entries = facts.rows.map { RosterEntry($0, facts, names, clock: clock) }
        return Answer(
            value: request.page(of: entries, at: found.position) { [.integer($0.memberNo)] },
            position: found.position)
    }

    /// Those who wait, the next in line first. A place is counted, so it is always 1, 2, 3 …
    package func waitlist(
        of club: ClubID, in tenant: TenantID, at moment: Moment = .now
    ) async throws -> Answer<[WaitlistEntry]> {
        let found = try await look(tenant, moment, .club(club)) { reader in
            try await reader.requireClub(club)
            return try await reader.waitlist(of: [club])
        }
        let names = try await names(of: found.value.map(\.person), in: tenant)
        return found.map { rows in
            rows.enumerated().map { index, row in
                WaitlistEntry(
                    place: index + 1, person: row.person, displayName: names[row.person],
                    since: row.since, request: row.request, offer: row.offer,
                    offerExpiresAt: row.offerExpiresAt)
            }
        }
    }
}

extension RowReader {
    /// - Throws: `QueryFailure.notFound` where the club was not founded at that moment.
    func requireClub(_ club: ClubID) async throws {
        let row = try await first(Selection<ClubRow>().where(.club, is: club))
        guard row != nil else { throw QueryFailure.notFound(.club) }
    }

    /// Those who wait in each of the clubs, the next in line first.
    func waitlist(of clubs: [ClubID]) async throws -> [WaitlistRow] {
        try await rows(
            Selection<WaitlistRow>().where(.club, isOneOf: clubs)
                .ordered(by: .turn, .turnWithin))
    }
}

/// Some members of one club, with what stands about them in other tables.
private struct MemberFacts: Sendable {
    let rows: [MembershipRow]
    let roles: [PersonID: [Club.Role]]
    let suspensions: [PersonID: Timestamp]
    /// The memberships of those who are somebody's buddy.
    let buddies: [PersonID: MembershipRow]

    init(_ rows: [MembershipRow], from reader: any RowReader) async throws {
        self.rows = rows
        guard let club = rows.first?.club else {
            (roles, suspensions, buddies) = ([:], [:], [:])
            return
        }
        let people = rows.map(\.person)
        let roleRows = try await reader.rows(
            Selection<ClubRoleRow>().where(.club, is: club).where(.person, isOneOf: people))
        roles = Dictionary(grouping: roleRows, by: \.person).mapValues { held in
            Club.Role.allCases.filter { role in held.contains { $0.role == role } }
        }
        let suspended = try await reader.rows(
            Selection<SuspensionRow>().where(.club, is: club).where(.person, isOneOf: people))
        suspensions = Dictionary(uniqueKeysWithValues: suspended.map { ($0.person, $0.until) })
        let buddyRows = try await reader.rows(
            Selection<MembershipRow>().where(.club, is: club)
                .where(.person, isOneOf: rows.compactMap(\.buddy)))
        buddies = Dictionary(uniqueKeysWithValues: buddyRows.map { ($0.person, $0) })
    }

    var people: [PersonID] { rows.map(\.person) + buddies.keys }

    /// A buddy who has gone since, even if they came back, is none any more.
    func buddy(of row: MembershipRow) -> PersonID? {
        guard let buddy = row.buddy, let since = row.buddySince, let other = buddies[buddy],
            other.state == .member, other.joined < since
        else { return nil }
        return buddy
    }
}

extension RosterEntry {
    fileprivate init(
        _ row: MembershipRow, _ facts: MemberFacts, _ names: NameBook, clock: Timestamp
    ) {
        let suspendedUntil = facts.suspensions[row.person].flatMap { clock < $0 ? $0 : nil }
        self.init(
            person: row.person, displayName: names[row.person], memberNo: row.memberNo,
            state: suspendedUntil == nil ? .member : .suspended, suspendedUntil: suspendedUntil,
            roles: facts.roles[row.person] ?? [], group: row.groupName, since: row.since,
            via: row.via, buddy: facts.buddy(of: row).map(names.named))
    }
}
