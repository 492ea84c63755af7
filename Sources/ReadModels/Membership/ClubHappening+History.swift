import Catalog
import Clubs
import EventSourcing
import Vocabulary

/// What the event says about each person, as lines of their history.
extension ClubHappening {
    func facts(_ event: Club.Event) -> [Change] {
        switch event {
        case .founded, .profileUpdated, .capacitySet, .enrolmentOpened, .enrolmentClosed,
            .archived, .restored, .inviteIssued, .inviteRevoked:
            []
        case .joinRequested(_, let person, let via, _, _):
            [fact(.asked, person, detail: via.rawValue)]
        case .joinApproved(_, let person): [fact(.approved, person)]
        case .joinDeclined(_, let person, let reasonCode, _, let reason):
            [fact(.declined, person, reasonCode, reason)]
        case .joinWithdrawn(_, let person): [fact(.withdrawn, person)]
        case .memberJoined(let person, _, let via, _):
            [fact(.joined, person, detail: via.rawValue)]
        case .memberWaitlisted(let person, _, _): [fact(.waitlisted, person)]
        case .seatOffered(_, let person, _): [fact(.seatOffered, person)]
        case .seatAccepted(_, let person): [fact(.seatAccepted, person)]
        case .seatDeclined(_, let person, _): [fact(.seatDeclined, person)]
        case .seatOfferLapsed(_, let person, _): [fact(.seatOfferLapsed, person)]
        case .waitlistReordered(let before, let after, let reasonCode, let reason):
            zip(before, after).filter { $0 != $1 }
                .map { fact(.placeChanged, $1, reasonCode, reason) }
        case .memberLeft(let person, let reasonCode): [fact(.left, person, reasonCode)]
        case .memberRemoved(let person, let reasonCode, _, let reason):
            [fact(.removed, person, reasonCode, reason)]
        case .memberSuspended(let person, _, let reasonCode):
            [fact(.suspended, person, reasonCode)]
        case .suspensionLifted(let person): [fact(.suspensionLifted, person)]
        case .roleAssigned(let person, let role, _):
            [fact(.roleAssigned, person, detail: role.rawValue)]
        case .roleRevoked(let person, let role):
            [fact(.roleRevoked, person, detail: role.rawValue)]
        case .groupAssigned(let person, _, let group, let reasonCode):
            [fact(.groupAssigned, person, reasonCode, detail: group?.text)]
        case .buddyAssigned(let newcomer, let buddy):
            [fact(.buddyAssigned, newcomer, detail: buddy.description)]
        case .inviteRedeemed(_, let person): [fact(.inviteRedeemed, person)]
        }
    }

    private func fact(
        _ what: MembershipFact, _ person: PersonID, _ reasonCode: ReasonCode? = nil,
        _ reason: VaultReference? = nil, detail: String? = nil
    ) -> Change {
        .put(
            MembershipHistoryRow(
                club: club, person: person, atPosition: recorded.position,
                at: recorded.occurredAt, what: what, detail: detail, actor: recorded.actor,
                reasonCode: reasonCode, reason: reason?.ref, event: recorded.id.description))
    }
}
