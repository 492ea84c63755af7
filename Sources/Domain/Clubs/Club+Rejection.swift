import EventSourcing
import Vocabulary

extension Club {
    /// The rules that can stand in the way of a club, each with the values that explain it.
    package enum Rejection: Error, Equatable, Sendable {
        case alreadyFounded, notFounded, archived
        case slugTaken(Slug)
        case unknownTimeZone(TimeZoneID)
        case unknownInterest(Interest)
        /// A number, or the length of a text or list, lies outside what is allowed.
        case outOfBounds(Field, allowed: ClosedRange<Int>)
        case listFull(Listing, limit: Int)
        /// A moment that ought to lie ahead lies behind.
        case alreadyPast(Timestamp)
        case enrolmentEndsBeforeItStarts
        /// `held` counts the members and the seats on offer.
        case capacityBelowMembers(capacity: Int, held: Int)

        case alreadyMember(PersonID)
        /// The person's own request that is still open.
        case requestOpen(JoinRequestID)
        /// Somebody else's request has this id.
        case requestIDTaken(JoinRequestID)
        case notEligible(EligibilityRule)
        case personBlockedFromClub(until: Timestamp)
        case reapplyLater(from: Timestamp)
        /// A guardian decides for this age band; the school can enter the person.
        case consentMissing(AgeBand)
        /// `opensAt` is nothing where no opening is planned.
        case enrolmentClosed(opensAt: Timestamp?)
        case inviteInvalid(InviteFault)
        case requestNotOpen(JoinRequestID)

        case clubFull(capacity: Int)
        case notWaiting(PersonID)
        /// Somebody else stands before them; reordering needs a reason.
        case notNext(next: PersonID)
        case offerIDTaken(SeatOfferID)
        case offerUnknown(SeatOfferID)
        case offerExpired(at: Timestamp)
        case offerStillOpen(until: Timestamp)
        /// The order is not one of those who wait now.
        case waitlistChanged(missing: [PersonID], unknown: [PersonID])

        case notAMember(PersonID)
        case alreadySuspended(until: Timestamp)
        case needsAdultLead
        case lastAdultLead(PersonID)
        case minorCannotHoldRole(Role)
        case unknownGroup(GroupName)
        case groupInUse(GroupName)
        case blockedPair
        case ownBuddy(PersonID)
        case roleNotByInvite(Role)
        case inviteIDTaken(InviteID)
    }

    package enum EligibilityRule: String, Sendable {
        /// Their school is neither the host nor one that the club is open to.
        case school
        case ageBand = "age-band"
        /// The directory has them as inactive.
        case inactive
        /// The club takes people by invitation only.
        case invitation
    }

    package enum InviteFault: String, Sendable {
        /// Never issued, or revoked.
        case unknown
        case expired, spent
    }

    package enum Field: String, Sendable {
        case name, summary, interests, languages, groups, leads, capacity
        case openTo = "open-to", ageBands = "age-bands"
        case reapplyAfterDays = "reapply-after-days", seatOfferHours = "seat-offer-hours"
        case maxUses = "max-uses"
    }

    package enum Listing: String, Sendable {
        case waitlist, requests, invites, roles
    }
}
