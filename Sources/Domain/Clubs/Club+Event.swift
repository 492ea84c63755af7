import EventSourcing
import JSONCoding
import Vocabulary

extension Club {
    /// What can happen to a club; each field names what its id stands for.
    package enum Event: EventFamily {
        case founded(Charter)
        /// Only what has changed.
        case profileUpdated(changes: Profile.Changes)
        case capacitySet(from: Int?, to: Int?)
        case enrolmentOpened(from: Timestamp?, to: Timestamp?)
        case enrolmentClosed
        case archived(reasonCode: ReasonCode)
        case restored(reasonCode: ReasonCode)

        case joinRequested(
            request: JoinRequestID, person: PersonID, via: Via, invite: InviteID?,
            answers: VaultReference?)
        case joinApproved(request: JoinRequestID, person: PersonID)
        case joinDeclined(
            request: JoinRequestID, person: PersonID, reasonCode: ReasonCode,
            reapplyFrom: Timestamp?, reason: VaultReference?)
        case joinWithdrawn(request: JoinRequestID, person: PersonID)
        case memberJoined(person: PersonID, request: JoinRequestID, via: Via, memberNo: Int)
        case memberWaitlisted(person: PersonID, request: JoinRequestID, place: Int)

        case seatOffered(offer: SeatOfferID, person: PersonID, expiresAt: Timestamp)
        /// The `memberJoined` beside it takes the seat.
        case seatAccepted(offer: SeatOfferID, person: PersonID)
        case seatDeclined(offer: SeatOfferID, person: PersonID, request: JoinRequestID)
        case seatOfferLapsed(offer: SeatOfferID, person: PersonID, request: JoinRequestID)
        case waitlistReordered(
            before: [PersonID], after: [PersonID], reasonCode: ReasonCode, reason: VaultReference?)

        case memberLeft(person: PersonID, reasonCode: ReasonCode)
        case memberRemoved(
            person: PersonID, reasonCode: ReasonCode, noReturnUntil: Timestamp?,
            reason: VaultReference?)
        case memberSuspended(person: PersonID, until: Timestamp, reasonCode: ReasonCode)
        case suspensionLifted(person: PersonID)

        /// `counterSignedBy` names the adult lead who answers for a lead who is a student.
        case roleAssigned(person: PersonID, role: Role, counterSignedBy: PersonID?)
        case roleRevoked(person: PersonID, role: Role)
        case groupAssigned(
            person: PersonID, from: GroupName?, to: GroupName?, reasonCode: ReasonCode)
        case buddyAssigned(newcomer: PersonID, buddy: PersonID)

        case inviteIssued(
            invite: InviteID, codeHash: CodeHash, expiresAt: Timestamp, maxUses: Int, role: Role?)
        case inviteRedeemed(invite: InviteID, person: PersonID)
        case inviteRevoked(invite: InviteID)

        package static let wireNames = CodingKeys.allCases.map(\.rawValue)
        package static let wholeValues: Set = [CodingKeys.founded.rawValue]

        package static func directReader(of type: String) -> ((JSONFields) throws -> Self)? {
            switch type {
            case CodingKeys.joinRequested.rawValue:
                {
                    .joinRequested(
                        request: try $0.value("request"), person: try $0.value("person"),
                        via: try $0.word("via"), invite: try $0.valueIfPresent("invite"),
                        answers: try $0.valueIfPresent("answers"))
                }
            case CodingKeys.memberJoined.rawValue:
                {
                    .memberJoined(
                        person: try $0.value("person"), request: try $0.value("request"),
                        via: try $0.word("via"), memberNo: try $0.value("memberNo"))
                }
            case CodingKeys.memberLeft.rawValue:
                {
                    .memberLeft(
                        person: try $0.value("person"), reasonCode: try $0.value("reasonCode"))
                }
            default: nil
            }
        }

        /// The names in the log: rename a case freely, one of these never.
        private enum CodingKeys: String, CodingKey, CaseIterable {
            case founded = "club.founded"
            case profileUpdated = "club.profile-updated"
            case capacitySet = "club.capacity-set"
            case enrolmentOpened = "club.enrolment-opened"
            case enrolmentClosed = "club.enrolment-closed"
            case archived = "club.archived"
            case restored = "club.restored"
            case joinRequested = "club.join-requested"
            case joinApproved = "club.join-approved"
            case joinDeclined = "club.join-declined"
            case joinWithdrawn = "club.join-withdrawn"
            case memberJoined = "club.member-joined"
            case memberWaitlisted = "club.member-waitlisted"
            case seatOffered = "club.seat-offered"
            case seatAccepted = "club.seat-accepted"
            case seatDeclined = "club.seat-declined"
            case seatOfferLapsed = "club.seat-offer-lapsed"
            case waitlistReordered = "club.waitlist-reordered"
            case memberLeft = "club.member-left"
            case memberRemoved = "club.member-removed"
            case memberSuspended = "club.member-suspended"
            case suspensionLifted = "club.suspension-lifted"
            case roleAssigned = "club.role-assigned"
            case roleRevoked = "club.role-revoked"
            case groupAssigned = "club.group-assigned"
            case buddyAssigned = "club.buddy-assigned"
            case inviteIssued = "club.invite-issued"
            case inviteRedeemed = "club.invite-redeemed"
            case inviteRevoked = "club.invite-revoked"
        }
    }
}
