import Clubs
import EventSourcing
import Vocabulary

/// Why somebody stands where they stand on a waitlist: every step to that place, and the way on.
///
/// Others are counted and never named, so the person themselves may read it.
package struct PlaceExplanation: Encodable, Equatable, Sendable {
    package let club: ClubID
    package let person: PersonID
    package let displayName: String
    /// 1 is the next in line.
    package let place: Int
    package let waiting: Int
    package let since: Timestamp
    package let ahead: Int
    /// Of those ahead, how many have a seat on offer.
    package let offersAhead: Int
    package let capacity: Int?
    package let members: Int
    /// Seats held for those to whom they are offered, the person's own included.
    package let offersOutstanding: Int
    package let ownOfferExpiresAt: Timestamp?
    /// How many seats have to become free, or be refused by those ahead, before the person is
    /// offered one; 0 where one is theirs to accept or about to be offered.
    package let seatsNeeded: Int
    package let steps: [Step]
    /// The same in English, a sentence each.
    package let inWords: [String]

    /// A change of the person's place.
    package struct Step: Encodable, Equatable, Sendable {
        package let at: Timestamp
        package let position: Position
        /// What happened, to whomever it was.
        package let what: MembershipFact
        package let place: Int
        package let reasonCode: ReasonCode?
        /// The event's id.
        package let event: String
    }
}

/// Follows one person's place through the events of a club.
struct PlaceTracker {
    let person: PersonID
    private(set) var club = Club()
    private(set) var steps: [PlaceExplanation.Step] = []
    /// When the person came onto the list.
    private(set) var since: Timestamp?
    private var place: Int?

    init(person: PersonID) { self.person = person }

    mutating func apply(_ recorded: Recorded<Club.Event>) {
        club.evolve(recorded.event)
        guard let (what, reasonCode) = recorded.event.waitlistFact else { return }
        let before = place
        place = club.waitlist.firstIndex { $0.person == person }.map { $0 + 1 }
        guard let place else { return forget() }
        if before == nil { since = recorded.occurredAt }
        guard place != before else { return }
        steps.append(
            .init(
                at: recorded.occurredAt, position: recorded.position, what: what, place: place,
                reasonCode: reasonCode, event: recorded.id.description))
    }

    /// Who waits a second time starts anew.
    private mutating func forget() {
        steps = []
        since = nil
    }
}

extension Club.Event {
    /// What it is, where it can change somebody's place on the waitlist.
    fileprivate var waitlistFact: (MembershipFact, ReasonCode?)? {
        switch self {
        case .memberWaitlisted: (.waitlisted, nil)
        case .memberJoined: (.joined, nil)
        case .joinWithdrawn: (.withdrawn, nil)
        case .joinDeclined(_, _, let reasonCode, _, _): (.declined, reasonCode)
        case .seatDeclined: (.seatDeclined, nil)
        case .seatOfferLapsed: (.seatOfferLapsed, nil)
        case .waitlistReordered(_, _, let reasonCode, _): (.placeChanged, reasonCode)
        case .founded, .profileUpdated, .capacitySet, .enrolmentOpened, .enrolmentClosed,
            .archived, .restored, .joinRequested, .joinApproved, .seatOffered, .seatAccepted,
            .memberLeft, .memberRemoved, .memberSuspended, .suspensionLifted, .roleAssigned,
            .roleRevoked, .groupAssigned, .buddyAssigned, .inviteIssued, .inviteRedeemed,
            .inviteRevoked:
            nil
        }
    }
}
