import Catalog
import Clubs
import EventSourcing
import Vocabulary

/// What clubs there are, who is in them, who waits, and how it came to that.
///
/// Numbers of members and places on a waitlist are counted when asked and never stored, so that
/// each change depends on its event alone.
package struct MembershipProjector: Projector {
    package static let name = "membership-1"
    package static let types = Set(Club.Event.wireNames)
    package static let tables: [any Row.Type] = [
        ClubRow.self, ClubRoleRow.self, InviteRow.self, InviteUseRow.self, MembershipRow.self,
        SuspensionRow.self, MembershipHistoryRow.self, WaitlistRow.self, JoinRequestRow.self,
        SeatOfferRow.self,
    ]

    package init() {}

    package func project(_ recorded: Recorded<DomainEvent>) -> [Change] {
        guard case .club(let event) = recorded.event else { return [] }
        let happening = ClubHappening(recorded)
        var changes = happening.changes(event)
        changes += happening.facts(event)
        changes.append(happening.version)
        return changes
    }
}

/// Something that has happened to a club; what it changes stands by topic in the extensions.
struct ClubHappening {
    let club: ClubID
    /// In the world.
    let at: Timestamp
    let recorded: Recorded<DomainEvent>

    init(_ recorded: Recorded<DomainEvent>) {
        guard let id = recorded.stream.id else {
            preconditionFailure("a club's stream is named by its id, not \(recorded.stream)")
        }
        club = ClubID(id)
        at = recorded.occurredAt
        self.recorded = recorded
    }

    var version: Change { .patch(ClubRow.self, club, set: [.version: recorded.version]) }

    func changes(_ event: Club.Event) -> [Change] {
        switch event {
        case .founded(let charter): [founded(charter)]
        case .profileUpdated(let changes): [profileUpdated(changes)]
        case .capacitySet(_, let seats): [.patch(ClubRow.self, club, set: [.capacity: seats])]
        case .enrolmentOpened(let from, let to): [enrolmentOpened(from: from, to: to)]
        case .enrolmentClosed: [.patch(ClubRow.self, club, set: [.isEnrolling: false])]
        case .archived: [.patch(ClubRow.self, club, set: [.isArchived: true])]
        case .restored: [.patch(ClubRow.self, club, set: [.isArchived: false])]

        case .joinRequested(let request, let person, let via, let invite, let answers):
            [asked(request, person, via, invite, answers)]
        case .joinApproved(let request, _): [close(request, as: .approved)]
        case .joinDeclined(let request, let person, let reasonCode, let reapplyFrom, let reason):
            [declined(request, reasonCode, reapplyFrom, reason), leaveWaitlist(person)]
        case .joinWithdrawn(let request, let person):
            [close(request, as: .withdrawn), leaveWaitlist(person)]
        case .memberJoined(let person, let request, let via, let number):
            [
                joined(person, request, via, number), leaveWaitlist(person),
                close(request, as: .joined),
            ]
        case .memberWaitlisted(let person, let request, _): waitlisted(person, request)

        case .seatOffered(let offer, let person, let expiresAt):
            offered(offer, person, expiresAt)
        case .seatAccepted(let offer, _): [close(offer, as: .accepted)]
        case .seatDeclined(let offer, let person, let request):
            [
                close(offer, as: .declined), close(request, as: .seatDeclined),
                leaveWaitlist(person),
            ]
        case .seatOfferLapsed(let offer, let person, let request):
            [close(offer, as: .lapsed), close(request, as: .offerLapsed), leaveWaitlist(person)]
        case .waitlistReordered(_, let people, _, _): reordered(people)

        case .memberLeft(let person, let reasonCode): [ended(person, .left, reasonCode, nil)]
        case .memberRemoved(let person, let reasonCode, let noReturnUntil, _):
            [ended(person, .removed, reasonCode, noReturnUntil)]
        case .memberSuspended(let person, let until, let reasonCode):
            [suspended(person, until, reasonCode)]
        case .suspensionLifted(let person): [.delete(SuspensionRow.self, club, person)]
        case .groupAssigned(let person, _, let group, _):
            [.patch(MembershipRow.self, club, person, set: [.groupName: group])]
        case .buddyAssigned(let newcomer, let buddy): [assigned(buddy, to: newcomer)]

        case .roleAssigned(let person, let role, let counterSigner):
            [assigned(role, to: person, counterSigner)]
        case .roleRevoked(let person, let role): [.delete(ClubRoleRow.self, club, person, role)]
        case .inviteIssued(let invite, let codeHash, let expiresAt, let maxUses, let role):
            [issued(invite, codeHash, expiresAt, maxUses, role)]
        case .inviteRedeemed(let invite, let person): [redeemed(invite, person)]
        case .inviteRevoked(let invite): [.patch(InviteRow.self, invite, set: [.isRevoked: true])]
        }
    }
}
