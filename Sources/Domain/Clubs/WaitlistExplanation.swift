import EventSourcing
import Vocabulary

/// Why somebody stands where they stand on a waitlist.
///
/// Who else waits is a number and never a name, so it can be shown to the person themselves. It is
/// a function of the club, folded as far as one likes: it explains any past moment as well.
package struct WaitlistExplanation: Equatable, Sendable {
    /// 1 is the next in line.
    package let place: Int
    package let waiting: Int
    /// How many of those ahead have a seat on offer and have not answered.
    package let offersAhead: Int
    /// Until when the person may accept the seat that is on offer to them.
    package let ownOfferExpiresAt: Timestamp?
    package let capacity: Int?
    package let members: Int
    /// How many seats have to become free, or be refused by those ahead, before the person is
    /// offered one; 0 where one is theirs to accept or about to be offered.
    package let seatsNeeded: Int
}

extension WaitlistExplanation {
    /// Nothing for somebody who does not wait.
    package init?(of person: PersonID, in club: Club) {
        guard let index = club.waitlist.firstIndex(where: { $0.person == person })
        else { return nil }
        let ahead = club.waitlist[..<index]
        let own = club.waitlist[index].offer
        place = index + 1
        waiting = club.waitlist.count
        offersAhead = ahead.count { $0.offer != nil }
        ownOfferExpiresAt = own?.expiresAt
        capacity = club.capacity
        members = club.memberCount
        seatsNeeded = own == nil ? max(0, ahead.count - offersAhead + 1 - club.freeSeats) : 0
    }
}
