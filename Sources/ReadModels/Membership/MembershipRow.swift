import Clubs
import EventSourcing
import Vocabulary

/// One person in one club, now or once: `read.membership`. Who returns has the same row anew.
struct MembershipRow: Row {
    static let table = Table("membership", key: [Column.club, .person])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case club, person, state, since, until, via, request, buddy
        case memberNo = "member_no"
        case joined
        case groupName = "group_name"
        case reasonCode = "reason_code"
        case noReturnUntil = "no_return_until"
        case buddySince = "buddy_since"
    }

    enum State: String, Codable, ColumnConvertible, FieldValue {
        case member, left, removed
    }

    let club: ClubID
    let person: PersonID
    var state = State.member
    let since: Timestamp
    var until: Timestamp?
    let via: Club.Via
    let request: JoinRequestID
    /// A buddy looks after a newcomer as long as both are in the club: see `buddySince`.
    var buddy: PersonID?
    /// 1, 2, 3 … in the order of joining; who returns gets a new number.
    let memberNo: Int
    /// The position at which this membership began.
    let joined: Position
    var groupName: GroupName?
    /// Why it ended.
    var reasonCode: ReasonCode?
    var noReturnUntil: Timestamp?
    /// The position at which the buddy was given. A buddy who has left since and come back has
    /// joined behind it, and is none any more.
    var buddySince: Position?

    func write(to row: inout RowWriter) throws -> Bool {
        try row.add(club)
        try row.add(person)
        try row.add(state)
        try row.add(since)
        try row.add(until)
        try row.add(via)
        try row.add(request)
        try row.add(buddy)
        try row.add(memberNo)
        try row.add(joined)
        try row.add(groupName)
        try row.add(reasonCode)
        try row.add(noReturnUntil)
        try row.add(buddySince)
        return true
    }
}

/// Somebody who may not take part for a time: `read.suspension`. It outlives a membership.
struct SuspensionRow: Row {
    static let table = Table("suspension", key: [Column.club, .person])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case club, person, until
        case reasonCode = "reason_code"
    }

    let club: ClubID
    let person: PersonID
    let until: Timestamp
    let reasonCode: ReasonCode
}

/// What has happened to a person in a club: `read.membership_history`.
struct MembershipHistoryRow: Row {
    static let table = Table(
        "membership_history", key: [Column.club, .person, .atPosition], isAppendOnly: true)

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case club, person, at, what, detail, actor, reason, event
        case atPosition = "at_position"
        case reasonCode = "reason_code"
    }

    let club: ClubID
    let person: PersonID
    /// The event's.
    let atPosition: Position
    /// When it happened in the world.
    let at: Timestamp
    let what: MembershipFact
    /// The role, the group, or the buddy's id.
    let detail: String?
    let actor: Actor
    let reasonCode: ReasonCode?
    /// The reason in words, in the vault.
    let reason: VaultTextID?
    /// The event's id.
    let event: String

    func write(to row: inout RowWriter) throws -> Bool {
        try row.add(club)
        try row.add(person)
        try row.add(atPosition)
        try row.add(at)
        try row.add(what)
        try row.add(detail)
        try row.add(actor)
        try row.add(reason)
        try row.add(event)
        try row.add(reasonCode)
        return true
    }
}

/// What can happen to a person in a club.
package enum MembershipFact: String, Codable, CaseIterable, FieldValue {
    case asked, approved, declined, withdrawn, joined, waitlisted
    case seatOffered = "seat-offered"
    case seatAccepted = "seat-accepted"
    case seatDeclined = "seat-declined"
    case seatOfferLapsed = "seat-offer-lapsed"
    /// A lead has put the waitlist into another order, and the person has another place.
    case placeChanged = "place-changed"
    case left, removed, suspended
    case suspensionLifted = "suspension-lifted"
    case roleAssigned = "role-assigned"
    case roleRevoked = "role-revoked"
    case groupAssigned = "group-assigned"
    case buddyAssigned = "buddy-assigned"
    case inviteRedeemed = "invite-redeemed"
}
