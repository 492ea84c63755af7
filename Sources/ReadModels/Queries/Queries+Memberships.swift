import Clubs
import EventSourcing
import Vocabulary

/// The clubs of a person, and what has happened to them there.
extension Queries {
    /// Every club in which the person is, waits, helps, has asked or has been, by its slug.
    ///
    /// - Parameter clock: The time at which suspensions are judged to be over or not.
    package func memberships(
        of person: PersonID, in tenant: TenantID, at moment: Moment = .now, clock: Timestamp
    ) async throws -> Answer<[PersonMembership]> {
        let scope = moment == .now ? [] : try await clubsThatKnow(person, in: tenant)
        return try await look(tenant, moment, .clubs(scope)) { reader in
            try await PersonFacts(of: person, from: reader).memberships(clock: clock)
        }
    }

    /// Every club in whose past the person has ever been: today's history names them all.
    private func clubsThatKnow(
        _ person: PersonID, in tenant: TenantID
    ) async throws -> [ClubID] {
        let history = try await reading(tenant) { _, reader in
            try await reader.rows(Selection<MembershipHistoryRow>().where(.person, is: person))
        }
        return Set(history.map(\.club)).sorted()
    }

    /// What has happened to a person in a club, oldest first.
    package func history(
        of person: PersonID, inClub club: ClubID, in tenant: TenantID, at moment: Moment = .now
    ) async throws -> Answer<[HistoryEntry]> {
        let found = try await look(tenant, moment, .club(club)) { reader in
            try await reader.requireClub(club)
            return try await reader.rows(
                Selection<MembershipHistoryRow>().where(.club, is: club)
                    .where(.person, is: person).ordered(by: .atPosition))
        }
        guard !found.value.isEmpty else { throw QueryFailure.notFound(.membership) }
        let names = try await names(of: found.value.compactMap(\.actor.person), in: tenant)
        let texts = try await open(found.value.map(\.reason), in: tenant)
        return found.map { rows in
            rows.map { row in
                HistoryEntry(
                    what: row.what, detail: row.detail, at: row.at, position: row.atPosition,
                    event: row.event, actor: row.actor,
                    actorName: row.actor.person.map { names[$0] },
                    reasonCode: row.reasonCode, reason: texts.text(row.reason))
            }
        }
    }
}

/// What stands about one person in the tables of all clubs.
private struct PersonFacts {
    let clubs: [ClubRow]
    let memberships: [ClubID: MembershipRow]
    let waiting: [ClubID: WaitlistRow]
    let places: [ClubID: Int]
    let asked: [ClubID: JoinRequestRow]
    let roles: [ClubID: [Club.Role]]
    /// Since when the person has had a role.
    let helping: [ClubID: Timestamp]
    let suspensions: [ClubID: Timestamp]

    init(of person: PersonID, from reader: any RowReader) async throws {
        let members = try await reader.rows(Selection<MembershipRow>().where(.person, is: person))
        memberships = Dictionary(uniqueKeysWithValues: members.map { ($0.club, $0) })
        let waits = try await reader.rows(Selection<WaitlistRow>().where(.person, is: person))
        waiting = Dictionary(uniqueKeysWithValues: waits.map { ($0.club, $0) })
        let lines = try await reader.waitlist(of: waits.map(\.club))
        places = Dictionary(grouping: lines, by: \.club).compactMapValues { line in
            line.firstIndex { $0.person == person }.map { $0 + 1 }
        }
        let requests = try await reader.rows(
            Selection<JoinRequestRow>().where(.person, is: person)
                .where(.state, is: JoinRequestState.open).ordered(by: .asked))
        asked = Dictionary(requests.map { ($0.club, $0) }) { $1 }
        let held = try await reader.rows(Selection<ClubRoleRow>().where(.person, is: person))
        roles = Dictionary(grouping: held, by: \.club).mapValues { held in
            Club.Role.allCases.filter { role in held.contains { $0.role == role } }
        }
        helping = Dictionary(held.map { ($0.club, $0.since) }, uniquingKeysWith: min)
        let suspended = try await reader.rows(
            Selection<SuspensionRow>().where(.person, is: person))
        suspensions = Dictionary(uniqueKeysWithValues: suspended.map { ($0.club, $0.until) })
        let known = Set(memberships.keys).union(waiting.keys).union(asked.keys).union(roles.keys)
        clubs = try await reader.rows(
            Selection<ClubRow>().where(.club, isOneOf: known.sorted()).ordered(by: .slug))
    }

    func memberships(clock: Timestamp) -> [PersonMembership] {
        clubs.compactMap { membership(in: $0, clock: clock) }
    }

    private func membership(in club: ClubRow, clock: Timestamp) -> PersonMembership? {
        let id = club.club
        let wait = waiting[id]
        let membership = memberships[id]
        guard let (state, since) = standing(in: id) else { return nil }
        let isMembership = [.member, .left, .removed].contains(state)
        return PersonMembership(
            club: id, slug: club.slug, name: club.name, state: state, since: since,
            until: isMembership ? membership?.until : nil,
            memberNo: isMembership ? membership?.memberNo : nil,
            group: state == .member ? membership?.groupName : nil, roles: roles[id] ?? [],
            place: places[id], offer: wait?.offer, offerExpiresAt: wait?.offerExpiresAt,
            reasonCode: isMembership ? membership?.reasonCode : nil,
            suspendedUntil: suspensions[id].flatMap { clock < $0 ? $0 : nil })
    }

    /// What matters most of all that the person is to the club, and since when.
    private func standing(in club: ClubID) -> (PersonMembership.State, Timestamp)? {
        let membership = memberships[club]
        if let membership, membership.state == .member { return (.member, membership.since) }
        if let wait = waiting[club] { return (.waiting, wait.since) }
        if let request = asked[club] { return (.asked, request.askedAt) }
        if let since = helping[club] { return (.helper, since) }
        return membership.map { ($0.state == .left ? .left : .removed, $0.since) }
    }
}
