import EventSourcing
import HashTreeCollections
import Vocabulary

extension Club {
    /// Gives a role; a student may lead if an adult lead counter-signs. Nobody has a role while
    /// kept away.
    func assign(
        _ role: Role, to applicant: Applicant, counterSignedBy counterSigner: PersonID?,
        at moment: Timestamp
    ) throws(Rejection) -> [Event] {
        let person = applicant.person
        guard applicant.isActive else { throw .notEligible(.inactive) }
        if let until = keptOut(person, at: moment) { throw .personBlockedFromClub(until: until) }
        guard isMember(person) || (role.isOpenToNonMembers && applicant.kind == .adult)
        else { throw .notAMember(person) }
        let signature =
            role == .lead && applicant.kind == .student
            ? try checked(counterSigner, for: person) : nil
        if roles(of: person).contains(role) {
            let isUnchanged = role != .lead || isAdultLead(person) == (signature == nil)
            if isUnchanged { return [] }
        } else if roster.roleHolderCount >= Limits.roleHolders {
            throw .listFull(.roles, limit: Limits.roleHolders)
        }
        return [.roleAssigned(person: person, role: role, counterSignedBy: signature)]
    }

    private func checked(
        _ counterSigner: PersonID?, for person: PersonID
    ) throws(Rejection) -> PersonID {
        guard let counterSigner else { throw .minorCannotHoldRole(.lead) }
        guard counterSigner != person, isAdultLead(counterSigner) else { throw .needsAdultLead }
        return counterSigner
    }

    func revoke(
        _ role: Role, from person: PersonID, leavingBehind inactive: TreeSet<PersonID>
    ) throws(Rejection) -> [Event] {
        guard roles(of: person).contains(role) else { return [] }
        if role == .lead, isLastAdultLead(person, besides: inactive) { throw .needsAdultLead }
        return [.roleRevoked(person: person, role: role)]
    }

    /// Whether no adult who is there would lead without this one.
    func isLastAdultLead(_ person: PersonID, besides inactive: TreeSet<PersonID>) -> Bool {
        isAdultLead(person)
            && adultLeads.allSatisfy { $0 == person || inactive.contains($0) }
    }
}
