import EventSourcing
import HashTreeCollections
import Vocabulary

/// How a free seat comes to whoever waits: offered, then accepted, declined, or lapsed.
///
/// Declining and letting an offer lapse both end the wait. Were a silent person kept on the list,
/// the same seat would be offered to them for ever; they may ask again at once, at the end.
extension Club {
    /// Offers a seat to a person by name, who has to be the next in line.
    func offerSeat(
        _ id: SeatOfferID, idIsTaken: Bool, to applicant: Applicant, under charter: Charter,
        passingOver inactive: TreeSet<PersonID>, at moment: Timestamp
    ) throws(Rejection) -> [Event] {
        let person = applicant.person
        if member(person)?.offer == id { return [] }
        if let holder = holder(of: id), holder != person { throw .offerIDTaken(id) }
        guard let waiting = queue.waiting(person) else { throw .notWaiting(person) }
        guard waiting.offer == nil else { return [] }
        if idIsTaken { throw .offerIDTaken(id) }
        try checkEligibility(of: applicant, for: charter)
        guard freeSeats > 0 else { throw .clubFull(capacity: capacity ?? Limits.capacity) }
        if let next = queue.next(passingOver: inactive), next.person != person {
            throw .notNext(next: next.person)
        }
        return offer(id, to: waiting, for: charter.profile.seatOfferHours, at: moment)
    }

    /// Offers a free seat to the next in line; nothing where there is none, or nobody waits.
    ///
    /// The inactive are passed over and keep their places: they may return.
    func offerNextSeat(
        _ id: SeatOfferID, idIsTaken: Bool, under charter: Charter,
        passingOver inactive: TreeSet<PersonID>, at moment: Timestamp
    ) throws(Rejection) -> [Event] {
        guard !isArchived, holder(of: id) == nil, freeSeats > 0,
            let next = queue.next(passingOver: inactive)
        else { return [] }
        if idIsTaken { throw .offerIDTaken(id) }
        return offer(id, to: next, for: charter.profile.seatOfferHours, at: moment)
    }

    /// Whoever may take the seat of this offer, or has taken it.
    private func holder(of id: SeatOfferID) -> PersonID? {
        offer(id)?.person ?? roster.member(with: id)
    }

    /// Where an offer is kept for no time, whoever waits has accepted in advance.
    private func offer(
        _ id: SeatOfferID, to waiting: Waiting, for hours: Int, at moment: Timestamp
    ) -> [Event] {
        let offered = Event.seatOffered(
            offer: id, person: waiting.person,
            expiresAt: moment.advanced(by: .seconds(hours * 3_600)))
        return hours > 0 ? [offered] : [offered] + accept(id, by: waiting)
    }

    func acceptSeat(
        _ id: SeatOfferID, by person: PersonID, at moment: Timestamp
    ) throws(Rejection) -> [Event] {
        if member(person)?.offer == id { return [] }
        guard let waiting = queue.waiting(person), let offer = waiting.offer, offer.id == id
        else { throw .offerUnknown(id) }
        guard moment < offer.expiresAt else { throw .offerExpired(at: offer.expiresAt) }
        return accept(id, by: waiting)
    }

    private func accept(_ id: SeatOfferID, by waiting: Waiting) -> [Event] {
        [.seatAccepted(offer: id, person: waiting.person)] + seat(waiting.request)
    }

    func declineSeat(_ id: SeatOfferID, by person: PersonID) throws(Rejection) -> [Event] {
        guard let waiting = queue.waiting(person), waiting.offer?.id == id
        else { throw .offerUnknown(id) }
        return [.seatDeclined(offer: id, person: person, request: waiting.request.id)]
    }

    /// The clock's command; quiet where the offer has been answered.
    func lapse(_ id: SeatOfferID, at moment: Timestamp) throws(Rejection) -> [Event] {
        guard let offer = offer(id), let waiting = queue.waiting(offer.person) else { return [] }
        guard offer.expiresAt <= moment else { throw .offerStillOpen(until: offer.expiresAt) }
        return [.seatOfferLapsed(offer: id, person: offer.person, request: waiting.request.id)]
    }

    /// Puts the waitlist into another order; offers stay with those who hold them.
    func reorder(
        _ people: [PersonID], because reasonCode: ReasonCode, _ reason: VaultReference?
    ) throws(Rejection) -> [Event] {
        let before = waitlist.map(\.person)
        guard people != before else { return [] }
        guard people.sorted() == before.sorted() else {
            throw .waitlistChanged(
                missing: before.filter { !people.contains($0) },
                unknown: people.filter { !before.contains($0) })
        }
        return [
            .waitlistReordered(
                before: before, after: people, reasonCode: reasonCode, reason: reason)
        ]
    }
}
