import Catalog
import Directory
import EventSourcing
import Vocabulary

/// What schools there are, their policies and terms, and who belongs to them in which role.
package struct DirectoryProjector: Projector {
    package static let name = "directory-1"
    package static let types = Set(School.Event.wireNames + Person.Event.wireNames)
    package static let tables: [any Row.Type] = [
        SchoolRow.self, TermRow.self, PersonRow.self, PersonRoleRow.self,
    ]

    package init() {}

    package func project(_ recorded: Recorded<DomainEvent>) -> [Change] {
        guard let id = recorded.stream.id else {
            preconditionFailure("a stream of the directory is named by an id")
        }
        switch recorded.event {
        case .school(let event):
            return changes(event, of: SchoolID(id), version: recorded.version)
                + [.patch(SchoolRow.self, SchoolID(id), set: [.version: recorded.version])]
        case .person(let event):
            return changes(event, of: PersonID(id), recorded)
                + [.patch(PersonRow.self, PersonID(id), set: [.version: recorded.version])]
        case .club, .tournament:
            return []
        }
    }

    private func changes(
        _ event: School.Event, of school: SchoolID, version: Int
    ) -> [Change] {
        switch event {
        case .registered(_, let name, let timeZone, let locale, let country):
            [
                .put(
                    SchoolRow(
                        school: school, name: name, locale: locale, country: country,
                        policy: .standard, version: version, timeZone: timeZone))
            ]
        case .policySet(let policy): [.patch(SchoolRow.self, school, set: [.policy: policy])]
        case .termOpened(let term, let name, let startsOn, let endsOn):
            [
                .put(
                    TermRow(
                        school: school, term: term, name: name, startsOn: startsOn,
                        endsOn: endsOn))
            ]
        }
    }

    private func changes(
        _ event: Person.Event, of person: PersonID, _ recorded: Recorded<DomainEvent>
    ) -> [Change] {
        switch event {
        case .registered(
            _, let school, let kind, let ageBand, let timeZone, let locale, let sourcedID,
            let displayName, let consentAgeOn, let adultOn):
            return [
                .put(
                    PersonRow(
                        person: person, school: school, kind: kind, locale: locale,
                        version: recorded.version, ageBand: ageBand, timeZone: timeZone,
                        sourcedID: sourcedID, displayName: displayName.ref,
                        consentAgeOn: consentAgeOn?.ref, adultOn: adultOn?.ref))
            ]
        case .profileUpdated(
            let displayName, let pronouns, let timeZone, let locale, let languages,
            let visibility):
            return [
                .patch(
                    PersonRow.self, person,
                    setGiven: [
                        .displayName: displayName?.ref, .pronouns: pronouns?.ref,
                        .timeZone: timeZone, .locale: locale, .languages: languages,
                        .visibility: visibility,
                    ])
            ]
        case .interestsDeclared(let interests, let strengths, let pace):
            return [
                .patch(
                    PersonRow.self, person,
                    set: [.interests: interests, .strengths: strengths, .pace: pace])
            ]
        case .roleAssigned(_, let role):
            return [
                .put(PersonRoleRow(person: person, role: role, since: recorded.occurredAt))
            ]
        case .roleRevoked(_, let role): return [.delete(PersonRoleRow.self, person, role)]
        case .deactivated: return [.patch(PersonRow.self, person, set: [.isActive: false])]
        case .reactivated: return [.patch(PersonRow.self, person, set: [.isActive: true])]
        }
    }
}
