import EventSourcing
import Vocabulary

/// Founding a club and changing what it is: profile, capacity, enrolment.
extension Club {
    func found(_ founding: Founding, slugIsTaken: Bool) throws(Rejection) -> [Event] {
        guard !isFounded else { throw .alreadyFounded }
        if slugIsTaken { throw .slugTaken(founding.slug) }
        try check(founding.profile)
        try check(founding.openTo.count, of: .openTo, in: Limits.openTo)
        if let capacity = founding.capacity {
            try check(capacity, of: .capacity, in: 1...Limits.capacity)
        }
        let leads = try checkedLeads(founding.leads)
        let others = founding.openTo.filter { $0 != founding.hostSchool }
        let charter = Charter(
            hostSchool: founding.hostSchool, openTo: others, slug: founding.slug,
            profile: founding.profile, capacity: founding.capacity)
        return [.founded(charter)]
            + leads.map { .roleAssigned(person: $0, role: .lead, counterSignedBy: nil) }
    }

    /// Adults only: before there is a lead, nobody can counter-sign for a student.
    private func checkedLeads(_ leads: [Applicant]) throws(Rejection) -> [PersonID] {
        guard leads.contains(where: { $0.kind == .adult }) else { throw .needsAdultLead }
        try check(leads.count, of: .leads, in: Limits.leads)
        guard leads.allSatisfy({ $0.kind == .adult }) else { throw .minorCannotHoldRole(.lead) }
        guard leads.allSatisfy(\.isActive) else { throw .notEligible(.inactive) }
        var seen: Set<PersonID> = []
        return leads.map(\.person).filter { seen.insert($0).inserted }
    }

    func update(_ charter: Charter, with wish: Profile.Changes) throws(Rejection) -> [Event] {
        var profile = charter.profile
        profile.apply(wish)
        let changes = charter.profile.changes(to: profile)
        guard changes != Profile.Changes() else { return [] }
        try check(profile)
        if let group = members.lazy.compactMap(\.group).first(
            where: { !profile.groups.contains($0) })
        {
            throw .groupInUse(group)
        }
        return [.profileUpdated(changes: changes)]
    }

    /// With `overfill`, those above the new number keep their seats.
    func setCapacity(
        of charter: Charter, to capacity: Int?, overfill: Bool
    ) throws(Rejection) -> [Event] {
        guard capacity != charter.capacity else { return [] }
        if let capacity {
            try check(capacity, of: .capacity, in: 1...Limits.capacity)
            guard heldSeats <= capacity || overfill else {
                throw .capacityBelowMembers(capacity: capacity, held: heldSeats)
            }
        }
        return [.capacitySet(from: charter.capacity, to: capacity)]
    }

    func openEnrolment(from: Timestamp?, to: Timestamp?) throws(Rejection) -> [Event] {
        if let from, let to, to <= from { throw .enrolmentEndsBeforeItStarts }
        return enrolment == .open(from: from, to: to) ? [] : [.enrolmentOpened(from: from, to: to)]
    }

    func check(_ number: Int, of field: Field, in bounds: ClosedRange<Int>) throws(Rejection) {
        guard bounds.contains(number) else { throw .outOfBounds(field, allowed: bounds) }
    }

    /// Texts are measured in Unicode scalars: a single character can be of any length.
    private func check(_ profile: Profile) throws(Rejection) {
        let name = profile.name.allSatisfy(\.isWhitespace) ? "" : profile.name
        try check(name.unicodeScalars.count, of: .name, in: Limits.name)
        try check(profile.summary.unicodeScalars.count, of: .summary, in: Limits.summary)
        try check(profile.interests.count, of: .interests, in: Limits.interests)
        try check(profile.languages.count, of: .languages, in: Limits.languages)
        try check(profile.ageBands.count, of: .ageBands, in: Limits.ageBands)
        try check(profile.groups.count, of: .groups, in: Limits.groups)
        try check(profile.reapplyAfterDays, of: .reapplyAfterDays, in: Limits.reapplyAfterDays)
        try check(profile.seatOfferHours, of: .seatOfferHours, in: Limits.seatOfferHours)
        guard profile.timeZone.isKnown else { throw .unknownTimeZone(profile.timeZone) }
        if let unknown = profile.interests.first(where: { !$0.isKnown }) {
            throw .unknownInterest(unknown)
        }
    }
}
