import EventSourcing
import HashTreeCollections
import Vocabulary

extension Club {
    /// Somebody's wish to join that has not been decided or fulfilled.
    package struct Request: Equatable, Sendable {
        package let id: JoinRequestID
        package let person: PersonID
        package let via: Via
        /// The role that their invitation promised.
        package let role: Role?
        /// The invitation that they hold and have not used: a seat uses it.
        package internal(set) var invite: InviteID?
    }

    package struct Offer: Equatable, Sendable {
        package let id: SeatOfferID
        package let person: PersonID
        package let expiresAt: Timestamp
    }

    /// One place on the waitlist.
    package struct Waiting: Equatable, Sendable {
        package internal(set) var request: Request
        package internal(set) var offer: Offer?

        package var person: PersonID { request.person }
    }

    /// Who has asked and is not in: first those whom nobody has approved, then those who wait.
    struct Queue: Equatable, Sendable {
        /// In the order of asking.
        private(set) var unapproved: [Request] = []
        /// The next one first.
        private(set) var waiting: [Waiting] = []
        /// From when those who were declined may ask again.
        var reapplyFrom: TreeDictionary<PersonID, Timestamp> = [:]

        var offers: [Offer] { waiting.compactMap(\.offer) }

        /// Whoever is to get the next free seat: the first without an offer who could take it.
        func next(passingOver inactive: TreeSet<PersonID>) -> Waiting? {
            waiting.first { $0.offer == nil && !inactive.contains($0.person) }
        }

        func request(of person: PersonID) -> Request? {
            unapproved.first { $0.person == person } ?? waiting(person)?.request
        }

        func request(_ id: JoinRequestID) -> Request? {
            unapproved.first { $0.id == id } ?? waiting.first { $0.request.id == id }?.request
        }

        func waiting(_ person: PersonID) -> Waiting? {
            waiting.first { $0.person == person }
        }

        mutating func ask(_ request: Request) {
            unapproved.append(request)
        }

        /// Ends a request, however it ended, and gives up the place and the offer with it.
        mutating func close(_ person: PersonID) {
            // Only who is there is taken out: each command works on a copy of the arrays.
            if unapproved.contains(where: { $0.person == person }) {
                unapproved.removeAll { $0.person == person }
            }
            if waiting.contains(where: { $0.person == person }) {
                waiting.removeAll { $0.person == person }
            }
        }

        mutating func enqueue(_ person: PersonID) {
            guard let request = request(of: person) else { return }
            close(person)
            waiting.append(Waiting(request: request))
        }

        mutating func offer(_ offer: Offer) {
            guard let place = waiting.firstIndex(where: { $0.person == offer.person })
            else { return }
            waiting[place].offer = offer
        }

        /// Once used, the invitation is not the person's any more.
        mutating func useInvite(of person: PersonID) {
            for place in waiting.indices where waiting[place].person == person {
                waiting[place].request.invite = nil
            }
            for index in unapproved.indices where unapproved[index].person == person {
                unapproved[index].invite = nil
            }
        }

        /// How many hold the invitation and have not used it.
        func holders(of invite: InviteID) -> Int {
            waiting.count { $0.request.invite == invite }
        }

        mutating func reorder(_ people: [PersonID]) {
            waiting = people.compactMap { waiting($0) }
        }
    }
}
