import Clubs
import EventSourcing
import Vocabulary

/// How one person stands to one club, now or once.
package struct PersonMembership: Encodable, Equatable, Sendable {
    package let club: ClubID
    package let slug: Slug
    package let name: String
    package let state: State
    /// Of the membership, the waiting or the asking.
    package let since: Timestamp
    package let until: Timestamp?
    package let memberNo: Int?
    package let group: GroupName?
    package let roles: [Club.Role]
    /// 1 is the next in line.
    package let place: Int?
    package let offer: SeatOfferID?
    package let offerExpiresAt: Timestamp?
    package let reasonCode: ReasonCode?
    package let suspendedUntil: Timestamp?

    package enum State: String, Codable, Sendable {
        case member, waiting, asked, left, removed
        /// A role without a seat: whoever looks after the club.
        case helper
    }
}

/// A line of what has happened to a person in a club.
package struct HistoryEntry: Encodable, Equatable, Sendable {
    package let what: MembershipFact
    /// The role, the group, or the buddy's id.
    package let detail: String?
    /// When it happened in the world.
    package let at: Timestamp
    package let position: Position
    /// The event's id.
    package let event: String
    package let actor: Actor
    /// What the actor is called today; nothing for an operator, a policy or the clock.
    package let actorName: String?
    package let reasonCode: ReasonCode?
    package let reason: String?
}
