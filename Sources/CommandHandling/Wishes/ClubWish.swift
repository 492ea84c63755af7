import Clubs
import EventSourcing
import Vocabulary

/// What can be asked of a club; reasons and answers are clear text here, and nowhere behind.
package enum ClubWish: WishFamily {
    /// What is left out takes the defaults of `Club.Profile`; `capacity` left out is no limit.
    case found(
        hostSchool: SchoolID, openTo: [SchoolID]?, slug: Slug, name: String, summary: String?,
        kind: Club.Kind?, interests: [Interest]?, joinPolicy: Club.JoinPolicy?, capacity: Int?,
        ageBands: [AgeBand]?, languages: [LanguageTag]?, timeZone: TimeZoneID,
        visibility: Visibility?, reapplyAfterDays: Int?, seatOfferHours: Int?,
        groups: [GroupName]?, leads: [PersonID])
    case updateProfile(
        name: String?, summary: String?, kind: Club.Kind?, interests: [Interest]?,
        joinPolicy: Club.JoinPolicy?, ageBands: [AgeBand]?, languages: [LanguageTag]?,
        timeZone: TimeZoneID?, visibility: Visibility?, reapplyAfterDays: Int?,
        seatOfferHours: Int?, groups: [GroupName]?)
    case setCapacity(capacity: Int?, overfill: Bool?)
    case openEnrolment(from: Timestamp?, to: Timestamp?)
    case closeEnrolment
    case archive(reasonCode: ReasonCode)
    case restore(reasonCode: ReasonCode)
    /// - `person`: The caller where nobody is named.
    case join(
        request: JoinRequestID?, person: PersonID?, via: Club.Via?, inviteCode: String?,
        answers: String?)
    case approveJoin(request: JoinRequestID)
    case declineJoin(request: JoinRequestID, reasonCode: ReasonCode, reason: String?)
    case withdrawJoin(request: JoinRequestID)
    /// - `person`: The next in line where nobody is named.
    case offerSeat(offer: SeatOfferID?, person: PersonID?)
    case acceptSeat(offer: SeatOfferID)
    case declineSeat(offer: SeatOfferID)
    /// The clock's own; `expiredAt` is the offer's end, whatever the clocks say.
    case lapseOffer(offer: SeatOfferID, expiredAt: Timestamp)
    case reorderWaitlist(order: [PersonID], reasonCode: ReasonCode, reason: String?)
    case leave(person: PersonID?, reasonCode: ReasonCode?)
    case removeMember(
        person: PersonID, reasonCode: ReasonCode, reason: String?, noReturnUntil: Timestamp?)
    case suspendMember(person: PersonID, until: Timestamp, reasonCode: ReasonCode)
    case liftSuspension(person: PersonID)
    case assignRole(person: PersonID, role: Club.Role)
    case revokeRole(person: PersonID, role: Club.Role)
    case assignToGroup(person: PersonID, group: GroupName?, reasonCode: ReasonCode?)
    case assignBuddy(newcomer: PersonID, buddy: PersonID)
    /// - `code`: Made up by the caller, who hands it on; the service keeps its fingerprint.
    case issueInvite(
        invite: InviteID, code: String, expiresAt: Timestamp, maxUses: Int, role: Club.Role?)
    case revokeInvite(invite: InviteID)

    package static let wireNames = CodingKeys.allCases.map(\.rawValue)

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case found = "club.found"
        case updateProfile = "club.update-profile"
        case setCapacity = "club.set-capacity"
        case openEnrolment = "club.open-enrolment"
        case closeEnrolment = "club.close-enrolment"
        case archive = "club.archive"
        case restore = "club.restore"
        case join = "club.join"
        case approveJoin = "club.approve-join"
        case declineJoin = "club.decline-join"
        case withdrawJoin = "club.withdraw-join"
        case offerSeat = "club.offer-seat"
        case acceptSeat = "club.accept-seat"
        case declineSeat = "club.decline-seat"
        case lapseOffer = "club.lapse-offer"
        case reorderWaitlist = "club.reorder-waitlist"
        case leave = "club.leave"
        case removeMember = "club.remove-member"
        case suspendMember = "club.suspend-member"
        case liftSuspension = "club.lift-suspension"
        case assignRole = "club.assign-role"
        case revokeRole = "club.revoke-role"
        case assignToGroup = "club.assign-to-group"
        case assignBuddy = "club.assign-buddy"
        case issueInvite = "club.issue-invite"
        case revokeInvite = "club.revoke-invite"
    }
}
