import EventSourcing
import HashTreeCollections
import Vocabulary

/// A club: who is in, who waits, and how many seats there are.
///
/// Seats never exceed the capacity unless a lead says so, an offered seat is a held one, nobody
/// passes the queue, and there is always an adult who leads. This file is the table of contents:
/// the rules stand by topic in `Club+Founding` and its siblings, the state in `Charter`, `Roster`
/// and `Queue`, what others may ask of it in `Club+State`.
package struct Club: Decider, Equatable {
    package static let category = "club"

    /// Nothing before the founding.
    var charter: Charter?
    package internal(set) var enrolment = Enrolment.closed
    package internal(set) var isArchived = false
    var roster = Roster()
    var queue = Queue()
    var invitesByID: [InviteID: Invite] = [:]

    package init() {}

    package func decide(_ command: Command) throws(Rejection) -> [Event] {
        if case .found(let founding, let slugIsTaken) = command {
            return try found(founding, slugIsTaken: slugIsTaken)
        }
        guard let charter else { throw .notFounded }
        if isArchived, !command.isAllowedInArchive { throw .archived }
        switch command {
        case .found: return []
        case .updateProfile(let changes): return try update(charter, with: changes)
        case .setCapacity(let capacity, let overfill):
            return try setCapacity(of: charter, to: capacity, overfill: overfill)
        case .openEnrolment(let from, let to): return try openEnrolment(from: from, to: to)
        case .closeEnrolment: return enrolment == .closed ? [] : [.enrolmentClosed]
        case .archive(let reasonCode):
            return isArchived ? [] : [.archived(reasonCode: reasonCode)]
        case .restore(let reasonCode):
            return isArchived ? [.restored(reasonCode: reasonCode)] : []

        case .join(
            let request, let applicant, let entry, let answers, let idIsTaken, let inactive, let at):
            let wish = Wish(
                request: request, applicant: applicant, entry: entry, idIsTaken: idIsTaken, at: at)
            return try join(charter, wish, answers: answers, passingOver: inactive)
        case .approve(let request, let applicant, let inactive):
            return try approve(
                request, of: applicant, for: charter, passingOver: inactive)
        case .decline(let request, let reasonCode, let reason, let at):
            return try decline(
                request, after: charter.profile.reapplyAfterDays, because: reasonCode, reason,
                at: at)
        case .withdraw(let request): return try withdraw(request)

        case .offerSeat(let offer, let applicant, let idIsTaken, let inactive, let at):
            return try offerSeat(
                offer, idIsTaken: idIsTaken, to: applicant, under: charter, passingOver: inactive,
                at: at)
        case .offerNextSeat(let offer, let idIsTaken, let inactive, let at):
            return try offerNextSeat(
                offer, idIsTaken: idIsTaken, under: charter, passingOver: inactive, at: at)
        case .acceptSeat(let offer, let person, let at):
            return try acceptSeat(offer, by: person, at: at)
        case .declineSeat(let offer, let person): return try declineSeat(offer, by: person)
        case .lapseOffer(let offer, let at): return try lapse(offer, at: at)
        case .reorderWaitlist(let people, let reasonCode, let reason):
            return try reorder(people, because: reasonCode, reason)

        case .leave(let person, let reasonCode, let inactive):
            return try leave(person, because: reasonCode, leavingBehind: inactive)
        case .remove(
            let person, let reasonCode, let reason, let noReturnUntil, let inactive, let at):
            return try remove(
                person, because: reasonCode, reason, noReturnUntil: noReturnUntil,
                leavingBehind: inactive, at: at)
        case .suspend(let person, let until, let reasonCode, let inactive, let at):
            return try suspend(
                person, until: until, because: reasonCode, leavingBehind: inactive, at: at)
        case .liftSuspension(let person, let at):
            return suspension(of: person, at: at) == nil ? [] : [.suspensionLifted(person: person)]

        case .assignRole(let role, let applicant, let counterSigner, let at):
            return try assign(role, to: applicant, counterSignedBy: counterSigner, at: at)
        case .revokeRole(let role, let person, let inactive):
            return try revoke(role, from: person, leavingBehind: inactive)
        case .assignToGroup(let person, let group, let reasonCode):
            return try assign(person, to: group, of: charter.profile.groups, because: reasonCode)
        case .assignBuddy(let newcomer, let buddy, let isBlockedPair):
            return try assign(buddy: buddy, to: newcomer, isBlockedPair: isBlockedPair)

        case .issueInvite(
            let invite, let codeHash, let expiresAt, let maxUses, let role, let idIsTaken, let at):
            let issued = Invite(
                id: invite, codeHash: codeHash, expiresAt: expiresAt, maxUses: maxUses, role: role)
            return try issue(issued, idIsTaken: idIsTaken, at: at)
        case .revokeInvite(let invite):
            return invitesByID[invite] == nil ? [] : [.inviteRevoked(invite: invite)]
        }
    }

    package mutating func evolve(_ event: Event) {
        switch event {
        case .founded(let charter):
            self.charter = charter
            enrolment = .open(from: nil, to: nil)
        case .profileUpdated(let changes): charter?.profile.apply(changes)
        case .capacitySet(_, let capacity): charter?.capacity = capacity
        case .enrolmentOpened(let from, let to): enrolment = .open(from: from, to: to)
        case .enrolmentClosed: enrolment = .closed
        case .archived: isArchived = true
        case .restored: isArchived = false

        case .joinRequested(let request, let person, let via, let invite, _):
            let role = invite.flatMap { invitesByID[$0]?.role }
            queue.ask(
                Request(id: request, person: person, via: via, role: role, invite: invite))
        case .joinApproved: break  // What follows from it stands beside it.
        case .joinDeclined(_, let person, _, let reapplyFrom, _):
            queue.close(person)
            queue.reapplyFrom[person] = reapplyFrom
        case .joinWithdrawn(_, let person): queue.close(person)
        case .memberJoined(let person, let request, let via, let number):
            let offer = queue.waiting(person)?.offer?.id
            queue.close(person)
            queue.reapplyFrom[person] = nil
            roster.add(
                Member(person: person, number: number, request: request, via: via, offer: offer))
        case .memberWaitlisted(let person, _, _): queue.enqueue(person)

        case .seatOffered(let offer, let person, let expiresAt):
            queue.offer(Offer(id: offer, person: person, expiresAt: expiresAt))
        case .seatAccepted: break  // The member who joins beside it takes the seat.
        case .seatDeclined(_, let person, _), .seatOfferLapsed(_, let person, _):
            queue.close(person)
        case .waitlistReordered(_, let people, _, _): queue.reorder(people)

        case .memberLeft(let person, _): roster.remove(person)
        case .memberRemoved(let person, _, let noReturnUntil, _):
            roster.remove(person)
            roster.exclusions[person] = noReturnUntil
        case .memberSuspended(let person, let until, _): roster.suspensions[person] = until
        case .suspensionLifted(let person): roster.suspensions[person] = nil

        case .roleAssigned(let person, let role, let counterSigner):
            roster.assign(role, to: person, isCounterSigned: counterSigner != nil)
        case .roleRevoked(let person, let role): roster.revoke(role, from: person)
        case .groupAssigned(let person, _, let group, _): roster.put(person, in: group)
        case .buddyAssigned(let newcomer, let buddy): roster.give(newcomer, buddy: buddy)

        case .inviteIssued(let invite, let codeHash, let expiresAt, let maxUses, let role):
            invitesByID[invite] = Invite(
                id: invite, codeHash: codeHash, expiresAt: expiresAt, maxUses: maxUses, role: role)
        case .inviteRedeemed(let invite, let person):
            invitesByID[invite]?.uses += 1
            queue.useInvite(of: person)
        case .inviteRevoked(let invite): invitesByID[invite] = nil
        }
    }
}
