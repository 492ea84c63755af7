import Clubs
import EventSourcing
import Vocabulary

/// One person's place in a club's queue: `read.waitlist`. The place's number is counted when asked.
struct WaitlistRow: Row {
    static let table = Table("waitlist", key: [Column.club, .person])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case club, person, request, since, turn, offer
        case turnWithin = "turn_within"
        case offerExpiresAt = "offer_expires_at"
    }

    let club: ClubID
    let person: PersonID
    let request: JoinRequestID
    let since: Timestamp
    /// The position of the event that gave the place. Whoever comes later stands behind, and after
    /// a reordering, which names everybody, all have that event's.
    let turn: Position
    /// The order within that event.
    let turnWithin: Int
    var offer: SeatOfferID?
    var offerExpiresAt: Timestamp?
}

/// A person's wish to join a club, and what has become of it: `read.join_request`.
struct JoinRequestRow: Row {
    static let table = Table("join_request", key: [Column.request])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case request, club, person, state, via, invite, answers, reason, asked
        case askedAt = "asked_at"
        case decidedAt = "decided_at"
        case reasonCode = "reason_code"
        case reapplyFrom = "reapply_from"
    }

    let request: JoinRequestID
    let club: ClubID
    let person: PersonID
    var state = JoinRequestState.open
    let via: Club.Via
    let invite: InviteID?
    /// What the person has answered, in the vault.
    let answers: VaultTextID?
    /// Why it was declined, in the vault.
    var reason: VaultTextID?
    let askedAt: Timestamp
    /// The position of the asking, which gives requests an order.
    let asked: Position
    var decidedAt: Timestamp?
    var reasonCode: ReasonCode?
    var reapplyFrom: Timestamp?

    func write(to row: inout RowWriter) throws -> Bool {
        try row.add(request)
        try row.add(club)
        try row.add(person)
        try row.add(state)
        try row.add(via)
        try row.add(invite)
        try row.add(answers)
        try row.add(reason)
        try row.add(asked)
        try row.add(askedAt)
        try row.add(decidedAt)
        try row.add(reasonCode)
        try row.add(reapplyFrom)
        return true
    }
}

/// How far a wish to join has come.
package enum JoinRequestState: String, Codable, CaseIterable, ColumnConvertible, FieldValue {
    /// A lead has to decide.
    case open
    /// Approved, and not yet in or on the waitlist.
    case approved
    case waiting, joined, declined, withdrawn
    case seatDeclined = "seat-declined"
    case offerLapsed = "offer-lapsed"
}

/// A seat that was offered to somebody who waits: `read.seat_offer`.
struct SeatOfferRow: Row {
    static let table = Table("seat_offer", key: [Column.offer])

    typealias Column = CodingKeys
    enum CodingKeys: String, RowColumn {
        case offer, club, person, outcome
        case offeredAt = "offered_at"
        case expiresAt = "expires_at"
        case closedAt = "closed_at"
    }

    enum Outcome: String, Codable, FieldValue {
        case accepted, declined, lapsed
    }

    let offer: SeatOfferID
    let club: ClubID
    let person: PersonID
    /// Nothing while it stands, and for ever where the person stopped waiting without an answer:
    /// whether it stands is what `read.waitlist` says.
    var outcome: Outcome?
    let offeredAt: Timestamp
    let expiresAt: Timestamp
    var closedAt: Timestamp?
}
