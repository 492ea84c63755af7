import Catalog
import Clubs
import EventSourcing
import Vocabulary

extension ClubHandler {
    /// A lead or the policy offers the next free seat; a lead may also name who is to have it.
    func offerSeat(_ offer: SeatOfferID?, to person: PersonID?) async throws {
        let host = try await unit.state(of: .club(club)).hostSchool
        try await unit.require(.policy, .lead(of: club), .admin(of: host))
        let offer = offer ?? SeatOfferID(DerivedID.named("seat-offer", by: unit.request.id))
        let isTaken = unit.register.isTaken(offer)
        guard let person else {
            return try await execute(
                .offerNextSeat(offer, idIsTaken: isTaken, inactive: inactive, at: unit.now))
        }
        try await execute(
            .offerSeat(
                offer, to: try await applicant(person), idIsTaken: isTaken, inactive: inactive,
                at: unit.now))
    }

    func acceptSeat(_ offer: SeatOfferID) async throws {
        let person = try await holder(of: offer)
        try await execute(.acceptSeat(offer, by: person, at: unit.now))
    }

    func declineSeat(_ offer: SeatOfferID) async throws {
        let person = try await holder(of: offer)
        try await execute(.declineSeat(offer, by: person))
    }

    func reorder(
        _ order: [PersonID], because reasonCode: ReasonCode, _ reason: String?
    ) async throws {
        try await requireLead()
        // The reason is about everybody who waits, so it is none of theirs to erase: it is the
        // words of whoever gives it.
        try await execute(
            .reorderWaitlist(
                order, reasonCode: reasonCode,
                reason: try reason.flatMap { try keep($0, about: caller()) }))
    }

    /// Only the person to whom a seat is offered may take or decline it; to everybody else the
    /// offer is unknown.
    private func holder(of offer: SeatOfferID) async throws -> PersonID {
        let caller = try caller()
        try await unit.require(.oneself(caller))
        let club = try await unit.state(of: .club(club))
        if let holder = club.offer(offer)?.person, holder != caller {
            throw Club.Rejection.offerUnknown(offer)
        }
        return caller
    }
}
