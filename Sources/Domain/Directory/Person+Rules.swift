import EventSourcing
import Vocabulary

extension Person {
    func register(
        _ registration: Registration, sourcedIdIsTaken: Bool
    ) throws(Rejection) -> [Event] {
        guard !isRegistered else { throw .alreadyRegistered }
        if let sourcedId = registration.sourcedId, sourcedIdIsTaken {
            throw .sourcedIdTaken(sourcedId)
        }
        guard registration.timeZone.isKnown else {
            throw .unknownTimeZone(registration.timeZone)
        }
        guard registration.kind == .student || registration.ageBand == .adult else {
            throw .adultInMinorsAgeBand(registration.ageBand)
        }
        return [
            .registered(
                person: registration.person, school: registration.school,
                kind: registration.kind, ageBand: registration.ageBand,
                timeZone: registration.timeZone, locale: registration.locale,
                sourcedId: registration.sourcedId, displayName: registration.displayName,
                consentAgeOn: registration.consentAgeOn, adultOn: registration.adultOn)
        ]
    }

    func update(_ profile: Profile, with wish: ProfileChanges) throws(Rejection) -> [Event] {
        let changes = wish.changing(profile)
        guard changes != ProfileChanges() else { return [] }
        if let zone = changes.timeZone, !zone.isKnown { throw .unknownTimeZone(zone) }
        try check(changes.languages?.count ?? 0, of: .languages, limit: Limits.languages)
        return [
            .profileUpdated(
                displayName: changes.displayName, pronouns: changes.pronouns,
                timeZone: changes.timeZone, locale: changes.locale,
                languages: changes.languages, visibility: changes.visibility)
        ]
    }

    func declare(_ leanings: Leanings) throws(Rejection) -> [Event] {
        guard leanings != self.leanings else { return [] }
        try check(leanings.interests.count, of: .interests, limit: Limits.leanings)
        try check(leanings.strengths.count, of: .strengths, limit: Limits.leanings)
        let words = leanings.interests + leanings.strengths
        if let unknown = words.first(where: { !$0.isKnown }) { throw .unknownInterest(unknown) }
        return [
            .interestsDeclared(
                interests: leanings.interests, strengths: leanings.strengths,
                pace: leanings.pace)
        ]
    }

    /// Every role looks after others, so only adults hold one.
    func assign(_ role: Role, to person: PersonID) throws(Rejection) -> [Event] {
        guard isActive else { throw .inactive }
        guard kind == .adult else { throw .minorCannotHoldRole(role) }
        return roles.contains(role) ? [] : [.roleAssigned(person: person, role: role)]
    }

    func revoke(
        _ role: Role, from person: PersonID, isLastAdmin: Bool
    ) throws(Rejection) -> [Event] {
        guard holds(role) else { return [] }
        // Without an admin nobody could ever make one again.
        if role == .admin, isActive, isLastAdmin { throw .lastAdmin }
        return [.roleRevoked(person: person, role: role)]
    }

    func deactivate(
        because reasonCode: ReasonCode, isLastAdmin: Bool
    ) throws(Rejection) -> [Event] {
        guard isActive else { throw .alreadyInactive }
        if roles.contains(.admin), isLastAdmin { throw .lastAdmin }
        return [.deactivated(reasonCode: reasonCode)]
    }

    private func check(_ count: Int, of field: Field, limit: Int) throws(Rejection) {
        guard count <= limit else { throw .tooMany(field, limit: limit) }
    }

    private enum Limits {
        static let languages = 10
        static let leanings = 20
    }
}
