import Clubs
import Directory
import EventSourcing
import Vocabulary

/// Schools and people.
extension Queries {
    package func person(
        _ person: PersonID, in tenant: TenantID, at moment: Moment = .now
    ) async throws -> Answer<PersonView> {
        let found = try await look(tenant, moment, .person(person)) { reader in
            let row = try await reader.first(Selection<PersonRow>().where(.person, is: person))
            let roles = try await reader.rows(
                Selection<PersonRoleRow>().where(.person, is: person))
            return row.map { ($0, roles.map(\.role)) }
        }
        guard let (row, roles) = found.value else { throw QueryFailure.notFound(.person) }
        // Names are today's, whatever moment is asked about.
        let today = try await reading(tenant) { _, reader in
            try await reader.first(Selection<PersonRow>().where(.person, is: person))
        }
        let texts = try await open([today?.displayName, today?.pronouns], in: tenant)
        let name = today.flatMap { texts[$0.displayName] } ?? Self.formerMember
        return Answer(
            value: PersonView(
                row, roles: roles, displayName: name, pronouns: texts.text(today?.pronouns)),
            position: found.position)
    }

    package func school(
        _ school: SchoolID, in tenant: TenantID, at moment: Moment = .now
    ) async throws -> Answer<SchoolView> {
        let found = try await look(tenant, moment, .school(school)) { reader in
            let row = try await reader.first(Selection<SchoolRow>().where(.school, is: school))
            let terms = try await reader.rows(Selection<TermRow>().where(.school, is: school))
            return row.map { SchoolView($0, terms: terms) }
        }
        guard let view = found.value else { throw QueryFailure.notFound(.school) }
        return Answer(value: view, position: found.position)
    }

    /// What a person is and may do today, for the authorization of reads.
    package func standing(
        of person: PersonID, in tenant: TenantID
    ) async throws -> Answer<Standing> {
        try await look(tenant, .now, .person(person)) { reader in
            guard
                let row = try await reader.first(
                    Selection<PersonRow>().where(.person, is: person))
            else { throw QueryFailure.notFound(.person) }
            let roles = try await reader.rows(
                Selection<PersonRoleRow>().where(.person, is: person))
            let clubRoles = try await reader.rows(
                Selection<ClubRoleRow>().where(.person, is: person))
            let seats = try await reader.rows(
                Selection<MembershipRow>().where(.person, is: person)
                    .where(.state, is: MembershipRow.State.member))
            return Standing(row, roles, clubRoles, seats)
        }
    }
}

extension History.Scope {
    fileprivate static func person(_ person: PersonID) -> Self {
        .stream(StreamName(category: Person.category, id: person.uuid))
    }

    fileprivate static func school(_ school: SchoolID) -> Self {
        .stream(StreamName(category: School.category, id: school.uuid))
    }
}

extension PersonView {
    fileprivate init(
        _ row: PersonRow, roles: [Person.Role], displayName: String, pronouns: String?
    ) {
        self.init(
            person: row.person, displayName: displayName, pronouns: pronouns, school: row.school,
            kind: row.kind, ageBand: row.ageBand, timeZone: row.timeZone, locale: row.locale,
            languages: row.languages, visibility: row.visibility, interests: row.interests,
            strengths: row.strengths, pace: row.pace, sourcedId: row.sourcedID,
            active: row.isActive, roles: Person.Role.allCases.filter(roles.contains),
            version: row.version)
    }
}

extension SchoolView {
    fileprivate init(_ row: SchoolRow, terms: [TermRow]) {
        self.init(
            school: row.school, name: row.name, timeZone: row.timeZone, locale: row.locale,
            country: row.country, policy: row.policy,
            terms: terms.sorted { $0.startsOn < $1.startsOn }.map {
                Term(term: $0.term, name: $0.name, startsOn: $0.startsOn, endsOn: $0.endsOn)
            },
            version: row.version)
    }
}

extension Standing {
    fileprivate init(
        _ row: PersonRow, _ roles: [PersonRoleRow], _ clubRoles: [ClubRoleRow],
        _ seats: [MembershipRow]
    ) {
        let clubs = Dictionary(grouping: clubRoles, by: \.club)
        self.init(
            person: row.person, school: row.school, kind: row.kind, ageBand: row.ageBand,
            isActive: row.isActive, roles: row.isActive ? Set(roles.map(\.role)) : [],
            clubRoles: row.isActive ? clubs.mapValues { Set($0.map(\.role)) } : [:],
            memberOf: Set(seats.map(\.club)))
    }
}
