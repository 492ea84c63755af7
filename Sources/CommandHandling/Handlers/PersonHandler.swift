import Catalog
import Directory
import EventSourcing
import Vocabulary

/// From a wish about a person to their commands; their names go to the vault.
struct PersonHandler {
    let person: PersonID
    let unit: UnitOfWork

    func carryOut(_ wish: PersonWish) async throws {
        switch wish {
        case .register:
            try await register(wish)
        case .updateProfile:
            try await unit.require(.oneself(person))
            try await updateProfile(wish)
        case .declareInterests(let interests, let strengths, let pace):
            try await unit.require(.oneself(person))
            try await execute(
                .declareInterests(
                    Person.Leanings(
                        interests: interests, strengths: strengths ?? [], pace: pace)))
        case .assignRole(let role):
            try await requireAdmin()
            try await execute(.assignRole(role))
        case .revokeRole(let role):
            try await requireAdmin()
            try await execute(
                .revokeRole(
                    role, isLastAdmin: role == .admin && unit.register.isLastAdmin(person)))
        case .deactivate(let reasonCode):
            try await requireAdmin()
            try await execute(
                .deactivate(
                    reasonCode: reasonCode, isLastAdmin: unit.register.isLastAdmin(person)))
        case .reactivate(let reasonCode):
            try await requireAdmin()
            try await execute(.reactivate(reasonCode: reasonCode))
        }
    }

    private func register(_ wish: PersonWish) async throws {
        guard
            case .register(
                let school, let kind, let ageBand, let displayName, let timeZone, let locale,
                let sourcedID, let consentAgeOn, let adultOn) = wish
        else { return }
        try await unit.require(.admin(of: school), .operator)
        let home = try await unit.state(of: .school(school))
        guard home.isRegistered else {
            throw CommandFailure.notFound(StreamID.school(school).name)
        }
        try unit.checkText(displayName, in: "displayName", limit: TextLimits.name)
        let isKnown = try await unit.state(of: .person(person)).isRegistered
        try await execute(
            .register(
                Person.Registration(
                    person: person, school: school, kind: kind, ageBand: ageBand,
                    timeZone: timeZone ?? home.timeZone, locale: locale ?? home.locale,
                    sourcedId: sourcedID,
                    displayName: unit.keep(displayName, about: person, as: "displayName"),
                    consentAgeOn: consentAgeOn.map {
                        unit.keep($0.description, about: person, as: "consentAgeOn")
                    },
                    adultOn: adultOn.map {
                        unit.keep($0.description, about: person, as: "adultOn")
                    }),
                sourcedIdIsTaken: !isKnown && sourcedID.map(unit.register.isTaken) ?? false))
    }

    private func updateProfile(_ wish: PersonWish) async throws {
        guard
            case .updateProfile(
                let displayName, let pronouns, let timeZone, let locale, let languages,
                let visibility) = wish
        else { return }
        try await execute(
            .updateProfile(
                Person.ProfileChanges(
                    displayName: try unit.keep(
                        displayName, about: person, as: "displayName", limit: TextLimits.name),
                    pronouns: try unit.keep(
                        pronouns, about: person, as: "pronouns", limit: TextLimits.name),
                    timeZone: timeZone, locale: locale, languages: languages,
                    visibility: visibility)))
    }

    private func requireAdmin() async throws {
        let school = try await unit.state(of: .person(person)).school
        try await unit.require(.admin(of: school), .operator)
    }

    private func execute(_ command: Person.Command) async throws {
        try await unit.execute(command, on: .person(person))
    }
}
