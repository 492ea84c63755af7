import Catalog
import Clubs
import Directory
import EventSourcing
import Foundation
import HashTreeCollections
import Vocabulary

/// The rules that span a tenant: what is taken once, and who is the last of their kind.
///
/// Each lane keeps it folded from the event types that it names. It is made of trees, because each
/// command works on a copy of it.
package struct Register: Equatable, Sendable {
    package static let wireNames: Set<String> = [
        "club.founded", "directory.person-registered", "directory.role-assigned",
        "directory.role-revoked", "directory.person-deactivated", "directory.person-reactivated",
        "club.join-requested", "club.seat-offered", "club.invite-issued",
    ]

    private var slugs: TreeSet<Slug> = []
    private var sourcedIDs: TreeSet<SourcedID> = []
    private var admins: TreeSet<PersonID> = []
    /// Whom the directory has as inactive.
    package private(set) var inactive: TreeSet<PersonID> = []
    /// Of requests, offers and invitations, in whichever club: addresses and read models know them
    /// by their id alone.
    private var clubIDs: TreeSet<UUID> = []

    package init() {}

    package func isTaken(_ slug: Slug) -> Bool { slugs.contains(slug) }

    package func isTaken(_ id: SourcedID) -> Bool { sourcedIDs.contains(id) }

    package func isTaken(_ id: JoinRequestID) -> Bool { clubIDs.contains(id.uuid) }

    package func isTaken(_ id: SeatOfferID) -> Bool { clubIDs.contains(id.uuid) }

    package func isTaken(_ id: InviteID) -> Bool { clubIDs.contains(id.uuid) }

    /// Whether nobody else could act as an admin without this person.
    package func isLastAdmin(_ person: PersonID) -> Bool {
        admins.contains(person) && admins.allSatisfy { $0 == person || inactive.contains($0) }
    }

    package mutating func evolve(_ event: DomainEvent, on stream: StreamName) {
        switch event {
        case .club(.founded(let charter)):
            slugs.insert(charter.slug)
        case .club(.joinRequested(let request, _, _, _, _)):
            clubIDs.insert(request.uuid)
        case .club(.seatOffered(let offer, _, _)):
            clubIDs.insert(offer.uuid)
        case .club(.inviteIssued(let invite, _, _, _, _)):
            clubIDs.insert(invite.uuid)
        case .person(.registered(_, _, _, _, _, _, let sourcedID, _, _, _)):
            if let sourcedID { sourcedIDs.insert(sourcedID) }
        case .person(.roleAssigned(let person, .admin)):
            admins.insert(person)
        case .person(.roleRevoked(let person, .admin)):
            admins.remove(person)
        case .person(.deactivated):
            if let person = stream.id { inactive.insert(PersonID(person)) }
        case .person(.reactivated):
            if let person = stream.id { inactive.remove(PersonID(person)) }
        case .club, .person, .school, .tournament:
            break
        }
    }
}
