import Catalog
import Clubs
import EventSourcing
import Vocabulary

/// Hands a seat that has become free to whoever waits next, and lets offers lapse by the clock.
///
/// Each offer asks for another one: several seats may be free, and the club is quiet when there is
/// no more to offer.
package struct SeatOffers: Policy {
    package static let name = "seat-offers"
    package static let types: Set<String> = [
        "club.member-left", "club.member-removed", "club.restored", "club.capacity-set",
        "club.seat-offered", "club.seat-accepted", "club.seat-declined", "club.seat-offer-lapsed",
    ]

    package init() {}

    package func react(to recorded: Recorded<DomainEvent>) -> [Reaction] {
        guard case .club(let event) = recorded.event, let id = recorded.stream.id else { return [] }
        let club = ClubID(id)
        let offerNext = Reaction.command(.offerNextSeat(club: club))
        switch event {
        case .memberLeft, .memberRemoved, .restored:
            return [offerNext]
        case .capacitySet(let before, let after):
            return isGrowth(from: before, to: after) ? [offerNext] : []
        case .seatOffered(let offer, _, let expiresAt):
            let lapse = PolicyCommand.lapseOffer(club: club, offer: offer, expiredAt: expiresAt)
            return [.schedule(.lapse(of: offer), at: expiresAt, command: lapse), offerNext]
        case .seatAccepted(let offer, _):
            return [.cancel(.lapse(of: offer))]
        case .seatDeclined(let offer, _, _), .seatOfferLapsed(let offer, _, _):
            return [.cancel(.lapse(of: offer)), offerNext]
        case .founded, .profileUpdated, .enrolmentOpened, .enrolmentClosed, .archived,
            .joinRequested, .joinApproved, .joinDeclined, .joinWithdrawn, .memberJoined,
            .memberWaitlisted, .waitlistReordered, .memberSuspended, .suspensionLifted,
            .roleAssigned, .roleRevoked, .groupAssigned, .buddyAssigned, .inviteIssued,
            .inviteRedeemed, .inviteRevoked:
            return []
        }
    }

    /// No number is more than any number.
    private func isGrowth(from before: Int?, to after: Int?) -> Bool {
        guard let before else { return false }
        guard let after else { return true }
        return before < after
    }
}

extension DeadlineKey {
    fileprivate static func lapse(of offer: SeatOfferID) -> DeadlineKey {
        DeadlineKey(policy: SeatOffers.name, subject: offer)
    }
}
