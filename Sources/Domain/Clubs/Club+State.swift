import EventSourcing
import HashTreeCollections
import Vocabulary

/// What handlers, queries and authorization may ask of a club. Lists come in a stable order.
extension Club {
    package var isFounded: Bool { charter != nil }
    package var hostSchool: SchoolID? { charter?.hostSchool }
    package var openTo: [SchoolID] { charter?.openTo ?? [] }
    package var slug: Slug? { charter?.slug }
    package var profile: Profile? { charter?.profile }

    /// Nothing where everybody finds a seat, up to the limit of a club.
    package var capacity: Int? { charter?.capacity }

    /// In the order of joining.
    package var members: [Member] { roster.members.values.sorted { $0.number < $1.number } }
    package var memberCount: Int { roster.members.count }
    package func member(_ person: PersonID) -> Member? { roster.members[person] }
    package func isMember(_ person: PersonID) -> Bool { roster.members[person] != nil }

    package func roles(of person: PersonID) -> [Role] { roster.roles(of: person) }
    package func isLead(_ person: PersonID) -> Bool { roles(of: person).contains(.lead) }
    package var leads: [PersonID] { roster.leads }
    package var adultLeads: [PersonID] { roster.adultLeads }
    package func isAdultLead(_ person: PersonID) -> Bool { adultLeads.contains(person) }

    package func suspension(of person: PersonID, at moment: Timestamp) -> Timestamp? {
        roster.suspensions[person].flatMap { moment < $0 ? $0 : nil }
    }

    /// The requests that a lead has to decide, oldest first.
    package var openRequests: [Request] { queue.unapproved }
    /// A request that is undecided or on the waitlist.
    package func request(_ id: JoinRequestID) -> Request? { queue.request(id) }
    package func request(of person: PersonID) -> Request? { queue.request(of: person) }

    /// The next one first.
    package var waitlist: [Waiting] { queue.waiting }
    package var offers: [Offer] { queue.offers }
    package func offer(_ id: SeatOfferID) -> Offer? { offers.first { $0.id == id } }

    /// In the order of their ids.
    package var invites: [Invite] { invitesByID.values.sorted { $0.id < $1.id } }
    package func invite(_ id: InviteID) -> Invite? { invitesByID[id] }

    /// Seats that nobody may take: an offered seat is held for whom it was offered.
    package var heldSeats: Int { memberCount + offers.count }
    package var freeSeats: Int { max(0, (capacity ?? Limits.capacity) - heldSeats) }
}
