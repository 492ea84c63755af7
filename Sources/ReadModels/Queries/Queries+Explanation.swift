import Clubs
import EventSourcing
import Vocabulary

/// "Why am I third on the list?"
extension Queries {
    /// Explains a place from the club's own events, so that it is the rules' answer and not a
    /// table's.
    ///
    /// - Complexity: One read of the club's stream; each change of the queue costs its length.
    package func explanation(
        of person: PersonID, onWaitlistOf club: ClubID, in tenant: TenantID,
        at moment: Moment = .now
    ) async throws -> Answer<PlaceExplanation> {
        let position = try await position(of: tenant, at: moment)
        var tracker = PlaceTracker(person: person)
        let stream = StreamName(category: Club.category, id: club.uuid)
        try await History(log: log, tenant: tenant, codec: codec, group: group)
            .events(of: stream, through: position) { encoded in
                tracker.apply(
                    try encoded.decoded { try codec.decode($0, as: Club.Event.self) })
            }
        guard tracker.club.isFounded else { throw QueryFailure.notFound(.club) }
        guard let explained = WaitlistExplanation(of: person, in: tracker.club),
            let since = tracker.since
        else { throw QueryFailure.notFound(.waitlistPlace) }
        let name = try await names(of: [person], in: tenant)[person]
        return Answer(
            value: PlaceExplanation(explained, since, club, person, name, tracker),
            position: position)
    }
}

extension PlaceExplanation {
    fileprivate init(
        _ explained: WaitlistExplanation, _ since: Timestamp, _ club: ClubID,
        _ person: PersonID, _ name: String, _ tracker: PlaceTracker
    ) {
        let offers = tracker.club.offers.count
        self.init(
            club: club, person: person, displayName: name, place: explained.place,
            waiting: explained.waiting, since: since, ahead: explained.place - 1,
            offersAhead: explained.offersAhead, capacity: explained.capacity,
            members: explained.members, offersOutstanding: offers,
            ownOfferExpiresAt: explained.ownOfferExpiresAt, seatsNeeded: explained.seatsNeeded,
            steps: tracker.steps,
            inWords: explained.sentences(
                since: since, offers: offers, club: tracker.club.profile?.name))
    }
}

extension WaitlistExplanation {
    fileprivate func sentences(since: Timestamp, offers: Int, club name: String?) -> [String] {
        [place(in: name, since: since), ahead, seats(offers), way].compactMap(\.self)
    }

    private func place(in name: String?, since: Timestamp) -> String {
        "Number \(place) of \(waiting) who wait for \(name ?? "the club"), since \(since)."
    }

    private var ahead: String? {
        guard place > 1 else { return nil }
        let offered = offersAhead == 0 ? "none of them" : "\(offersAhead) of them"
        let people = place == 2 ? "One person is" : "\(place - 1) people are"
        return "\(people) ahead; \(offered) with a seat on offer."
    }

    private func seats(_ offers: Int) -> String? {
        guard let capacity else { return nil }
        return "Of \(capacity) seats \(members) are taken and \(offers) on offer."
    }

    private var way: String {
        if let ownOfferExpiresAt {
            return "A seat is on offer and can be accepted until \(ownOfferExpiresAt)."
        }
        guard seatsNeeded > 0 else { return "A free seat is about to be offered." }
        let needed = seatsNeeded == 1 ? "One seat has" : "\(seatsNeeded) seats have"
        return needed + " to become free: when members leave, when a lead raises the capacity, "
            + "or when those ahead withdraw, decline their offers or let them lapse."
    }
}
