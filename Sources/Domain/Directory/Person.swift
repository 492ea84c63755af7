import EventSourcing
import Vocabulary

/// A person of a school: what they may do, and which of their words others may see.
package struct Person: Decider {
    package static let category = "person"

    /// Nobody before the registration.
    package private(set) var person: PersonID?
    package private(set) var school: SchoolID?
    package private(set) var kind = PersonKind.student
    package private(set) var ageBand = AgeBand.under10
    package private(set) var isActive = false
    package private(set) var profile: Profile?
    package private(set) var leanings = Leanings()
    private var assignedRoles: Set<Role> = []

    package init() {}

    package var isRegistered: Bool { person != nil }

    /// What the person may do now. Whoever is inactive may do nothing, and has their roles back
    /// when they return.
    package var roles: Set<Role> { isActive ? assignedRoles : [] }

    /// Whether the role is theirs, be they active or not.
    package func holds(_ role: Role) -> Bool { assignedRoles.contains(role) }

    package func decide(_ command: Command) throws(Rejection) -> [Event] {
        if case .register(let registration, let isTaken) = command {
            return try register(registration, sourcedIdIsTaken: isTaken)
        }
        guard let person, let profile else { throw .notRegistered }
        switch command {
        case .register: return []
        case .updateProfile(let changes): return try update(profile, with: changes)
        case .declareInterests(let leanings): return try declare(leanings)
        case .assignRole(let role): return try assign(role, to: person)
        case .revokeRole(let role, let isLastAdmin):
            return try revoke(role, from: person, isLastAdmin: isLastAdmin)
        case .deactivate(let reasonCode, let isLastAdmin):
            return try deactivate(because: reasonCode, isLastAdmin: isLastAdmin)
        case .reactivate(let reasonCode):
            return isActive ? [] : [.reactivated(reasonCode: reasonCode)]
        }
    }

    package mutating func evolve(_ event: Event) {
        switch event {
        case .registered(
            let person, let school, let kind, let ageBand, let timeZone, let locale, _,
            let displayName, _, _):
            self.person = person
            self.school = school
            self.kind = kind
            self.ageBand = ageBand
            isActive = true
            profile = Profile(displayName: displayName, timeZone: timeZone, locale: locale)
        case .profileUpdated(
            let displayName, let pronouns, let timeZone, let locale, let languages,
            let visibility):
            profile?.apply(
                ProfileChanges(
                    displayName: displayName, pronouns: pronouns, timeZone: timeZone,
                    locale: locale, languages: languages, visibility: visibility))
        case .interestsDeclared(let interests, let strengths, let pace):
            leanings = Leanings(interests: interests, strengths: strengths, pace: pace)
        case .roleAssigned(_, let role):
            assignedRoles.insert(role)
        case .roleRevoked(_, let role):
            assignedRoles.remove(role)
        case .deactivated:
            isActive = false
        case .reactivated:
            isActive = true
        }
    }
}
