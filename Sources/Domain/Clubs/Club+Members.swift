import EventSourcing
import HashTreeCollections
import Vocabulary

/// What happens to those who are in: going, suspension, groups and buddies.
extension Club {
    func leave(
        _ person: PersonID, because reasonCode: ReasonCode,
        leavingBehind inactive: TreeSet<PersonID>
    ) throws(Rejection) -> [Event] {
        try rolesEnding(with: person, leavingBehind: inactive)
            + [.memberLeft(person: person, reasonCode: reasonCode)]
    }

    func remove(
        _ person: PersonID, because reasonCode: ReasonCode, _ reason: VaultReference?,
        noReturnUntil: Timestamp?, leavingBehind inactive: TreeSet<PersonID>, at moment: Timestamp
    ) throws(Rejection) -> [Event] {
        let ended = try rolesEnding(with: person, leavingBehind: inactive)
        if let noReturnUntil, noReturnUntil <= moment { throw .alreadyPast(noReturnUntil) }
        return ended + [
            .memberRemoved(
                person: person, reasonCode: reasonCode, noReturnUntil: noReturnUntil,
                reason: reason)
        ]
    }

    /// A suspended member keeps the seat and loses every role: nobody leads while kept away.
    func suspend(
        _ person: PersonID, until: Timestamp, because reasonCode: ReasonCode,
        leavingBehind inactive: TreeSet<PersonID>, at moment: Timestamp
    ) throws(Rejection) -> [Event] {
        let ended = try rolesEnding(with: person, leavingBehind: inactive)
        if let current = suspension(of: person, at: moment) {
            guard current == until else { throw .alreadySuspended(until: current) }
            return []
        }
        guard moment < until else { throw .alreadyPast(until) }
        return ended + [.memberSuspended(person: person, until: until, reasonCode: reasonCode)]
    }

    /// Says of each role that it ends, so that no reader of the log has to know that it would.
    private func rolesEnding(
        with person: PersonID, leavingBehind inactive: TreeSet<PersonID>
    ) throws(Rejection) -> [Event] {
        guard isMember(person) else { throw .notAMember(person) }
        if isLastAdultLead(person, besides: inactive) { throw .lastAdultLead(person) }
        return roles(of: person).map { .roleRevoked(person: person, role: $0) }
    }

    func assign(
        _ person: PersonID, to group: GroupName?, of groups: [GroupName],
        because reasonCode: ReasonCode
    ) throws(Rejection) -> [Event] {
        guard let member = member(person) else { throw .notAMember(person) }
        if let group, !groups.contains(group) { throw .unknownGroup(group) }
        guard member.group != group else { return [] }
        return [
            .groupAssigned(
                person: person, from: member.group, to: group, reasonCode: reasonCode)
        ]
    }

    func assign(
        buddy: PersonID, to newcomer: PersonID, isBlockedPair: Bool
    ) throws(Rejection) -> [Event] {
        guard let member = member(newcomer) else { throw .notAMember(newcomer) }
        guard isMember(buddy) else { throw .notAMember(buddy) }
        guard buddy != newcomer else { throw .ownBuddy(buddy) }
        guard member.buddy != buddy else { return [] }
        if isBlockedPair { throw .blockedPair }
        return [.buddyAssigned(newcomer: newcomer, buddy: buddy)]
    }
}
