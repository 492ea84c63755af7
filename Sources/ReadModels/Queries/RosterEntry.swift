import Clubs
import EventSourcing
import Vocabulary

/// A member of a club.
package struct RosterEntry: Encodable, Equatable, Sendable {
    package let person: PersonID
    package let displayName: String
    /// 1, 2, 3 … in the order of joining; who returns gets a new number.
    package let memberNo: Int
    package let state: State
    package let suspendedUntil: Timestamp?
    package let roles: [Club.Role]
    package let group: GroupName?
    package let since: Timestamp
    package let via: Club.Via
    package let buddy: NamedPerson?

    package enum State: String, Codable, Sendable {
        case member, suspended
    }
}

/// Somebody who waits for a seat.
package struct WaitlistEntry: Encodable, Equatable, Sendable {
    /// 1 is the next in line.
    package let place: Int
    package let person: PersonID
    package let displayName: String
    package let since: Timestamp
    package let request: JoinRequestID
    /// The seat that is offered to them, and until when they may take it.
    package let offer: SeatOfferID?
    package let offerExpiresAt: Timestamp?
}

/// A wish to join a club.
package struct JoinRequestView: Encodable, Equatable, Sendable {
    package let request: JoinRequestID
    package let club: ClubID
    package let person: PersonID
    package let displayName: String
    package let state: JoinRequestState
    package let via: Club.Via
    package let invite: InviteID?
    package let answers: String?
    package let askedAt: Timestamp
    package let decidedAt: Timestamp?
    package let reasonCode: ReasonCode?
    package let reason: String?
    package let reapplyFrom: Timestamp?
}

/// A code that lets people in; the code itself is never kept.
package struct InviteView: Encodable, Equatable, Sendable {
    package let invite: InviteID
    package let club: ClubID
    package let role: Club.Role?
    package let issuedAt: Timestamp
    package let expiresAt: Timestamp
    package let maxUses: Int
    package let uses: Int
    package let revoked: Bool
}
